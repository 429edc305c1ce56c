import { eachMapping, originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";

/**
 * A position in the code and the line of the author's text that it comes from, all counted from 0.
 */
export interface Mapping {
  line: number;
  column: number;
  cellLine: number;
}

/** Code with the author's text that it was made of, and the name of its script. */
export interface CompiledCode {
  name: string;
  source: string;
  map: LineMap;
}

const longestLine = 2 ** 30;

/** Leads from the code that was made of a text back to it. It is read when it is first asked. */
export class LineMap {
  #trace: TraceMap | undefined;

  /** @param map the source map, as JSON @param lines of the author's text */
  constructor(
    private readonly map: string,
    private readonly lines: number,
  ) {}

  /**
   * The author's line, from 1, of a position in the code, from 1; undefined where he has none
   * there.
   */
  lineOf(line: number, column: number): number | undefined {
    if (line < 1 || column < 1) return undefined;
    const found = originalPositionFor(this.trace, { line, column: column - 1 }).line;
    // A line of the compiler's own, such as a loop's check, belongs to what stands before it.
    if (found === null) return this.lineOf(line - 1, longestLine);
    return found <= this.lines ? found : undefined;
  }

  /** All positions, in the code's order. */
  mappings(): Mapping[] {
    const all: Mapping[] = [];
    eachMapping(this.trace, ({ generatedLine, generatedColumn, originalLine }) => {
      if (originalLine === null || originalLine > this.lines) return;
      all.push({ line: generatedLine - 1, column: generatedColumn, cellLine: originalLine - 1 });
    });
    return all;
  }

  private get trace(): TraceMap {
    return (this.#trace ??= new TraceMap(this.map));
  }
}
