/** The solutions of the course's exercises, made from the sheets that are handed out. */
import { readdirSync, readFileSync } from "node:fs";

/** What nbgrader knows of a cell. */
export interface Grading {
  readonly grade: boolean;
  readonly grade_id: string;
  readonly locked: boolean;
  readonly points?: number;
  readonly schema_version: number;
  readonly solution: boolean;
  readonly task: boolean;
}

/** A cell of a sheet of exercises, as its file has it. */
export interface ExerciseCell {
  readonly cell_type: string;
  readonly id: string;
  readonly metadata: {
    readonly nbgrader: Grading;
    /** What takes the place of the line that says "yours". */
    readonly ganbook?: { readonly solution: readonly string[] };
  };
  readonly source: readonly string[];
}

interface Sheet {
  readonly cells: readonly ExerciseCell[];
  readonly metadata: object;
}

export const sheets: readonly string[] = readdirSync("notebooks/exercises")
  .filter((file) => file.endsWith(".ipynb"))
  .sort();

const read = (file: string): Sheet =>
  JSON.parse(readFileSync(`notebooks/exercises/${file}`, "utf8")) as Sheet;

/** The cells of a sheet of exercises. */
export const exerciseCells = (file: string): readonly ExerciseCell[] => read(file).cells;

/** The notebook of solutions, in nbgrader's form of a source: what its file holds. */
export function solutionsOf(file: string): string {
  const { cells, ...sheet } = read(file);
  const solved = cells.map(({ metadata: { nbgrader }, source, ...cell }, i) => ({
    ...cell,
    metadata: { nbgrader },
    source: i === 0 ? toLines(introduction(source[0]!, file)) : solvedSource(cells[i]!),
  }));
  return `${JSON.stringify({ cells: solved, ...sheet }, null, 1)}\n`;
}

const introduction = (title: string, file: string): string =>
  `${title.replace(/: your turn\n/, ": solutions")}\n\nThe [exercises](../exercises/${file}), ` +
  "solved. `npm run solutions` makes this file from them; change them, not this.";

const toLines = (text: string): string[] => text.split(/(?<=\n)/);

/** A cell's code with its solution in place of the line that says "yours". */
function solvedSource({ source, metadata: { ganbook } }: ExerciseCell): readonly string[] {
  if (!ganbook) return source;
  const lines = source.map((line) => line.replace(/\n$/, ""));
  const place = lines.findIndex((line) => line.endsWith("// yours"));
  if (place < 0) throw new Error(`expected a line that ends with "// yours": ${lines.join("\n")}`);
  const [margin] = /^ */.exec(lines[place]!)!;
  const [first, ...more] = ganbook.solution.map((line) => line.trimEnd());
  const solution = ["// BEGIN SOLUTION", first, ...more, "// END SOLUTION"].map((line, i, all) =>
    i < 2 || i === all.length - 1 ? `${margin}${line}` : line,
  );
  return toLines([...lines.slice(0, place), ...solution, ...lines.slice(place + 1)].join("\n"));
}
