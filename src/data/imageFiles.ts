import { readdirSync, statSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";

/** A picture's file, and the class that its folder names. */
export interface ImageFile {
  readonly path: string;
  readonly className?: string;
}

const endings = new Set([
  ...[".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".avif", ".bmp", ".svg"],
]);

/**
 * The pictures below a folder, in the order of their paths. Hidden files and folders are left out.
 *
 * @param classes `"folders"`: the first folder below is the class, as in torchvision's ImageFolder;
 *   default: where every picture lies in one
 * @throws Error when there is no such folder, or no picture in it
 */
export function listImages(folder: string, classes?: "folders" | "none"): ImageFile[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`loadImages: expected a folder of pictures, received "${folder}"`);
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => endings.has(extname(name).toLowerCase()))
    .filter((name) => !name.split(sep).some((part) => part.startsWith(".")))
    .sort()
    .map((name) => join(folder, name));
  if (!paths.length)
    throw new Error(
      `loadImages: expected pictures (${[...endings].join(" ")}) below ${folder}, found none`,
    );
  const classOf = (path: string): string | undefined => {
    const parts = relative(folder, path).split(sep);
    return parts.length > 1 ? parts[0] : undefined;
  };
  const loose = paths.find((path) => classOf(path) === undefined);
  if (classes === "folders" && loose !== undefined)
    throw new Error(
      `loadImages: expected each picture in the folder of its class, received ${loose} outside`,
    );
  if (classes === "none" || loose !== undefined) return paths.map((path) => ({ path }));
  return paths.map((path) => ({ path, className: classOf(path)! }));
}
