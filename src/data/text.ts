import { z } from "zod";
import { defineOptions, describeValue, positiveInteger } from "../base/options";
import { likeliest } from "../base/pick";
import type { Dataset } from "./dataset";
import { isText, wordsOf, type TextDataset } from "./textDataset";
import { textUnits, tokensOf, type TextUnit } from "./tokens";

/** What a text is read back with: a dataset of it, or its vocabulary. */
export type ReadableText = readonly string[] | Pick<TextDataset, "vocabulary" | "separator">;

export interface EncodeSentencesOptions {
  /**
   * What is called a word here: what stands between spaces, `"spaces"`; words and punctuation
   * marks, `"words"`; `"characters"`; or `"pieces"` of words, learned from the text by byte-pair
   * encoding. Default `"spaces"`.
   */
  unit?: TextUnit;
  /** The words to know. Default: all that occur, in alphabetical order. */
  words?: readonly string[];
  /** How many pieces to learn, where the unit is that. Default 500. */
  pieces?: number;
  /** Write all in lower case. Default false. */
  lowerCase?: boolean;
  /** Words that occur less often become `unknown`. Default 1. */
  minCount?: number;
  /** What stands for a word that is not known. Default: such words are refused. */
  unknown?: string | undefined;
  /** Words of the longest sentence. Default: the longest that occurs. */
  length?: number | undefined;
  /** What to do with a sentence that is longer. Default `"refuse"`. */
  longer?: "refuse" | "skip" | "cut";
}

/** The options, to be kept as JSON. */
export const encodeSentencesOptions = z.strictObject({
  unit: z.enum(textUnits).default("spaces"),
  words: z.array(z.string()).readonly().optional(),
  pieces: positiveInteger.default(500),
  lowerCase: z.boolean().default(false),
  minCount: positiveInteger.default(1),
  unknown: z.string().min(1).optional(),
  length: positiveInteger.optional(),
  longer: z.enum(["refuse", "skip", "cut"]).default("refuse"),
});
const readOptions = defineOptions("encodeSentences", encodeSentencesOptions);

/**
 * Turns sentences into words by their number, players see them one-hot: `[length + 1, words + 1]`
 * each. Every sentence is filled up with the end, so that it has one at least. With `minCount`
 * above 1 rare words are `"<unknown>"`.
 *
 * A batch of n takes 4 n (length + 1) (words + 1) bytes, and a round some 40 times that.
 *
 * @throws TypeError on a wrong option, an unknown word or no sentence; RangeError for a sentence
 *   that is too long
 */
export function encodeSentences(
  sentences: readonly string[],
  options: EncodeSentencesOptions = {},
): TextDataset {
  const given = readOptions(options);
  const { minCount, unknown = minCount > 1 ? "<unknown>" : undefined } = given;
  checkLines("encodeSentences", sentences);
  const twice = given.words?.find((word, i, all) => word === "" || all.indexOf(word) < i);
  if (twice !== undefined)
    throw new TypeError(
      `encodeSentences: option "words": expected each word once, and none that is "" (the end), ` +
        `received "${twice}" ${twice === "" ? "among them" : "twice"}`,
    );
  const texts = given.lowerCase ? sentences.map((text) => text.toLowerCase()) : sentences;
  const { lines, separator } = tokensOf(texts, given.unit, given.words ?? given.pieces);
  const kept = fitLength(lines, given);
  const words = given.words ?? frequent(kept.flat(), minCount, unknown);
  const length = (given.length ?? kept.reduce((most, line) => Math.max(most, line.length), 0)) + 1;
  const end = words.length;
  if (kept.length === 0)
    throw new TypeError("encodeSentences: expected at least one sentence, received none");
  const places = new Map(words.map((word, i) => [word, i]));
  const numbers = new Int32Array(kept.length * length).fill(end);
  kept.forEach((line, i) => {
    line.forEach((word, position) => {
      const place = places.get(word) ?? places.get(unknown ?? word);
      if (place === undefined)
        throw new TypeError(
          `encodeSentences: expected known words, received "${word}" in ` +
            `"${line.join(separator)}"; give a word for all others, unknown, which is among the ` +
            "words",
        );
      numbers[i * length + position] = place;
    });
  });
  return {
    name: "sentences",
    size: kept.length,
    shape: [length, words.length + 1],
    words: numbers,
    vocabulary: [...words, ""],
    separator,
  };
}

