/** Runs a cell and tells what comes of it. */
import type { Kernel } from "./api";
import { Breaks } from "./breaks";
import { runCommand } from "./command";
import { Interrupted, magicError, thrownError, type ErrorContent } from "./errors";
import type { Executor } from "./executor";
import { History } from "./history";
import type { Interrupts } from "./interrupts";
import { inspectCode } from "./language";
import { magicsKey, readMagics, type CellMagics, type MagicCalls } from "./magics";
import type { Content, Message } from "./message";
import type { Output, Publish } from "./output";
import { format } from "./show/format";
import { Stopwatch } from "./stopwatch";

/** What cells need of the kernel. */
export interface CellParts {
  readonly executor: Executor<Message>;
  readonly output: Output;
  readonly interrupts: Interrupts;
  readonly publish: Publish;
}

/** The cells of a notebook, counted. */
export class Cells {
  readonly breaks = new Breaks();
  readonly history = new History();
  readonly formatters: Parameters<Kernel["addFormatter"]>[0][] = [];
  #count = 0;

  constructor(
    private readonly parts: CellParts,
    /** To be told with the first cell: what became of the kernel before this one. */
    private notice?: string,
  ) {}

  /** A cell as the compiler takes it. */
  readMagics(code: string): CellMagics {
    return readMagics(code, (name) => name in this.parts.executor.scope || name in globalThis);
  }

  /** Runs a cell and publishes what comes of it. @returns the content of `execute_reply` */
  async run(request: Message): Promise<Content> {
    const {
      code,
      silent = false,
      store_history: store = !silent,
      user_expressions: asked,
    } = request.content as {
      code?: unknown;
      silent?: boolean;
      store_history?: boolean;
      user_expressions?: Record<string, string>;
    };
    const source = typeof code === "string" ? code : "";
    const counts = !silent && store;
    if (counts) this.history.add(++this.#count, source);
    const execution_count = this.#count;
    if (this.notice) this.parts.output.stream("stderr", this.notice);
    this.notice = undefined;
    if (!silent) this.parts.publish("execute_input", { code: source, execution_count }, request);
    const isStopped = this.parts.interrupts.begin(Date.parse(request.header.date));
    await this.parts.interrupts.settle();
    const failed = (error: ErrorContent): Content => {
      this.parts.output.flush();
      if (!silent) this.parts.publish("error", { ...error }, request);
      return { status: "error", execution_count, ...error, payload: [] };
    };
    if (isStopped) return failed(thrownError(new Interrupted(), this.parts.executor.sourceOf));
    const question = /^\s*([\w$.]+)\s*\?\s*$/.exec(source)?.[1];
    if (question) return this.#page(question, execution_count);
    const magics = this.readMagics(source);
    if (magics.fault) return failed(magicError(magics.fault, source));
    this.breaks.begin();
    let stopwatch: Stopwatch | undefined;
    const calls: MagicCalls = {
      run: runCommand,
      startClock: () => void (stopwatch = new Stopwatch()),
    };
    Object.defineProperty(globalThis, magicsKey, { value: calls, configurable: true });
    try {
      const outcome = await this.parts.executor.run(
        magics.source,
        `Cell ${execution_count}`,
        request,
      );
      if (stopwatch) this.parts.output.stream("stdout", stopwatch.report());
      if (!outcome.ok && outcome.bySignal) {
        this.parts.interrupts.signalSpent();
        this.breaks.mend();
      }
      if (!outcome.ok) {
        const { traceback, ...error } = outcome.error;
        return failed({ ...error, traceback: traceback.map(magics.restore) });
      }
      if (outcome.hasValue && outcome.value !== undefined && !silent) {
        const data = await format(outcome.value, this.formatters);
        this.parts.executor.keepResult(execution_count, outcome.value);
        this.history.setOutput(String(data["text/plain"]));
        this.parts.output.flush();
        this.parts.publish("execute_result", { execution_count, data, metadata: {} }, request);
      }
    } catch (error) {
      // A value that cannot show itself, or a fault of ours.
      return failed(thrownError(error, this.parts.executor.sourceOf));
    } finally {
      this.parts.interrupts.end();
    }
    const user_expressions: Content = {};
    for (const [name, expression] of Object.entries(asked ?? {}))
      user_expressions[name] = await this.#evaluate(String(expression), request);
    return { status: "ok", execution_count, payload: [], user_expressions };
  }

  /** The answer to `name?`: its documentation, in the front end's pager. */
  #page(name: string, execution_count: number): Content {
    const { found, data } = inspectCode(this.parts.executor.compiler, name, [...name].length - 1);
    const help = found ? data : { "text/plain": `nothing is known of ${name}` };
    return {
      status: "ok",
      execution_count,
      payload: [{ source: "page", data: help, start: 0 }],
      user_expressions: {},
    };
  }

  /** One of `user_expressions`. */
  async #evaluate(expression: string, request: Message): Promise<Content> {
    const outcome = await this.parts.executor.run(`(${expression})`, "expression", request, false);
    if (!outcome.ok) return { status: "error", ...outcome.error };
    return { status: "ok", data: await format(outcome.value, this.formatters), metadata: {} };
  }
}
