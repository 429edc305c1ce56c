import { describeValue } from "../base/options";
import type { DataFacts } from "./dataset";
import { toLabels } from "./labels";

/**
 * Sentences as places in a vocabulary: 4 bytes a word, however many words are known. What players
 * see of them, `[length, vocabulary.length]` numbers each, is one-hot.
 */
export interface TextDataset extends DataFacts {
  /** Which of the vocabulary stands at each place, `[size, length]`. */
  readonly words: Int32Array;
  /** What each place of a one-hot word means; the last is the end of the sentence, written "". */
  readonly vocabulary: readonly string[];
  /** What stands between two words of a sentence. */
  readonly separator: " " | "";
}

/** Whether data are sentences. */
export const isText = (data: object): data is TextDataset =>
  (data as Partial<TextDataset>).words instanceof Int32Array;

/** The words of one sentence. */
export function wordsOf({ words, shape }: TextDataset, index: number): Int32Array {
  const length = shape[0]!;
  return words.subarray(index * length, (index + 1) * length);
}

/** The sentences at `indices`, in that order, which are the samples of the data. */
export function viewText(data: TextDataset, indices: ArrayLike<number>, name: string): TextDataset {
  const length = data.shape[0]!;
  const words = new Int32Array(indices.length * length);
  for (let i = 0; i < indices.length; i++) words.set(wordsOf(data, indices[i]!), i * length);
  const { shape, vocabulary, separator, labels, classNames } = data;
  const chosen = labels && toLabels(Array.from(indices, (index) => labels[index]!));
  return {
    name,
    size: indices.length,
    shape,
    words,
    vocabulary,
    separator,
    ...(chosen && { labels: chosen }),
    ...(classNames && { classNames }),
  };
}

/** @throws TypeError, naming the caller, for words that are none of the vocabulary's, or too few */
export function checkWords(
  caller: string,
  { name, words, shape, size, vocabulary }: TextDataset,
): void {
  const [length = 0, known = 0] = shape;
  const bad = words.find((word) => word < 0 || word >= known);
  if (words.length !== size * length || bad !== undefined)
    throw new TypeError(
      `${caller}: expected ${size} sentences of ${length} words from 0 to ${known - 1}, received ` +
        `${bad === undefined ? `${words.length} words` : `word ${bad}`} in "${name}"; make them ` +
        "with encodeSentences",
    );
  if (!Array.isArray(vocabulary) || vocabulary.length !== known || vocabulary.at(-1) !== "")
    throw new TypeError(
      `${caller}: expected a vocabulary of ${known} words, the last of them "", in "${name}", ` +
        `received ${describeValue(vocabulary)}; make the sentences with encodeSentences`,
    );
}
