/**
 * What Windows-1252 has where latin1 has control characters, 0x80 to 0x9f. Node 20's `TextDecoder`
 * reads it as latin1 (https://github.com/nodejs/node/issues/56542).
 */
const windows = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

/** Whether a `TextDecoder` knows an encoding. */
export function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== "";
  } catch {
    return false;
  }
}

/**
 * Bytes as text. UTF-16 says what it is in its first two bytes, UTF-8 in how its bytes follow one
 * another; anything else is taken for Windows' Western European, of which latin1 is a part.
 */
export function decodeText(bytes: Buffer, encoding?: string): string {
  if (encoding !== undefined) return decodeAs(encoding, bytes);
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decodeAs("utf-16le", bytes);
  if (first === 0xfe && second === 0xff) return decodeAs("utf-16be", bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return decodeAs("windows-1252", bytes);
  }
}

function decodeAs(label: string, bytes: Buffer): string {
  const decoder = new TextDecoder(label);
  const text = decoder.decode(bytes);
  if (decoder.encoding !== "windows-1252") return text;
  return text.replace(/[\x80-\x9f]/g, (letter) => windows[letter.charCodeAt(0) - 0x80]!);
}
