import { resolve } from "node:path";
import { z } from "zod";
import { printMessage } from "../base/output";
import { defineOptions, positiveInteger, seedOption } from "../base/options";
import { randomStream } from "../base/random";
import { createDataset, type Dataset } from "./dataset";
import { decodeImage } from "./decodeImage";
import { listImages, type ImageFile } from "./imageFiles";

export interface LoadImagesOptions {
  /** Height and width that every picture gets, in pixels. */
  size: number;
  /** 1 (grey) or 3 (colour). Default 3. */
  channels?: 1 | 3 | undefined;
  /**
   * How a picture that is not square is fitted: `"cover"` cuts off, `"contain"` adds borders,
   * `"stretch"` distorts. Default `"cover"`.
   */
  fit?: "cover" | "contain" | "stretch" | undefined;
  /** What shows through transparent pixels, and fills borders: a CSS colour. Default `"white"`. */
  background?: string | undefined;
  /**
   * `"folders"`: the first folder below is the class; `"none"`: no labels. Default: folders, where
   * every picture lies in one.
   */
  classes?: "folders" | "none" | undefined;
  /** At most so many pictures, drawn at random. Default: all. */
  limit?: number | undefined;
  /** What to do with a file that cannot be read: name it and go on, or fail. Default `"skip"`. */
  broken?: "skip" | "refuse" | undefined;
  /** Decides the order, and which ones a limit leaves. Default 0. */
  seed?: number | undefined;
}

/** The options, to be kept as JSON. */
export const imagesOptions = z.strictObject({
  size: positiveInteger,
  channels: z.literal([1, 3]).default(3),
  fit: z.enum(["cover", "contain", "stretch"]).default("cover"),
  background: z.string().default("white"),
  classes: z.enum(["folders", "none"]).optional(),
  limit: positiveInteger.optional(),
  broken: z.enum(["skip", "refuse"]).default("skip"),
  seed: seedOption,
});
const readOptions = defineOptions("loadImages", imagesOptions);
/** Pictures that are decoded at once. */
const together = 8;
const mostNamed = 5;

/**
 * Loads a folder of pictures (JPEG, PNG, WebP, GIF, TIFF, AVIF, SVG, by sharp): `[n, size, size,
 * channels]`, -1 (black) … 1 (white), in a random order. A picture takes 4 size² channels bytes.
 *
 * @throws TypeError on a wrong option; Error when there are no pictures, or one is broken and
 *   `broken` is `"refuse"`
 */
export async function loadImages(folder: string, options: LoadImagesOptions): Promise<Dataset> {
  const parsed = readOptions(options);
  const { size, channels, limit, seed, classes } = parsed;
  const files = listImages(folder, classes);
  const order = randomStream(seed, "split").permutation(files.length);
  const chosen = Array.from(order.subarray(0, limit), (i) => files[i]!);
  const length = size * size * channels;
  const samples = new Float32Array(chosen.length * length);
  const sound: ImageFile[] = [];
  const broken: string[] = [];
  for (let i = 0; i < chosen.length; i += together) {
    const some = chosen.slice(i, i + together);
    const decoded = await Promise.allSettled(some.map(({ path }) => decodeImage(path, parsed)));
    for (const [k, outcome] of decoded.entries())
      if (outcome.status === "rejected")
        broken.push(`${some[k]!.path} (${(outcome.reason as Error).message})`);
      else {
        const start = sound.length * length;
        outcome.value.forEach((byte, p) => (samples[start + p] = byte / 127.5 - 1));
        sound.push(some[k]!);
      }
  }
  reportBroken(folder, broken, sound.length, parsed.broken);
  const classNames = [...new Set(files.flatMap(({ className }) => className ?? []))].sort();
  const labels =
    classNames.length > 0 && sound.map(({ className }) => classNames.indexOf(className!));
  const data = createDataset({
    name: folder,
    samples: samples.slice(0, sound.length * length),
    shape: [size, size, channels],
    ...(labels && { labels: Int32Array.from(labels), classNames }),
  });
  return { ...data, source: { loader: "images", folder: resolve(folder), options: parsed } };
}

function reportBroken(
  folder: string,
  broken: readonly string[],
  sound: number,
  choice: "skip" | "refuse",
): void {
  if (!broken.length) return;
  const more = broken.length > mostNamed ? ` and ${broken.length - mostNamed} more` : "";
  const named = broken.slice(0, mostNamed).join("; ") + more;
  if (choice === "refuse" || sound === 0)
    throw new Error(
      `loadImages: expected whole pictures below ${folder}, received broken ones: ${named}`,
    );
  printMessage(`loadImages: left out ${broken.length} broken pictures: ${named}`, "warn");
}
