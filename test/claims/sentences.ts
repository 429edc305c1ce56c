/** A notebook as far as its text goes. */
export interface Cell {
  readonly id: string;
  readonly cell_type: string;
  readonly source: readonly string[];
  readonly outputs?: readonly object[];
}

const isSaying = /\*\*(notice|predict|expect|watch|compare)|\bnotice\*\*|\bwill\b|\d/i;

/** What is no prose: code, formulas, links' targets, names of notebooks. */
const bare = (text: string): string =>
  text
    .replace(/`[^`]*`/g, "code")
    .replace(/\$[^$]*\$/g, "formula")
    .replace(/\]\([^)]*\)/g, "]")
    .replace(/\bnotebooks? \d+( and \d+)?/gi, "notebook");

/** The sentences of a cell that ask, foretell or count. */
export function sayings({ source }: Cell): string[] {
  return source
    .join("")
    .replace(/\$\$[^$]*\$\$/g, "")
    .split("\n")
    .filter((line) => line && !/^(#|\||!|Next:)/.test(line))
    .flatMap((line) => line.replace(/^\d+\. /, "").split(/(?<=[.?!](?:\*\*)?) +(?=[A-Z*`])/))
    .filter((sentence) => isSaying.test(bare(sentence)));
}
