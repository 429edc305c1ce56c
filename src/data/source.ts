import { z } from "zod";
import { defineOptions } from "../base/options";
import type { ColumnCode } from "./columnCode";
import type { Dataset } from "./dataset";
import { idxOptions, loadIdx, type LoadIdxOptions } from "./idx";
import { emojiOptions, loadEmoji, type LoadEmojiOptions } from "./loadEmoji";
import { imagesOptions, loadImages, type LoadImagesOptions } from "./loadImages";
import {
  loadSentences,
  loadTable,
  sentencesSourceOptions,
  tableSourceOptions,
  type SentencesSourceOptions,
  type TableSourceOptions,
} from "./loadRows";
import { mixture2d, mixture2dOptions, type Mixture2dOptions } from "./mixture2d";
import { loadMnist, mnistOptions, type LoadMnistOptions } from "./mnist";
import type { Data, Pictures } from "./pictures";
import type { SplitDataset } from "./split";
import { stackedMnist, stackedMnistOptions, type StackedMnistOptions } from "./stackedMnist";
import type { TextDataset } from "./textDataset";

const loaders = [
  "mnist",
  "mixture2d",
  "stackedMnist",
  "idx",
  "table",
  "sentences",
  "images",
  "emoji",
] as const;

/** Of pictures of which some are held out. */
const pictureParts = z
  .enum(["all", "train", "test"])
  .optional()
  .describe("Where options.holdOut keeps some for testing. Default: all.");

/** Options as they may come from a file: one that is left out may also be undefined. */
type Loose<T> = { [K in keyof T]: object extends Pick<T, K> ? T[K] | undefined : T[K] };

/** Where digits came from. */
export interface MnistSource {
  loader: "mnist";
  /** Which of the digits: all, or a part of the split. Default `"all"`. */
  part?: "all" | "train" | "test" | undefined;
  /** As for `loadMnist`. Default none. */
  options?: Loose<LoadMnistOptions> | undefined;
}

/** Where points came from. */
export interface Mixture2dSource {
  loader: "mixture2d";
  /** As for `mixture2d`. Default none. */
  options?: Loose<Mixture2dOptions> | undefined;
}

/** Where stacked digits came from. */
export interface StackedMnistSource {
  loader: "stackedMnist";
  /** As for `stackedMnist`. Default none. */
  options?: Loose<StackedMnistOptions> | undefined;
}

/** Where images of IDX files came from. */
export interface IdxSource {
  loader: "idx";
  /** As for `loadIdx`. */
  options: Loose<LoadIdxOptions>;
}

/** Where pictures came from. */
export interface ImagesSource {
  loader: "images";
  /** A folder or zip of pictures, or a CSV file of their pixels. */
  folder: string;
  /** Where `options.holdOut` keeps some for testing. Default `"all"`. */
  part?: "all" | "train" | "test" | undefined;
  /** As for `loadImages`. Default none. */
  options?: Loose<LoadImagesOptions> | undefined;
}

/** Where emoji came from. */
export interface EmojiSource {
  loader: "emoji";
  /** Where `options.holdOut` keeps some for testing. Default `"all"`. */
  part?: "all" | "train" | "test" | undefined;
  /** As for `loadEmoji`. Default none. */
  options?: Loose<LoadEmojiOptions> | undefined;
}

/** Where the rows of a table came from. */
export interface TableSource {
  loader: "table";
  /** A CSV file, and as for `readTable`, `encodeTable` and `balanceRows`. */
  options: Loose<TableSourceOptions>;
}

/** Where sentences came from. */
export interface SentencesSource {
  loader: "sentences";
  /** A file, and as for `encodeSentences`; or as for `sampleSentences`. Default none. */
  options?: Loose<SentencesSourceOptions> | undefined;
}

/** Where a dataset came from: `{ loader: "mnist", part: "train", options: { seed: 1 } }`. */
export type DataSource =
  | MnistSource
  | Mixture2dSource
  | StackedMnistSource
  | IdxSource
  | ImagesSource
  | EmojiSource
  | TableSource
  | SentencesSource;

/** How to load a dataset again, as JSON. */
export const dataSourceSchema = z.discriminatedUnion(
  "loader",
  [
    z.strictObject({
      loader: z.literal("mnist"),
      part: z.enum(["all", "train", "test"]).default("all"),
      options: mnistOptions.prefault({}),
    }),
    z.strictObject({
      loader: z.literal("mixture2d"),
      options: mixture2dOptions.prefault({}),
    }),
    z.strictObject({
      loader: z.literal("stackedMnist"),
      options: stackedMnistOptions.prefault({}),
    }),
    z.strictObject({ loader: z.literal("idx"), options: idxOptions }),
    z.strictObject({
      loader: z.literal("images"),
      folder: z.string().describe("A folder, a .zip archive, or a .csv file of pixels."),
      part: pictureParts,
      options: imagesOptions.prefault({}),
    }),
    z.strictObject({
      loader: z.literal("emoji"),
      part: pictureParts,
      options: emojiOptions.prefault({}),
    }),
    z.strictObject({ loader: z.literal("table"), options: tableSourceOptions }),
    z.strictObject({
      loader: z.literal("sentences"),
      options: sentencesSourceOptions.prefault({}),
    }),
  ],
  { error: `expected one of "${loaders.join('", "')}"` },
);
const readOptions = defineOptions("loadData", dataSourceSchema);

/** A description of pictures, which are loaded as bytes. */
type PictureSource = ImagesSource | EmojiSource;

export async function loadData(source: PictureSource): Promise<Pictures>;
export async function loadData(
  source: Exclude<DataSource, PictureSource | SentencesSource>,
  codes?: readonly ColumnCode[],
): Promise<Dataset>;
export async function loadData(source: SentencesSource): Promise<TextDataset>;
export async function loadData(source: DataSource, codes?: readonly ColumnCode[]): Promise<Data>;
/**
 * Loads a dataset from its description.
 *
 * @param codes of a table: how it was written before. Default: found out
 * @throws TypeError on an unknown loader, part or option; whatever the loader throws
 */
export async function loadData(source: DataSource, codes?: readonly ColumnCode[]): Promise<Data> {
  const parsed = readOptions(source);
  switch (parsed.loader) {
    case "mnist":
      return loadMnist(parsed.options)[parsed.part];
    case "mixture2d":
      return mixture2d(parsed.options);
    case "stackedMnist":
      return stackedMnist(parsed.options);
    case "images":
      return partOf(await loadImages(parsed.folder, parsed.options), parsed.part);
    case "emoji":
      return partOf(await loadEmoji(parsed.options), parsed.part);
    case "table":
      return loadTable(parsed.options, codes);
    case "sentences":
      return loadSentences(parsed.options);
    case "idx":
      return loadIdx(parsed.options);
  }
}

/** @throws TypeError where a part is wanted of pictures that were not split */
function partOf(
  loaded: Pictures | SplitDataset<Pictures>,
  part: "all" | "train" | "test" | undefined,
): Pictures {
  if (!("bytes" in loaded)) return loaded[part ?? "all"];
  if (part === undefined) return loaded;
  throw new TypeError(
    `loadData: expected options.holdOut, the share to keep for testing, with part "${part}", ` +
      "received none",
  );
}
