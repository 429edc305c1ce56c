import { z } from "zod";
import { defineOptions } from "../base/options";
import type { ColumnCode } from "./columnCode";
import type { Dataset } from "./dataset";
import { idxOptions, loadIdx } from "./idx";
import { emojiOptions, loadEmoji } from "./loadEmoji";
import { imagesOptions, loadImages } from "./loadImages";
import { loadSentences, loadTable, sentencesSourceOptions, tableSourceOptions } from "./loadRows";
import { mixture2d, mixture2dOptions } from "./mixture2d";
import { loadMnist, mnistOptions } from "./mnist";
import type { Data, Pictures } from "./pictures";
import type { SplitDataset } from "./split";
import { stackedMnist, stackedMnistOptions } from "./stackedMnist";

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

/**
 * How to load a dataset again, as JSON. Options are those of `loadMnist`, `mixture2d`,
 * `stackedMnist`, `loadIdx`, `loadImages` and `loadEmoji`; of a table `{ file, modes, seed,
 * balance, columns, missing, encoding }`, a CSV file; of sentences `{ file }` with options of
 * `encodeSentences`, a sentence a line, or `{ size, seed }`, from the small English grammar.
 */
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

/** Where a dataset came from: `{ loader: "mnist", part: "train", options: { seed: 1 } }`. */
export type DataSource = z.input<typeof dataSourceSchema>;

/** A description of pictures, which are loaded as bytes. */
type PictureSource = Extract<DataSource, { loader: "images" | "emoji" }>;

export async function loadData(source: PictureSource): Promise<Pictures>;
export async function loadData(
  source: Exclude<DataSource, PictureSource>,
  codes?: readonly ColumnCode[],
): Promise<Dataset>;
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
