import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";

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

  private get trace(): TraceMap {
    return (this.#trace ??= new TraceMap(this.map));
  }
}
