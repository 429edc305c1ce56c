import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { installPackage } from "../base/install/npmPackage";
import { parseValue } from "../base/jsonObject";
import { defineOptions, parseOptions } from "../base/options";
import { numbered } from "./images/classes";
import { stampOf } from "./images/folder";
import { gatherPictures, withSource } from "./images/gatherPictures";
import { imagesOptions, type LoadImagesOptions } from "./loadImages";
import type { Pictures } from "./pictures";
import type { SplitDataset } from "./split";

/** As of `loadImages`. */
export interface LoadEmojiOptions extends Omit<
  LoadImagesOptions,
  "size" | "channels" | "classes" | "broken" | "fit"
> {
  /** Height and width, in pixels. Default 64. */
  size?: number | undefined;
  /** 1 (grey), 3 (colour) or 4 (colour, and how opaque). Default 3. */
  channels?: 1 | 3 | 4 | undefined;
}

/** The options, to be kept as JSON. */
export const emojiOptions = imagesOptions.omit({ classes: true, broken: true, fit: true }).extend({
  size: imagesOptions.shape.size.unwrap().default(64),
  channels: imagesOptions.shape.channels.unwrap().default(3),
});
const readOptions = defineOptions("loadEmoji", emojiOptions);

const emojiPackage = {
  place: "emoji",
  title: "Emoji",
  name: "emoji-datasource-google",
  version: "16.0.0",
  size: "74 MB to download, 82 MB on disk",
  licence: "MIT; the pictures are Noto Emoji, Apache-2.0",
  file: "emoji.json",
};
const look = z.object({ image: z.string() });
/** What the package says of each emoji, as far as it matters here. */
const emojiSchema = z.array(
  look.extend({ category: z.string(), skin_variations: z.record(z.string(), look).optional() }),
);

export function loadEmoji(
  options: LoadEmojiOptions & { holdOut: number },
): Promise<SplitDataset<Pictures>>;
export function loadEmoji(options?: LoadEmojiOptions & { holdOut?: undefined }): Promise<Pictures>;
export function loadEmoji(options?: LoadEmojiOptions): Promise<Pictures | SplitDataset<Pictures>>;
/**
 * The 3,786 colour pictures of npm's `emoji-datasource-google` (MIT; the pictures are Google's Noto
 * Emoji, Apache-2.0), with their ten categories: `[n, size, size, channels]`, 64 x 64 as they are.
 * The package, 74 MB, is installed into ganbook's home folder at first use.
 *
 * @throws TypeError on a wrong option; Error when it cannot be installed
 */
export async function loadEmoji(
  options: LoadEmojiOptions = {},
): Promise<Pictures | SplitDataset<Pictures>> {
  const parsed = readOptions(options);
  const folder = await installPackage(emojiPackage);
  const path = join(folder, "img", "google", "64");
  const list = readEmoji(join(folder, "emoji.json"));
  const images = list.map(({ image }) => {
    const place = join(path, image);
    return { name: image, stamp: stampOf(place), read: async () => place };
  });
  const classes = numbered(list.map(({ category }) => category));
  const data = await gatherPictures(
    { name: "emoji", path, images, classes },
    { ...parsed, fit: "contain", broken: "refuse" },
  );
  return withSource(data, parsed, { loader: "emoji", options: parsed });
}

/** Each picture and its category, in the order of the pictures' names. */
function readEmoji(path: string): { image: string; category: string }[] {
  const all = parseOptions(path, emojiSchema, parseValue(readFileSync(path, "utf8")));
  return all
    .flatMap(({ image, category, skin_variations: others = {} }) =>
      [image, ...Object.values(others).map((other) => other.image)].map((name) => ({
        image: name,
        category,
      })),
    )
    .sort((a, b) => (a.image < b.image ? -1 : 1));
}
