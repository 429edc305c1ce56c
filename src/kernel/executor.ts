/** Runs cells, one at a time. */
import { AsyncLocalStorage } from "node:async_hooks";
import { runInThisContext } from "node:vm";
import type { Diagnostic } from "./compiler/check";
import { Compiler, type CompiledCell } from "./compiler/compiler";
import type { CompiledCode } from "./compiler/lineMap";
import type { CodeModule } from "./compiler/loops";
import { diagnosticsError, Interrupted, thrownError, type ErrorContent } from "./errors";
import type { Gate } from "./gate";
import type { Stoppable } from "./interrupts";
import { Modules } from "./modules";
import type { FindLine } from "./stacks";
import { surroundingsOf } from "./surroundings";

export type Outcome =
  | { ok: true; hasValue: boolean; value: unknown }
  | { ok: false; error: ErrorContent; /** Node's SIGINT broke into it. */ bySignal?: boolean };

/** The code of a cell while it runs, also in its callbacks later. */
export interface CellContext<T> extends Stoppable {
  readonly about: T;
}

/** What every cell finds of the kernel. */
const builtIn = `
export declare let _: any;
export declare let Out: Record<number, any>;
export declare let prompt: (question?: string, password?: boolean) => string;
`;

/**
 * Cells share one set of variables. `T` is what the caller wants to find again from a cell's code.
 */
export class Executor<T> {
  readonly compiler: Compiler;
  /** The variables of all cells. */
  readonly scope = Object.create(null) as Record<string, unknown>;
  readonly #surroundings = surroundingsOf(process.cwd());
  readonly #modules: Modules;
  readonly #storage = new AsyncLocalStorage<CellContext<T>>();
  readonly #cells = new Map<string, { source: string; cell: CompiledCell }>();
  #running: CellContext<T> | undefined;
  /** Called before a cell's code runs, or a local file's, which is about nothing. */
  onCompiled?: (compiled: CompiledCode, about?: T) => void;

  constructor(private readonly gate: Gate) {
    const { folder, packages = {} } = this.#surroundings;
    this.compiler = new Compiler(this.#surroundings, builtIn);
    this.#modules = new Modules(this.compiler, folder, packages);
    this.#modules.onCompiled = (file) => this.onCompiled?.(file);
  }

  /** The cell whose code calls this, also from a timer that it has set. */
  get current(): CellContext<T> | undefined {
    return this.#storage.getStore();
  }

  /** The cell that has not ended yet. */
  get running(): CellContext<T> | undefined {
    return this.#running;
  }

  /**
   * Compiles and runs a cell. @param name how tracebacks call it @param keep whether its
   * declarations are for later
   */
  async run(source: string, name: string, about: T, keep = true): Promise<Outcome> {
    const module = moduleName(source);
    if (module !== undefined) return this.#addModule(module, source);
    const cell = this.compiler.compile(source);
    if ("diagnostics" in cell) return this.#fault(cell.diagnostics, source);
    this.#cells.set(name, { source, cell });
    if (keep) this.onCompiled?.({ name, source, map: cell.map }, about);
    const before = new Map(cell.names.map((variable) => [variable, this.scope[variable]]));
    const own: RunningModule = { ...this.#modules.moduleOf(), result: undefined };
    try {
      await this.#runCell(cell, name, about, own);
    } catch (thrown) {
      if (keep)
        this.compiler.commit(cell, (variable) => this.scope[variable] !== before.get(variable));
      const wasStopped =
        (thrown as { code?: string } | null)?.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
      return {
        ok: false,
        error: thrownError(
          wasStopped ? new Interrupted() : thrown,
          this.sourceOf,
          own.importing === undefined ? undefined : { cell: name, line: own.importing },
        ),
        bySignal: wasStopped,
      };
    }
    if (keep) this.compiler.commit(cell);
    return { ok: true, hasValue: cell.hasResult, value: own.result };
  }

  /** Remembers a cell's value for those after it, as `Out[3]` and `_`. */
  keepResult(count: number, value: unknown): void {
    const { scope, compiler } = this;
    if (compiler.isBuiltIn("Out")) {
      const out = (scope.Out ??= {}) as Record<number, unknown>;
      out[count] = value;
      delete out[count - mostKept];
    }
    if (compiler.isBuiltIn("_")) scope._ = value;
  }

  async #runCell(
    cell: CompiledCell,
    filename: string,
    about: T,
    own: RunningModule,
  ): Promise<void> {
    let cancel: CellContext<T>["cancel"] = () => undefined;
    const cancelled = new Promise<never>((_, reject) => (cancel = reject));
    cancelled.catch(() => undefined);
    const context: CellContext<T> = { about, cancelled: false, cancel };
    this.#running = context;
    try {
      await this.#storage.run(context, async () => {
        for (const wanted of cell.imports) {
          own.importing = wanted.line;
          const values = await Promise.race([this.#modules.values(wanted), cancelled]);
          for (const [name, read] of values) this.#bind(name, read);
        }
        own.importing = undefined;
        const result = this.#runCode(cell, filename, own);
        if (cell.isAsync) await Promise.race([result, cancelled]);
      });
    } finally {
      this.#running = undefined;
    }
  }

  /** An import is what its module makes of it, until a cell sets the name or declares it anew. */
  #bind(name: string, read: () => unknown): void {
    const { scope } = this;
    const define = (value: unknown): void => {
      Object.defineProperty(scope, name, {
        value,
        writable: true,
        configurable: true,
        enumerable: true,
      });
    };
    Object.defineProperty(scope, name, {
      get: read,
      set: define,
      configurable: true,
      enumerable: true,
    });
  }

