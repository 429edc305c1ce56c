/** Runs cells, one at a time. */
import { AsyncLocalStorage } from "node:async_hooks";
import { runInThisContext } from "node:vm";
import { Compiler, type CompiledCell } from "./compiler";
import { diagnosticsError, Interrupted, thrownError, type ErrorContent } from "./errors";
import type { Stoppable } from "./interrupts";
import type { FindLine } from "./stacks";

interface TslabExecutor {
  execute(source: string): Promise<boolean>;
}
type CreateExecutor = (rootDir: string, converters: object, console: Console) => TslabExecutor;

export type Outcome =
  | { ok: true; hasValue: boolean; value: unknown }
  | { ok: false; error: ErrorContent; /** Node's SIGINT broke into it. */ bySignal?: boolean };

/** The code of a cell while it runs, also in its callbacks later. */
export interface CellContext<T> extends Stoppable {
  readonly about: T;
}

/** Cells share one set of variables, kept in `exports`. `T` is what the caller wants to find again from a cell's code. */
export class Executor<T> {
  readonly compiler = new Compiler();
  /** The variables of all cells. */
  readonly exports: Record<string, unknown> = {};
  readonly #storage = new AsyncLocalStorage<CellContext<T>>();
  readonly #cells = new Map<string, Pick<CompiledCell, "lineOf"> & { source: string }>();
  readonly #modules: TslabExecutor;
  #running: CellContext<T> | undefined;
  #given: CompiledCell | undefined;

  constructor() {
    const { createExecutor } = require("tslab/dist/executor.js") as {
      createExecutor: CreateExecutor;
    };
    // tslab's executor keeps local modules and `require`; it gets the cells' modules, and no code to run.
    const node = {
      ...this.compiler.converter,
      convert: () => ({
        output: "",
        declOutput: "",
        diagnostics: [],
        sideOutputs: this.#given?.sideOutputs,
      }),
    };
    this.#modules = createExecutor(
      process.cwd(),
      { node, browser: node, close: () => undefined },
      console,
    );
  }

  /** The cell whose code calls this, also from a timer that it has set. */
  get current(): CellContext<T> | undefined {
    return this.#storage.getStore();
  }

  /** The cell that has not ended yet. */
  get running(): CellContext<T> | undefined {
    return this.#running;
  }

  /** Compiles and runs a cell. @param name how tracebacks call it @param keep whether its declarations are for later */
  async run(source: string, name: string, about: T, keep = true): Promise<Outcome> {
    if (isModule(source)) return this.#addModule(source);
    const cell = this.compiler.compile(source);
    if ("diagnostics" in cell)
      return { ok: false, error: diagnosticsError(cell.diagnostics, source) };
    this.#cells.set(name, { source, lineOf: cell.lineOf });
    if (cell.sideOutputs.length) {
      this.#given = cell;
      await this.#modules.execute("");
    }
    const before = new Map(cell.names.map((variable) => [variable, this.exports[variable]]));
    try {
      await this.#runCode(cell, name, about);
    } catch (thrown) {
      for (const [variable, value] of before)
        if (this.exports[variable] === undefined) this.exports[variable] = value;
      const reached = (variable: string): boolean =>
        this.exports[variable] !== before.get(variable);
      if (keep) this.compiler.commit(cell, reached);
      const wasStopped =
        (thrown as { code?: string } | null)?.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
      return {
        ok: false,
        error: thrownError(wasStopped ? new Interrupted() : thrown, this.sourceOf),
        bySignal: wasStopped,
      };
    }
    if (keep) this.compiler.commit(cell);
    const hasValue = cell.result !== undefined;
    const value = hasValue ? this.exports[cell.result!] : undefined;
    if (hasValue) delete this.exports[cell.result!];
    return { ok: true, hasValue, value };
  }

  async #runCode({ code, isAsync }: CompiledCell, filename: string, about: T): Promise<void> {
    const head = `(${isAsync ? "async " : ""}function (exports, require) { `;
    const { require: cellRequire } = (
      globalThis as unknown as { __tslab__: { require: NodeJS.Require } }
    ).__tslab__;
    let cancel: CellContext<T>["cancel"] = () => undefined;
    const cancelled = new Promise<never>((_, reject) => (cancel = reject));
    cancelled.catch(() => undefined);
    const context: CellContext<T> = { about, cancelled: false, cancel };
    this.#running = context;
    try {
      await this.#storage.run(context, () => {
        // The call is part of the script, so that SIGINT can break into it.
        (globalThis as Record<string, unknown>).__ganbook__ = [this.exports, cellRequire];
        const options = { filename, columnOffset: -head.length, breakOnSigint: true };
        const result = runInThisContext(`${head}${code}\n})(...__ganbook__)`, options) as
          Promise<void> | undefined;
        return isAsync ? Promise.race([result, cancelled]) : undefined;
      });
    } finally {
      this.#running = undefined;
    }
  }

  async #addModule(source: string): Promise<Outcome> {
    const problems: unknown[][] = [];
    const { error } = console;
    console.error = (...args: unknown[]) => void problems.push(args);
    try {
      await this.#modules.execute(source);
    } finally {
      console.error = error;
    }
    if (!problems.length) return { ok: true, hasValue: false, value: undefined };
    const traceback = problems.map(
      ([, file, line, column, text]) =>
        `${String(file)}${String(line)}:${String(column)} - ${String(text)}`,
    );
    return { ok: false, error: { ename: "TypeScriptError", evalue: traceback[0]!, traceback } };
  }

  readonly sourceOf = (cell: string): string | undefined => this.#cells.get(cell)?.source;

  readonly findLine: FindLine = (cell, line, column) => {
    const known = this.#cells.get(cell);
    const found = known?.lineOf(line, column);
    return known && found && found <= known.source.split("\n").length ? found : undefined;
  };
}

/** tslab's cells that begin with a comment `@module name` become modules in memory. */
function isModule(source: string): boolean {
  return /^\s*\/\*\*[\s\S]*?@module\s/.test(source);
}
