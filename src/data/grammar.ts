import { z } from "zod";
import { describeValue, defineOptions, positiveInteger, seedOption } from "../base/options";
import { randomStream } from "../base/random";
import { encodeSentences } from "./text";
import type { TextDataset } from "./textDataset";

/**
 * Symbols and what each may become: alternatives of words and other symbols, separated by spaces.
 */
export type Rules = Readonly<Record<string, readonly string[]>>;

/** A language whose sentences are all known. */
export interface Grammar {
  /** Every sentence, once each, in a fixed order. */
  readonly sentences: readonly string[];
  /** Every word, in alphabetical order. */
  readonly words: readonly string[];
  /** The number of words of the longest sentence. */
  readonly length: number;
  /** Whether a sentence belongs to the language: exact. */
  readonly isValid: (sentence: string) => boolean;
}

const most = 200_000;

/**
 * English in small: subjects and verbs agree in number, also across an adjective. 26 words, 7 at
 * most in a sentence, 27,840 sentences.
 */
export const smallEnglish: Rules = {
  S: ["ONE VERB-S", "MANY VERB"],
  ONE: ["DET-ONE NOUN", "DET-ONE ADJ NOUN"],
  MANY: ["DET-MANY NOUNS", "DET-MANY ADJ NOUNS"],
  "VERB-S": ["sleeps", "sings", "sees OBJECT", "likes OBJECT", "follows OBJECT"],
  VERB: ["sleep", "sing", "see OBJECT", "like OBJECT", "follow OBJECT"],
  OBJECT: ["ONE", "MANY"],
  "DET-ONE": ["a", "the", "every"],
  "DET-MANY": ["the", "some", "many"],
  ADJ: ["small", "old", "happy"],
  NOUN: ["cat", "dog", "bird", "child"],
  NOUNS: ["cats", "dogs", "birds", "children"],
};

/**
 * Makes a grammar of rules, by writing down all its sentences. What has no rule is a word; where
 * all symbols are in capitals, a word in capitals says so by a rule of its own, `USA: ["USA"]`. An
 * alternative may be empty, `""`.
 *
 * @param start the symbol that sentences are made of; default `"S"`
 * @throws TypeError when a rule has no alternatives or is recursive, a symbol or the start has no
 *   rule; RangeError beyond 200,000 sentences
 */
export function createGrammar(rules: Rules = smallEnglish, start = "S"): Grammar {
  checkRules(rules, start);
  const known = new Map<string, string[]>();
  const expand = (symbol: string, above: readonly string[]): string[] => {
    if (!Object.hasOwn(rules, symbol) || above.at(-1) === symbol) return [symbol];
    const found = known.get(symbol);
    if (found) return found;
    if (above.includes(symbol))
      throw new TypeError(
        `createGrammar: expected rules that come to an end, received one where "${symbol}" ` +
          "contains itself",
      );
    const all = rules[symbol]!.flatMap((alternative) =>
      partsOf(alternative).reduce(
        (begun, part) => {
          const endings = expand(part, [...above, symbol]);
          if (begun.length * endings.length > most)
            throw new RangeError(
              `createGrammar: expected at most ${most} sentences, received more`,
            );
          return begun.flatMap((words) =>
            endings.map((ending) => [words, ending].filter(Boolean).join(" ")),
          );
        },
        [""],
      ),
    );
    const once = [...new Set(all)];
    known.set(symbol, once);
    return once;
  };
  const sentences = expand(start, []);
  const set = new Set(sentences);
  const words = [...new Set(sentences.flatMap(partsOf))].sort();
  const length = sentences.reduce((longest, one) => Math.max(longest, partsOf(one).length), 0);
  return { sentences, words, length, isValid: (sentence) => set.has(sentence) };
}

/** Words and symbols, whatever space is between them. */
const partsOf = (text: string): string[] => text.split(/\s+/).filter(Boolean);
const isCapital = (name: string): boolean => /^[A-Z][A-Z0-9_-]+$/.test(name);

function checkRules(rules: Rules, start: string): void {
  if (!Object.hasOwn(rules, start))
    throw new TypeError(
      `createGrammar: expected a rule for ${describeValue(start)}, received rules for ` +
        `${Object.keys(rules).join(", ")}`,
    );
  const symbols = Object.entries(rules);
  for (const [symbol, alternatives] of symbols) {
    const isList = Array.isArray(alternatives) && alternatives.length > 0;
    if (!isList || !alternatives.every((one) => typeof one === "string"))
      throw new TypeError(
        `createGrammar: expected one text or more for "${symbol}", received ` +
          `${describeValue(alternatives)}; an alternative without words is ""`,
      );
    const itself = alternatives.find((one) => partsOf(one).includes(symbol));
    if (itself !== undefined && partsOf(itself).length > 1)
      throw new TypeError(
        `createGrammar: expected rules that come to an end, received one where "${symbol}" ` +
          "contains itself",
      );
  }
  if (!symbols.every(([symbol]) => symbol === "S" || isCapital(symbol))) return;
  const parts = symbols.flatMap(([, alternatives]) => alternatives.flatMap(partsOf));
  const missing = parts.find((part) => isCapital(part) && !Object.hasOwn(rules, part));
  if (missing !== undefined)
    throw new TypeError(
      `createGrammar: expected a rule for "${missing}", which is written as the symbols are, ` +
        `received rules for ${Object.keys(rules).join(", ")}; where it is a word, say so: ` +
        `"${missing}": ["${missing}"]`,
    );
}

export interface SampleSentencesOptions {
  /** How many sentences; each is drawn from all, evenly, and may come twice. Default 5,000. */
  size?: number;
  /** Default 0. */
  seed?: number;
}

const schema = z.strictObject({ size: positiveInteger.default(5000), seed: seedOption });
const readOptions = defineOptions("sampleSentences", schema);

/**
 * Sentences of a grammar as training data: players see one-hot words `[length + 1, words + 1]`; the
 * last word stands for the end.
 *
 * @throws TypeError on a wrong option
 */
export function sampleSentences(
  grammar: Grammar,
  options: SampleSentencesOptions = {},
): TextDataset {
  const { size, seed } = readOptions(options);
  const random = randomStream(seed, "sentences");
  const drawn = Array.from(
    { length: size },
    () => grammar.sentences[random.integer(grammar.sentences.length)]!,
  );
  return encodeSentences(drawn, { words: grammar.words, length: grammar.length });
}
