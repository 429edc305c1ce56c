/**
 * Byte-pair encoding over characters (https://arxiv.org/abs/1508.07909): the pieces that a text is
 * best written in. Ties go to the pair that is first in the alphabet, so that the same text gives
 * the same pieces.
 *
 * @param words of the text, each with the space before it, as often as they occur
 * @param count how many pieces; all single characters are among them
 * @returns in alphabetical order
 */
export function learnPieces(words: readonly string[], count: number): string[] {
  const occurrences = new Map<string, number>();
  for (const word of words) occurrences.set(word, (occurrences.get(word) ?? 0) + 1);
  const split = [...occurrences].map(([word, times]) => ({ parts: [...word], times }));
  const pieces = new Set(split.flatMap(({ parts }) => parts));
  while (pieces.size < count) {
    const best = commonestPair(split);
    if (!best) break; // every word is a piece
    pieces.add(best.join(""));
    for (const word of split) word.parts = merged(word.parts, best);
  }
  return [...pieces].sort();
}

interface SplitWord {
  parts: string[];
  readonly times: number;
}

function commonestPair(words: readonly SplitWord[]): [string, string] | undefined {
  const counts = new Map<string, Map<string, number>>();
  for (const { parts, times } of words)
    for (let i = 1; i < parts.length; i++) {
      const after = counts.get(parts[i - 1]!) ?? new Map<string, number>();
      counts.set(parts[i - 1]!, after);
      after.set(parts[i]!, (after.get(parts[i]!) ?? 0) + times);
    }
  let best: [string, string] | undefined;
  let most = 1; // a pair that occurs once saves nothing
  for (const [first, after] of counts)
    for (const [second, times] of after) {
      const isBefore = best && `${first} ${second}` < `${best[0]} ${best[1]}`;
      if (times < most || (times === most && !isBefore)) continue;
      [best, most] = [[first, second], times];
    }
  return best;
}

function merged(parts: readonly string[], [first, second]: readonly [string, string]): string[] {
  const joined: string[] = [];
  for (const part of parts)
    if (part === second && joined.at(-1) === first) joined[joined.length - 1] = first + second;
    else joined.push(part);
  return joined;
}

/** A word in pieces, the longest that fits first; a character that none begins with by itself. */
export function inPieces(word: string, pieces: ReadonlySet<string>): string[] {
  const characters = [...word];
  const parts: string[] = [];
  for (let start = 0; start < characters.length;) {
    let end = characters.length;
    while (end > start + 1 && !pieces.has(characters.slice(start, end).join(""))) end--;
    parts.push(characters.slice(start, end).join(""));
    start = end;
  }
  return parts;
}
