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
}

const encodeSchema = z.strictObject({
  words: z.array(z.string()).readonly().optional(),
  length: positiveInteger.optional(),
});
const readOptions = defineOptions("encodeSentences", encodeSchema);

/**
 * Turns sentences, words separated by spaces, into one-hot words `[size, length + 1, words + 1]`:
 * every sentence is filled up with the end, so that it has one at least.
 *
 * @throws TypeError on a wrong option, an unknown word or no sentence; RangeError for a sentence
 *   that is too long
 */
export function encodeSentences(
  sentences: readonly string[],
  options: EncodeSentencesOptions = {},
): TextDataset {
  const given = readOptions(options);
  const split = sentences.map((sentence) => sentence.split(" ").filter(Boolean));
  const words = given.words ?? [...new Set(split.flat())].sort();
  const length =
    (given.length ?? split.reduce((longest, { length: n }) => Math.max(longest, n), 0)) + 1;
  const places = new Map(words.map((word, i) => [word, i]));
  const [end, size] = [words.length, words.length + 1];
  const samples = new Float32Array(sentences.length * length * size);
  split.forEach((sentence, i) => {
    if (sentence.length >= length)
      throw new RangeError(
        `encodeSentences: expected at most ${length - 1} words, received ` +
          `${sentence.length}: "${sentences[i]}"`,
      );
    for (let position = 0; position < length; position++) {
      const word = sentence[position];
      const place = word === undefined ? end : places.get(word);
      if (place === undefined)
        throw new TypeError(
          `encodeSentences: expected known words, received "${word}" in "${sentences[i]}"`,
        );
      samples[(i * length + position) * size + place] = 1;
    }
  });
  const data = createDataset({ name: "sentences", samples, shape: [length, size] });
  return { ...data, vocabulary: [...words, ""] };
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
