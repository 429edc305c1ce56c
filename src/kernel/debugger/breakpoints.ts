import type { Debugger } from "node:inspector";
import type { MainThread } from "./mainThread";
import type { Breakpoint, SourceBreakpoint } from "./protocol";
import { positionOf, urlOf, type Scripts } from "./scripts";
import type { CompiledScript } from "./shared";

type Found = Debugger.SetBreakpointByUrlReturnType;

/**
 * The breakpoints that the front end has set, by the path of their text. They hold for each script
 * that is made of the text, also when a cell runs again.
 */
export class Breakpoints {
  readonly #asked = new Map<string, SourceBreakpoint[]>();
  /** Those on each line, while the next line of the author's is waited for. */
  #lines: Promise<Found | undefined>[] | undefined;
  readonly #lineIds = new Set<string>();
  readonly #set = new Map<string, Promise<Found | undefined>[]>();

  constructor(
    private readonly main: MainThread,
    private readonly scripts: Scripts,
  ) {}

  /** Replaces those of a text. */
  async set(path: string, asked: SourceBreakpoint[]): Promise<Breakpoint[]> {
    await this.#removeAll(this.#set.get(path) ?? []);
    this.#set.delete(path);
    const text = this.scripts.textOf(path) ?? "";
    const breakpoints = await Promise.all(
      asked.map(async ({ line, condition }) => ({
        line,
        condition:
          condition && (await this.main.callPatiently("prepareCondition", condition, text)),
      })),
    );
    if (breakpoints.length) this.#asked.set(path, breakpoints);
    else this.#asked.delete(path);
    const lines = text.split("\n").length;
    return Promise.all(
      breakpoints.map(async (breakpoint) => {
        const { line } = breakpoint;
        const found = await Promise.all(
          this.scripts.ofPath(path).map((script) => this.#place(script, path, breakpoint)),
        );
        if (found.length === 0 && /\.[cm]?js$/.test(path))
          found.push(await this.#placeInFile(path, breakpoint));
        const actual = found.find((one) => one !== undefined);
        const verified = actual !== undefined || (found.length === 0 && line <= lines);
        return { verified, line: actual ?? line, source: { path } };
      }),
    );
  }

  /** Sets those of a text in a script that is about to run: what has been sent by then counts. */
  apply(script: CompiledScript): void {
    const path = this.scripts.pathOf(script);
    for (const breakpoint of this.#asked.get(path) ?? [])
      void this.#place(script, path, breakpoint);
    if (this.#lines) this.#setLines(script);
  }

  /** Sets one wherever code of the author's can stop, also of code that begins from now on. */
  setLines(): void {
    if (this.#lines) return;
    this.#lines = [];
    for (const script of this.scripts.all()) this.#setLines(script);
  }

  async clearLines(): Promise<void> {
    const set = this.#lines ?? [];
    this.#lines = undefined;
    await this.#removeAll(set);
    this.#lineIds.clear();
  }

  /** Whether only these were hit: they may be so for a moment after they have been cleared. */
  areOfLines(ids: readonly string[]): boolean {
    return ids.every((id) => this.#lineIds.has(id));
  }

  #setLines(script: CompiledScript): void {
    const url = urlOf(script.name);
    for (const { line: lineNumber, column: columnNumber } of script.mappings)
      this.#lines!.push(this.#postLine({ url, lineNumber, columnNumber }));
  }

  /** For `debugInfo`. */
  list(): { source: string; breakpoints: { line: number }[] }[] {
    return [...this.#asked].map(([source, breakpoints]) => ({
      source,
      breakpoints: breakpoints.map(({ line }) => ({ line })),
    }));
  }

  async #postLine(where: object): Promise<Found | undefined> {
    const found = await this.#post(where);
    if (found) this.#lineIds.add(found.breakpointId);
    return found;
  }

  async #removeAll(set: readonly Promise<Found | undefined>[]): Promise<void> {
    const found = (await Promise.all(set)).filter((one) => one !== undefined);
    await Promise.all(
      found.map(({ breakpointId }) =>
        this.main.post("Debugger.removeBreakpoint", { breakpointId }),
      ),
    );
  }

  /** @returns the line where it is; undefined where there is no code from that line on */
  async #place(
    script: CompiledScript,
    path: string,
    { line, condition }: SourceBreakpoint,
  ): Promise<number | undefined> {
    const position = positionOf(script, line);
    if (!position) return undefined;
    const { lineNumber, columnNumber } = position;
    const found = await this.#keep(path, {
      ...{ url: urlOf(script.name), lineNumber, columnNumber },
      ...(condition ? { condition } : {}),
    });
    const [location] = found?.locations ?? [];
    return (location && this.scripts.placeOf(location)?.line) ?? position.line;
  }

  /** In a library's own code. */
  async #placeInFile(path: string, { line, condition }: SourceBreakpoint): Promise<number> {
    const url = urlOf(path);
    const found = await this.#keep(path, {
      ...{ url, lineNumber: line - 1 },
      ...(condition ? { condition } : {}),
    });
    const [location] = found?.locations ?? [];
    return location ? location.lineNumber + 1 : line;
  }

  #keep(path: string, where: object): Promise<Found | undefined> {
    const found = this.#post(where);
    this.#set.set(path, [...(this.#set.get(path) ?? []), found]);
    return found;
  }

  /** V8 refuses a second one at the same position. */
  #post(where: object): Promise<Found | undefined> {
    return this.main.post<Found>("Debugger.setBreakpointByUrl", where).catch(() => undefined);
  }
}
