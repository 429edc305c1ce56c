import { inPieces, learnPieces } from "./pieces";

/**
 * What a text is made of: words between spaces; words and punctuation marks, as Unicode parts them
 * (https://unicode.org/reports/tr29); characters; or pieces of words.
 */
export type TextUnit = "spaces" | "words" | "characters" | "pieces";
export const textUnits = ["spaces", "words", "characters", "pieces"] as const;

/** How a text becomes tokens, and tokens a text. */
export interface Tokens {
  /** The tokens of each line. */
  readonly lines: readonly (readonly string[])[];
  /** What stands between two of them: all but words between spaces carry their own spaces. */
  readonly separator: " " | "";
}

const segmenters = {
  word: new Intl.Segmenter("en", { granularity: "word" }),
  character: new Intl.Segmenter("en", { granularity: "grapheme" }),
};

/** Words and marks, each with the space before it. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  let space = "";
  for (const { segment } of segmenters.word.segment(line)) {
    if (segment.trim()) words.push(space + segment);
    space = segment.trim() ? "" : " ";
  }
  return words;
}

/**
 * Lines of text as tokens. White space of any kind counts as one space, none at the ends.
 *
 * @param pieces how many there are to be, or which ones are known; only of `"pieces"`
 */
export function tokensOf(
  texts: readonly string[],
  unit: TextUnit,
  pieces: number | readonly string[],
): Tokens {
  const lines = texts.map((text) => text.trim().replace(/\s+/g, " "));
  if (unit === "spaces")
    return { lines: lines.map((line) => line.split(" ").filter(Boolean)), separator: " " };
  if (unit === "characters") {
    const split = (line: string): string[] =>
      [...segmenters.character.segment(line)].map(({ segment }) => segment);
    return { lines: lines.map(split), separator: "" };
  }
  const words = lines.map(wordsOf);
  if (unit === "words") return { lines: words, separator: "" };
  const known = new Set(typeof pieces === "number" ? learnPieces(words.flat(), pieces) : pieces);
  return {
    lines: words.map((line) => line.flatMap((word) => inPieces(word, known))),
    separator: "",
  };
}
