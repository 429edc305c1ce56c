/** A number as it was written. */
export interface WrittenNumber {
  readonly value: number;
  /** Digits after the point, an exponent taken into account: 2 of `0.50`, 7 of `1e-7`. */
  readonly decimals: number;
  /** Whether these digits end in a zero, as in `0.50`. */
  readonly isPadded: boolean;
}

const plain = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
// As programs write it: JavaScript's 1e-7, Python's 1e-07, R's 1e+05. A product code has no sign.
const scientific = /^-?[1-9](?:\.\d+)?[eE][+-]\d+$/;
/** `toFixed` knows no more. */
const mostDecimals = 100;

/**
 * Reads a number that prints back as it was read; anything else is no number: `02116`, `1E5`,
 * `0x10`, `+5`, ` 5`, or one of more digits than a number holds.
 */
export function readNumber(text: string): WrittenNumber | undefined {
  if (String(Number(text)) === text && plain.test(text)) {
    const point = text.indexOf(".");
    const decimals = point < 0 ? 0 : text.length - point - 1;
    return { value: Number(text), decimals, isPadded: false };
  }
  if (!plain.test(text) && !scientific.test(text)) return undefined;
  const value = Number(text);
  if (digitsOf(text) !== digitsOf(String(value))) return undefined;
  const [mantissa, exponent = "0"] = text.toLowerCase().split("e");
  const fraction = mantissa!.split(".")[1] ?? "";
  const decimals = Math.max(0, fraction.length - Number(exponent));
  if (decimals > mostDecimals) return undefined;
  return { value, decimals, isPadded: exponent === "0" && fraction.endsWith("0") };
}

/** A number's digits and where its point is, however it is written: `5e-1` for `0.50`. */
function digitsOf(text: string): string {
  const [mantissa, exponent = "0"] = text.toLowerCase().split("e");
  const [whole, fraction = ""] = mantissa!.replace("-", "").split(".");
  const all = `${whole}${fraction}`.replace(/^0+/, "");
  const digits = all.replace(/0+$/, "");
  const place = Number(exponent) - fraction.length + all.length - digits.length;
  return `${text.startsWith("-") ? "-" : ""}${digits}e${digits ? place : 0}`;
}

/** A number rounded to `decimals`. */
export const roundTo = (value: number, decimals: number): number => Number(value.toFixed(decimals));

/** A number as text, with `least` digits after the point at least. */
export function printNumber(value: number, decimals: number, least = 0): string {
  const text = String(roundTo(value, decimals));
  if (least === 0 || text.includes("e")) return text;
  const [whole, fraction = ""] = text.split(".");
  return `${whole}.${fraction.padEnd(least, "0")}`;
}
