import { statSync } from "node:fs";
import { crc32 } from "node:zlib";
import { openPromise, type Entry, type ZipFile } from "yauzl";
import { isOfUse, sortFiles, type ImageFile, type ImageSource } from "./source";

/** A file of an archive that is larger when it is unpacked is taken to be a trap: 1 GiB. */
const largest = 2 ** 30;

/**
 * The pictures in a zip archive, as StyleGAN's tools write it. Nothing is unpacked to the disk; a
 * folder that everything lies in is left out of the names.
 *
 * @throws Error when it is no sound archive, or has no picture
 */
export async function openZip(path: string): Promise<ImageSource> {
  const { size, mtimeMs } = statSync(path);
  const zip = await openArchive(path);
  try {
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry())
      if (!entry.fileName.endsWith("/")) entries.push(entry);
    const top = commonFolder(entries.map(({ fileName }) => fileName));
    const files = entries.map((entry): ImageFile => {
      const { fileName, crc32, uncompressedSize } = entry;
      const stamp = `${size} ${mtimeMs} ${crc32} ${uncompressedSize}`;
      return { name: fileName.slice(top.length), stamp, read: () => readEntry(zip, entry) };
    });
    return { path, ...sortFiles(path, files), close: () => zip.close() };
  } catch (cause) {
    zip.close();
    throw damaged(path, cause);
  }
}

async function openArchive(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { autoClose: false });
  } catch (cause) {
    throw damaged(path, cause);
  }
}

const damaged = (path: string, cause: unknown): Error => {
  const { message } = cause as Error;
  if (message.startsWith("loadImages")) return cause as Error;
  return new Error(
    `loadImages: expected a sound zip archive, received ${path} (${message}); download or ` +
      "pack it again",
    { cause },
  );
};

/** The folder, with its `/`, that all files of use lie in; "" where there is none. */
function commonFolder(all: readonly string[]): string {
  const names = all.filter(isOfUse);
  const [first = ""] = names;
  const top = first.slice(0, first.indexOf("/") + 1);
  return names.every((name) => name.startsWith(top)) ? top : "";
}

async function readEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  if (entry.isEncrypted()) throw new Error("it is encrypted; unpack the archive yourself");
  if (entry.uncompressedSize > largest)
    throw new Error(`expected 1 GiB at most, received ${entry.uncompressedSize} bytes`);
  const parts: Buffer[] = [];
  // More than it announced is an error of yauzl's.
  for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part as Buffer);
  const content = Buffer.concat(parts);
  if (crc32(content) !== entry.crc32) throw new Error("its checksum is not that of the archive");
  return content;
}
