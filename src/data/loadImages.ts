import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { defineOptions, describeValue, positiveInteger, seedOption } from "../base/options";
import { classesOf } from "./images/classes";
import { checkBackground } from "./images/decodeImage";
import { openFolder } from "./images/folder";
import { gatherPictures, withSource } from "./images/gatherPictures";
import { loadPixelRows } from "./images/pixelRows";
import { endingOf } from "./images/source";
import { openZip } from "./images/zip";
import type { Pictures } from "./pictures";
import type { SplitDataset } from "./split";

export interface LoadImagesOptions {
  /**
   * Height and width that every picture gets, in pixels. Default: those of a CSV file's pixels;
   * others need it.
   */
  size?: number | undefined;
  /**
   * 1 (grey), 3 (colour) or 4 (colour, and how opaque). Default: 3; of a CSV file's pixels what
   * they have.
   */
  channels?: 1 | 3 | 4 | undefined;
  /**
   * How a picture that is not square is fitted: `"cover"` cuts off, `"contain"` adds borders,
   * `"stretch"` distorts. Default `"cover"`.
   */
  fit?: "cover" | "contain" | "stretch" | undefined;
  /**
   * What shows through transparent pixels, and fills borders: a CSS colour. With four channels
   * pixels stay transparent, and borders are. Default `"white"`.
   */
  background?: string | undefined;
  /**
   * `"folders"`: the first folder below is the class; `"none"`: no labels; or a CSV or JSON file
   * that says the class of each file. Default: what `dataset.json` (StyleGAN) or `metadata.csv`
   * (Hugging Face) among the pictures says, or else folders, where every picture lies in one.
   */
  classes?: string | undefined;
  /** At most so many pictures, drawn at random. Default: all. */
  limit?: number | undefined;
  /** What to do with a file that cannot be read: name it and go on, or fail. Default `"skip"`. */
  broken?: "skip" | "refuse" | undefined;
  /** Decides the order, and which ones a limit leaves. Default 0. */
  seed?: number | undefined;
  /**
   * The share of each class to keep for testing, in (0, 1): then you get `{ all, train, test }`.
   * Default: you get all.
   */
  holdOut?: number | undefined;
}

/** The options, to be kept as JSON. */
export const imagesOptions = z.strictObject({
  size: positiveInteger.max(16_384).optional(),
  channels: z.literal([1, 3, 4]).optional(),
  fit: z.enum(["cover", "contain", "stretch"]).default("cover"),
  background: z.string().default("white"),
  classes: z.string().min(1).optional(),
  limit: positiveInteger.optional(),
  broken: z.enum(["skip", "refuse"]).default("skip"),
  seed: seedOption,
  holdOut: z.number().gt(0).lt(1).optional(),
});
const readOptions = defineOptions("loadImages", imagesOptions);
type Parsed = z.output<typeof imagesOptions>;

export function loadImages(
  path: string,
  options: LoadImagesOptions & { holdOut: number },
): Promise<SplitDataset<Pictures>>;
export function loadImages(
  path: string,
  options?: LoadImagesOptions & { holdOut?: undefined },
): Promise<Pictures>;
export function loadImages(
  path: string,
  options?: LoadImagesOptions,
): Promise<Pictures | SplitDataset<Pictures>>;
/**
 * Loads pictures as bytes `[n, size, size, channels]`, 0 (black) … 255 (white) for -1 … 1, in a
 * random order: a folder of them (JPEG, PNG, WebP, GIF, TIFF, AVIF, SVG, by sharp; sub-folders are
 * classes), a zip archive as StyleGAN's tools write it, a Hugging Face imagefolder, or a CSV file
 * with the pixels of a picture in each line, as Kaggle's MNIST.
 *
 * They are decoded once, into a file in `.ganbook-pixels` beside them, from which they are read by
 * position while a game is played: they need not fit into memory. It is made again when a file or
 * what you ask for has changed; delete it whenever you like.
 *
 * @throws TypeError on a wrong option; Error when there are no pictures, or one is broken and
 *   `broken` is `"refuse"`, or has no class
 */
export async function loadImages(
  path: string,
  options: LoadImagesOptions = {},
): Promise<Pictures | SplitDataset<Pictures>> {
  const parsed = readOptions(options);
  if (parsed.classes !== undefined && !["folders", "none"].includes(parsed.classes))
    parsed.classes = resolve(parsed.classes);
  const data = await loadAll(path, parsed);
  const [size, , channels] = data.shape as [number, number, 1 | 3 | 4];
  const source = {
    loader: "images",
    folder: resolve(path),
    options: { ...parsed, size, channels },
  };
  return withSource(data, parsed, source);
}

async function loadAll(path: string, parsed: Parsed): Promise<Pictures> {
  if (typeof path !== "string")
    throw new TypeError(`loadImages: expected a path, received ${describeValue(path)}`);
  checkBackground("loadImages", parsed.background);
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  const ending = endingOf(path);
  if (!existsSync(path) || !(isFolder || ending === ".zip" || ending === ".csv"))
    throw new Error(
      "loadImages: expected a folder of pictures, a .zip archive of them or a .csv file of " +
        `pixels, received "${path}"${existsSync(path) ? "" : ", which is not there"}`,
    );
  if (!isFolder && ending === ".csv") return loadPixelRows(path, parsed);
  const { size, channels = 3 } = parsed;
  if (size === undefined)
    throw new TypeError(
      'loadImages: option "size": expected the height and width that pictures are to get, such ' +
        "as 28, received undefined",
    );
  const source = await (isFolder ? openFolder(path) : openZip(path));
  try {
    const classes = await classesOf(source, parsed.classes);
    const { images } = source;
    return await gatherPictures(
      { name: path, path, images, classes },
      { ...parsed, size, channels },
    );
  } finally {
    source.close();
  }
}