  #runCode({ code, isAsync }: CompiledCell, filename: string, module: object): unknown {
    // In a block, a cell may declare the names of the function's arguments, too.
    const head =
      `__ganbook__.gate.enter(); try { (${isAsync ? "async " : ""}function ` +
      `(__names__, __module__, require, __dirname, __filename) { "use strict"; { `;
    const { folder } = this.#surroundings;
    const given = [this.scope, module, this.#modules.requireOf(), folder, filename];
    const { gate } = this;
    // The call is part of the script, so that SIGINT can break into it.
    (globalThis as Record<string, unknown>).__ganbook__ = { given, gate };
    const options = { filename, columnOffset: -head.length, breakOnSigint: true };
    const end = "}}).call(undefined, ...__ganbook__.given) } finally { __ganbook__.gate.leave(); }";
    try {
      return runInThisContext(`${head}${code}\n${end}`, options);
    } finally {
      gate.leave(); // where Node has broken in, no `finally` has run
    }
  }

  /** A cell that begins with a comment `@module name` becomes a file in memory. */
  #addModule(name: string, source: string): Outcome {
    const { files, folder } = this.#surroundings;
    files.write(`${folder}/${name}.ts`, source);
    const checked = this.compiler.compile(`import "./${name}";`);
    if ("diagnostics" in checked) return this.#fault(checked.diagnostics, source);
    return { ok: true, hasValue: false, value: undefined };
  }

  #fault(diagnostics: Diagnostic[], source: string): Outcome {
    return { ok: false, error: diagnosticsError(diagnostics, source) };
  }

  readonly sourceOf = (cell: string): string | undefined => this.#cells.get(cell)?.source;

  readonly findLine: FindLine = (script, line, column) =>
    (this.#cells.get(script)?.cell.map ?? this.#modules.maps.get(script))?.lineOf(line, column);
}

/** What the code of a cell finds as its module. */
interface RunningModule extends CodeModule {
  /** The value of its last expression. */
  result: unknown;
  /** The line of the import that is waited for. */
  importing?: number | undefined;
}

/** So many results are kept: each may be a game with all its tensors. */
const mostKept = 10;

function moduleName(source: string): string | undefined {
  return /^\s*\/\*\*(?:(?!\*\/)[\s\S])*?@module\s+([\w./-]+)/.exec(source)?.[1];
}
