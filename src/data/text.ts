import { z } from "zod";
import { defineOptions, positiveInteger } from "../base/options";
import { likeliest } from "../base/pick";
import { createDataset, type Dataset } from "./dataset";
import { textUnits, tokensOf, type TextUnit } from "./tokens";

/** Sentences as one-hot words. */
export interface TextDataset extends Dataset {
  /** What each place of a one-hot word means; the last is the end of the sentence, written "". */
  readonly vocabulary: readonly string[];
  /** What stands between two words of a sentence. */
  readonly separator: " " | "";
}

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
/** Numbers that a dataset may have: 2 GiB of them. */
const mostNumbers = 2 ** 29;

/**
 * Turns sentences into one-hot words `[size, length + 1, words + 1]`: every sentence is filled up
 * with the end, so that it has one at least. With `minCount` above 1 rare words are `"<unknown>"`.
 *
 * @throws TypeError on a wrong option, an unknown word or no sentence; RangeError for a sentence
 *   that is too long, or where all would take more than 2 GiB
 */
export function encodeSentences(
  sentences: readonly string[],
  options: EncodeSentencesOptions = {},
): TextDataset {
  const given = readOptions(options);
  const { minCount, unknown = minCount > 1 ? "<unknown>" : undefined } = given;
  const texts = given.lowerCase ? sentences.map((text) => text.toLowerCase()) : sentences;
  const { lines, separator } = tokensOf(texts, given.unit, given.words ?? given.pieces);
  const kept = fitLength(lines, given);
  const words = given.words ?? frequent(kept.flat(), minCount, unknown);
  const length = (given.length ?? Math.max(0, ...kept.map((line) => line.length))) + 1;
  const [end, size] = [words.length, words.length + 1];
  checkMemory(kept.length, length, size);
  const places = new Map(words.map((word, i) => [word, i]));
  const samples = new Float32Array(kept.length * length * size);
  kept.forEach((line, i) => {
    for (let position = 0; position < length; position++) {
      const word = line[position];
      const place = word === undefined ? end : (places.get(word) ?? places.get(unknown ?? word));
      if (place === undefined)
        throw new TypeError(
          `encodeSentences: expected known words, received "${word}" in ` +
            `"${line.join(separator)}"; give a word for all others, unknown, which is among the ` +
            "words",
        );
      samples[(i * length + position) * size + place] = 1;
    }
  });
  const data = createDataset({ name: "sentences", samples, shape: [length, size] });
  return { ...data, vocabulary: [...words, ""], separator };
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

function checkMemory(sentences: number, length: number, size: number): void {
  const numbers = sentences * length * size;
  if (numbers > mostNumbers)
    throw new RangeError(
      `encodeSentences: expected at most 2 GiB, received ${sentences} sentences of ${length} ` +
        `places for ${size} words each, ${(numbers / 2 ** 28).toFixed(1)} GiB; raise minCount, ` +
        'use unit "pieces" or "characters", or take fewer or shorter sentences',
    );
}

/** The words that occur often enough, in alphabetical order, with one for the others. */
function frequent(all: readonly string[], least: number, unknown: string | undefined): string[] {
  const counts = new Map<string, number>();
  for (const word of all) counts.set(word, (counts.get(word) ?? 0) + 1);
  const known = [...counts].filter(([, count]) => count >= least).map(([word]) => word);
  return [...new Set(unknown === undefined ? known : [...known, unknown])].sort();
}

/**
 * The likeliest word of each place, up to the first end: what a generator's numbers `[n, length,
 * words + 1]` say.
 *
 * @param text the dataset that was trained on; or its vocabulary, where words stand between spaces
 * @throws TypeError when the vocabulary is of another size
 */
export function decodeSentences(data: Dataset, text: ReadableText): string[] {
  const { vocabulary, separator } =
    "vocabulary" in text ? text : { vocabulary: text, separator: " " };
  const [length, size] = data.shape as [number, number];
  if (data.shape.length !== 2 || size !== vocabulary.length)
    throw new TypeError(
      `decodeSentences: expected [length, ${vocabulary.length}] numbers a sentence, ` +
        `received ${JSON.stringify(data.shape)}`,
    );
  return Array.from({ length: data.size }, (_, i) => {
    const words: string[] = [];
    for (let position = 0; position < length; position++) {
      const start = (i * length + position) * size;
      const place = likeliest(data.samples.subarray(start, start + size));
      if (place === size - 1) break;
      words.push(vocabulary[place]!);
    }
    return words.join(separator);
  });
}
