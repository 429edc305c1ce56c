import { z } from "zod";
import { defineOptions, positiveInteger } from "../base/options";
import { likeliest } from "../base/pick";
import { createDataset, type Dataset } from "./dataset";

/** Sentences as one-hot words. */
export interface TextDataset extends Dataset {
  /** What each place of a one-hot word means; the last is the end of the sentence, written "". */
  readonly vocabulary: readonly string[];
}

export interface EncodeSentencesOptions {
  /** The words to know. Default: all that occur, in alphabetical order. */
  words?: readonly string[];
  /** Words of the longest sentence. Default: the longest that occurs. */
  length?: number;
  /** Words that occur less often become `unknown`; of `words`, those not among them. Default 1. */
  minCount?: number;
  /** What stands for a word that is not known. Default: such words are refused. */
  unknown?: string;
}

const encodeSchema = z.strictObject({
  words: z.array(z.string()).readonly().optional(),
  length: positiveInteger.optional(),
  minCount: positiveInteger.default(1),
  unknown: z.string().min(1).optional(),
});
/** Numbers that a dataset may have: 2 GiB of them. */
const mostNumbers = 2 ** 29;
const readOptions = defineOptions("encodeSentences", encodeSchema);

/**
 * Turns sentences, words separated by white space, into one-hot words `[size, length + 1, words +
 * 1]`: every sentence is filled up with the end, so that it has one at least. With `minCount` above
 * 1 rare words are `"<unknown>"`.
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
  const split = sentences.map((sentence) => sentence.split(/\s+/).filter(Boolean));
  const words = given.words ?? frequent(split.flat(), minCount, unknown);
  const length =
    (given.length ?? split.reduce((longest, { length: n }) => Math.max(longest, n), 0)) + 1;
  const places = new Map(words.map((word, i) => [word, i]));
  const [end, size] = [words.length, words.length + 1];
  const numbers = sentences.length * length * size;
  if (numbers > mostNumbers)
    throw new RangeError(
      `encodeSentences: expected at most 2 GiB, received ${sentences.length} sentences of ` +
        `${length} places for ${size} words each, ${(numbers / 2 ** 28).toFixed(1)} GiB; raise ` +
        "minCount, or take fewer or shorter sentences",
    );
  const samples = new Float32Array(numbers);
  split.forEach((sentence, i) => {
    if (sentence.length >= length)
      throw new RangeError(
        `encodeSentences: expected at most ${length - 1} words, received ` +
          `${sentence.length}: "${sentences[i]}"`,
      );
    for (let position = 0; position < length; position++) {
      const word = sentence[position];
      const place =
        word === undefined ? end : (places.get(word) ?? (unknown && places.get(unknown)));
      if (typeof place !== "number")
        throw new TypeError(
          `encodeSentences: expected known words, received "${word}" in "${sentences[i]}"; give ` +
            "a word for all others, unknown, which is among the words",
        );
      samples[(i * length + position) * size + place] = 1;
    }
  });
  const data = createDataset({ name: "sentences", samples, shape: [length, size] });
  return { ...data, vocabulary: [...words, ""] };
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
 * @throws TypeError when the vocabulary is of another size
 */
export function decodeSentences(data: Dataset, vocabulary: readonly string[]): string[] {
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
    return words.join(" ");
  });
}