/** @throws TypeError, naming the caller, for anything but a list of texts */
export function checkLines(caller: string, lines: readonly string[]): void {
  const isList = Array.isArray(lines);
  const bad: unknown = isList ? lines.find((line) => typeof line !== "string") : lines;
  if (bad !== undefined || !isList)
    throw new TypeError(
      `${caller}: expected a list of texts, one a sentence, received ${describeValue(bad)}` +
        `${typeof lines === "string" ? "; split it into lines" : " among them"}`,
    );
}

/** The lines that are not too long, or what of them is not. */
function fitLength(
  lines: readonly (readonly string[])[],
  { length = Infinity, longer }: z.output<typeof encodeSentencesOptions>,
): readonly (readonly string[])[] {
  if (longer === "skip") return lines.filter((line) => line.length <= length);
  if (longer === "cut") return lines.map((line) => line.slice(0, length));
  const long = lines.find((line) => line.length > length);
  if (long)
    throw new RangeError(
      `encodeSentences: expected at most ${length} words, received ${long.length}: ` +
        `"${long.slice(0, 20).join(" ")}"; longer: "skip" leaves such a sentence out, "cut" cuts ` +
        "it",
    );
  return lines;
}

/** The words that occur often enough, in alphabetical order, with one for the others. */
function frequent(all: readonly string[], least: number, unknown: string | undefined): string[] {
  const counts = new Map<string, number>();
  for (const word of all) counts.set(word, (counts.get(word) ?? 0) + 1);
  const known = [...counts].filter(([, count]) => count >= least).map(([word]) => word);
  return [...new Set(unknown === undefined ? known : [...known, unknown])].sort();
}

/**
 * Sentences as text: of a generator's numbers `[n, length, words + 1]` the likeliest word of each
 * place, up to the first end.
 *
 * @param text the dataset that was trained on; or its vocabulary, where words stand between spaces.
 *   Default: the data themselves, where they are sentences
 * @throws TypeError when the vocabulary is of another size, or there is none
 */
export function decodeSentences(
  data: Dataset | TextDataset,
  text: ReadableText | undefined = isText(data) ? data : undefined,
): string[] {
  if (!text)
    throw new TypeError(
      "decodeSentences: expected the data that were trained on, or their vocabulary, received " +
        "none; give it second",
    );
  const { vocabulary, separator } =
    "vocabulary" in text ? text : { vocabulary: text, separator: " " };
  const [length, size] = data.shape as [number, number];
  if (data.shape.length !== 2 || size !== vocabulary.length)
    throw new TypeError(
      `decodeSentences: expected [length, ${vocabulary.length}] numbers a sentence, ` +
        `received ${JSON.stringify(data.shape)}`,
    );
  const numbersOf = isText(data)
    ? (i: number): Iterable<number> => wordsOf(data, i)
    : (i: number): Iterable<number> => likeliestWords(data.samples, i * length, length, size);
  return Array.from({ length: data.size }, (_, i) => {
    const words: string[] = [];
    for (const word of numbersOf(i)) {
      if (word === size - 1) break;
      words.push(vocabulary[word]!);
    }
    return words.join(separator);
  });
}

const likeliestWords = (
  samples: Float32Array,
  first: number,
  length: number,
  size: number,
): number[] =>
  Array.from({ length }, (_, place) =>
    likeliest(samples.subarray((first + place) * size, (first + place + 1) * size)),
  );
