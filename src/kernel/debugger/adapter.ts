/**
 * The debugger: answers `debug_request`s in the control thread, which goes on while the thread that
 * runs the cells is stopped. Nothing is connected until it is first asked for something.
 */
import { Breakpoints } from "./breakpoints";
import { Inspection } from "./inspection";
import { MainThread } from "./mainThread";
import { capabilities, readArguments, type DebugRequest } from "./protocol";
import { cellPaths, machinery, Scripts } from "./scripts";
import type { CompiledScript } from "./shared";
import { Stops, threadId } from "./stops";
import type { Debugger } from "node:inspector";

type Answer = (given: unknown) => Promise<object | void> | object | void;

/** What a variable may be called. */
const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

export class DebugAdapter {
  readonly #main = new MainThread();
  readonly #scripts = new Scripts();
  readonly #stops: Stops;
  readonly #breakpoints: Breakpoints;
  readonly #inspection: Inspection;
  #isStarted = false;
  #seq = 0;

  /**
   * @param publish sends a `debug_event`
   * @param started is told when the debugger goes on or off
   */
  constructor(
    private readonly publish: (event: object) => void,
    private readonly started: (isStarted: boolean) => void,
  ) {
    this.#breakpoints = new Breakpoints(this.#main, this.#scripts);
    this.#stops = new Stops(this.#main, this.#scripts, this.#breakpoints, (event, body) => {
      if (event === "continued") this.#inspection.forget();
      this.#tell(event, body);
    });
    this.#inspection = new Inspection(this.#main, this.#stops, this.#scripts);
    this.#main.on<Debugger.ScriptParsedEventDataType>("Debugger.scriptParsed", (script) =>
      this.#scripts.addParsed(script),
    );
  }

  /** Whether the code is stopped. */
  get isStopped(): boolean {
    return this.#stops.isStopped;
  }

  /** @returns the content of `debug_reply` */
  async answer({ seq: request_seq, command, arguments: given }: DebugRequest): Promise<object> {
    const reply = { type: "response", seq: ++this.#seq, request_seq, command };
    try {
      const answer = this.#answers[command];
      if (!answer) {
        const known = Object.keys(this.#answers).join(", ");
        throw new Error(`expected one of ${known}, received ${command}`);
      }
      return { ...reply, success: true, body: (await answer(given ?? {})) ?? {} };
    } catch (error) {
      return { ...reply, success: false, message: (error as Error).message, body: {} };
    }
  }

  /** Code is about to run, in a thread that waits until this returns. */
  begin(script: CompiledScript): void {
    this.#scripts.add(script);
    this.#breakpoints.apply(script);
    this.#stops.allow();
  }

  /** The stop button: what is stopped goes on, to be interrupted. */
  interrupt(): void {
    if (this.#isStarted) this.#stops.leave();
  }

  /** Lets the code go on, and disconnects. */
  async close(): Promise<void> {
    if (this.#isStarted) await this.#stop();
    if (this.#main.isConnected) await this.#main.call("forget"); // and what was sent before it
    this.#main.close();
  }

  #tell(event: string, body: object): void {
    this.publish({ seq: ++this.#seq, type: "event", event, body });
  }

  #needStart(): void {
    if (!this.#isStarted)
      throw new Error("expected a debugger that is started, received one that is not: initialize");
  }

  async #start(): Promise<typeof capabilities> {
    if (this.#isStarted) return capabilities;
    this.#isStarted = true;
    this.started(true); // cells that begin from now on are told of
    const earlier = await this.#main.call("scripts");
    for (const script of earlier) if (!this.#scripts.has(script)) this.#scripts.add(script);
    await this.#main.post("Debugger.enable");
    await this.#main.post("Debugger.setBlackboxPatterns", { patterns: machinery });
    return capabilities;
  }

  async #stop(): Promise<void> {
    this.#isStarted = false;
    this.started(false);
    this.#stops.leave();
    await this.#main.post("Debugger.disable").catch(() => undefined);
  }

  async #stopAtExceptions(filters: string[]): Promise<object> {
    this.#stops.filters = filters;
    const state = filters.length ? "all" : "none"; // which of them, the stop decides
    await this.#main.post("Debugger.setPauseOnExceptions", { state });
    // Who waits for the function that throws may catch it.
    await this.#main.post("Debugger.setAsyncCallStackDepth", { maxDepth: filters.length ? 8 : 0 });
    return { breakpoints: filters.map(() => ({ verified: true })) };
  }

  async #richVariable(name: string, frameId: number | undefined): Promise<object> {
    if (!identifier.test(name)) throw new Error(`expected a variable's name, received ${name}`);
    const value = await this.#inspection.evaluate(name, frameId);
    const bundle = this.#stops.isStopped ? "bundleAtOnce" : "bundle";
    return { data: await this.#main.call(bundle, value), metadata: {} };
  }

  #stack(start: number, levels: number | undefined): object {
    const { frames } = this.#stops;
    const stackFrames = frames.map(({ frame, place: { name, path, line } }, i) => ({
      ...{ id: i + 1, name: frame.functionName || name, source: { name, path } },
      ...{ line: line ?? 0, column: 1 },
    }));
    const shown = stackFrames.slice(start, levels ? start + levels : undefined);
    return { stackFrames: shown, totalFrames: frames.length };
  }

  readonly #answers: Record<string, Answer> = {
    debugInfo: () => ({
      ...cellPaths,
      isStarted: this.#isStarted,
      breakpoints: this.#breakpoints.list(),
      stoppedThreads: this.#stops.isStopped ? [threadId] : [],
      ...{ richRendering: true, exceptionPaths: [], copyToGlobals: true },
    }),
    initialize: () => this.#start(),
    attach: async () => {
      await this.#start();
      this.#tell("initialized", {});
    },
    configurationDone: () => undefined,
    disconnect: () => this.close(),
    dumpCell: (given) => ({
      sourcePath: this.#scripts.dump(readArguments("dumpCell", given).code),
    }),
    source: (given) => {
      const { path } = readArguments("source", given).source;
      const content = this.#scripts.textOf(path);
      if (content === undefined) throw new Error(`expected the path of a text, received ${path}`);
      return { content };
    },
    setBreakpoints: async (given) => {
      const { source, breakpoints } = readArguments("setBreakpoints", given);
      this.#needStart();
      return { breakpoints: await this.#breakpoints.set(source.path, breakpoints) };
    },
    setExceptionBreakpoints: (given) => {
      this.#needStart();
      return this.#stopAtExceptions(readArguments("setExceptionBreakpoints", given).filters);
    },
    threads: () => ({ threads: [{ id: threadId, name: "cells" }] }),
    stackTrace: (given) => {
      const { startFrame, levels } = readArguments("stackTrace", given);
      return this.#stack(startFrame, levels);
    },
    scopes: async (given) => ({
      scopes: await this.#inspection.scopes(readArguments("scopes", given).frameId),
    }),
    variables: async (given) => {
      const { variablesReference, filter, start, count } = readArguments("variables", given);
      const page = [filter, start, count] as const;
      return { variables: await this.#main.call("childrenOf", variablesReference, ...page) };
    },
    inspectVariables: async () => ({ variables: await this.#inspection.notebook() }),
    richInspectVariables: (given) => {
      const { variableName, frameId } = readArguments("richInspectVariables", given);
      return this.#richVariable(variableName, frameId);
    },
    setVariable: (given) => {
      const { variablesReference, name, value } = readArguments("setVariable", given);
      return this.#inspection.set(variablesReference, name, value);
    },
    evaluate: async (given) => {
      const { expression, frameId } = readArguments("evaluate", given);
      const found = await this.#inspection.evaluate(expression, frameId);
      const { value: result, ...shown } = await this.#main.call("show", "", found);
      return { ...shown, result };
    },
    copyToGlobals: async (given) => {
      const { srcVariableName, dstVariableName, srcFrameId } = readArguments(
        "copyToGlobals",
        given,
      );
      if (!identifier.test(srcVariableName) || !identifier.test(dstVariableName))
        throw new Error(`expected two names, received ${srcVariableName}, ${dstVariableName}`);
      const value = await this.#inspection.evaluate(srcVariableName, srcFrameId);
      await this.#main.call("declare", dstVariableName, value);
    },
    modules: () => {
      const modules = this.#scripts.files().map((file, id) => ({ id, ...file }));
      return { modules, totalModules: modules.length };
    },
    continue: async () => {
      await this.#stops.continue();
      return { allThreadsContinued: true };
    },
    next: () => this.#stops.step("stepOver"),
    stepIn: () => this.#stops.step("stepInto"),
    stepOut: () => this.#stops.step("stepOut"),
    pause: async () => {
      this.#needStart();
      this.#stops.pause();
    },
  };
}
