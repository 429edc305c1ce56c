/** One picture of a folder or an archive. */
export interface ImageFile {
  /** Its path below the folder or in the archive, parts parted by `/`. */
  readonly name: string;
  /** Its size and when it was changed: another picture has another. */
  readonly stamp: string;
  /** Its path, or what the file holds. */
  read(): Promise<string | Buffer>;
}

/** A folder or an archive of pictures. */
export interface ImageSource {
  /** Where it is. */
  readonly path: string;
  /** The pictures, in the order of their names. */
  readonly images: readonly ImageFile[];
  /** What else is there and may say which class each picture has. */
  readonly notes: readonly ImageFile[];
  /** Gives its files back. */
  close(): void;
}

const endings = new Set([
  ...[".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".avif", ".svg"],
]);
const noteNames = new Set(["dataset.json", "metadata.csv", "metadata.jsonl"]);

const lastPart = (name: string): string => name.slice(name.lastIndexOf("/") + 1);
/** A name's ending in lower case, with its dot; "" where it has none. */
export const endingOf = (name: string): string => /\.[^./]+$/.exec(name.toLowerCase())?.[0] ?? "";

/** Whether a name is that of something hidden, or of what macOS adds to archives. */
const isHidden = (name: string): boolean =>
  name.split("/").some((part) => part.startsWith(".") || part === "__MACOSX");
/** Whether a file is one of those that are looked at: a picture, or what says its class. */
export const isOfUse = (name: string): boolean =>
  !isHidden(name) && (endings.has(endingOf(name)) || noteNames.has(lastPart(name)));

/**
 * Parts files into pictures and what says something of them. Hidden ones, and what macOS adds to
 * archives, are left out.
 *
 * @throws Error when there is no picture
 */
export function sortFiles(
  path: string,
  files: readonly ImageFile[],
): Pick<ImageSource, "images" | "notes"> {
  const seen = files.filter(({ name }) => isOfUse(name));
  // By code units, as in any locale.
  const images = seen
    .filter(({ name }) => endings.has(endingOf(name)))
    .sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
  if (!images.length)
    throw new Error(
      `loadImages: expected pictures (${[...endings].join(" ")}) below ${path}, found none`,
    );
  return { images, notes: seen.filter(({ name }) => noteNames.has(lastPart(name))) };
}
