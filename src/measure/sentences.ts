import { shareInterval, type Interval } from "../base/interval";
import type { Grammar } from "../data/grammar";
import { checkLines } from "../data/text";

/** How good generated sentences are, where the grammar is known. */
export interface SentenceQuality {
  /** The share that belongs to the language. */
  readonly valid: Interval;
  /**
   * The share that belongs to the language and was not trained on: what was learned, not copied.
   */
  readonly novel: Interval;
  /** Different sentences, as a share of all; as many real ones have `distinctOfReal`. */
  readonly distinct: number;
  readonly distinctOfReal: number;
  /**
   * Half the sum of differences between the shares of neighbouring words (with the sentence's begin
   * and end) in the generated sentences and in the language: 0 is alike, 1 nothing in common.
   */
  readonly pairDistance: number;
}

/**
 * Judges generated sentences by the grammar itself.
 *
 * @param drawn as `decodeSentences` gives them
 * @param train the sentences that were trained on
 * @throws TypeError for anything but lists of texts; RangeError without sentences
 */
export function judgeSentences(
  drawn: readonly string[],
  grammar: Grammar,
  train: readonly string[],
): SentenceQuality {
  for (const lines of [drawn, train]) checkLines("judgeSentences", lines);
  if (drawn.length === 0) throw new RangeError("judgeSentences: expected sentences, received none");
  const seen = new Set(train);
  const valid = drawn.filter(grammar.isValid);
  const all = grammar.sentences.length;
  const [ofDrawn, ofLanguage] = [wordPairs(drawn), wordPairs(grammar.sentences)];
  const pairs = new Set([...ofDrawn.keys(), ...ofLanguage.keys()]);
  const differences = [...pairs].map((pair) =>
    Math.abs((ofDrawn.get(pair) ?? 0) - (ofLanguage.get(pair) ?? 0)),
  );
  return {
    valid: shareInterval(valid.length, drawn.length),
    novel: shareInterval(valid.filter((sentence) => !seen.has(sentence)).length, drawn.length),
    distinct: new Set(drawn).size / drawn.length,
    distinctOfReal: (all * (1 - (1 - 1 / all) ** drawn.length)) / drawn.length,
    pairDistance: differences.reduce((sum, difference) => sum + difference, 0) / 2,
  };
}

/** The share of each pair of neighbours among all pairs. */
function wordPairs(sentences: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  let total = 0;
  for (const sentence of sentences) {
    const words = ["", ...sentence.split(" ").filter(Boolean), ""];
    for (let i = 1; i < words.length; i++, total++) {
      const pair = `${words[i - 1]} ${words[i]}`;
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
  }
  return new Map([...counts].map(([pair, count]) => [pair, count / total]));
}
