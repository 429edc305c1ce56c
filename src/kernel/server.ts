/** The kernel: sockets in, cells run, messages out. */
import { Router } from "zeromq";
import { setRunningKernel, type Kernel } from "./api";
import { Breaks } from "./breaks";
import { Comms } from "./comms";
import type { Control } from "./control";
import { runCommand } from "./command";
import { addressOf, type Connection } from "./connection";
import { Debuggee } from "./debugger/debuggee";
import { Interrupted, magicError, thrownError, type ErrorContent } from "./errors";
import { Executor } from "./executor";
import { Gate } from "./gate";
import { History } from "./history";
import { Input } from "./input";
import { Interrupts } from "./interrupts";
import { kernelInfo } from "./info";
import { completeCode, inspectCode, isComplete } from "./language";
import { magicsKey, readMagics, type CellMagics, type MagicCalls } from "./magics";
import { Wire, type Content, type Message } from "./message";
import { Output, type Publish } from "./output";
import { Sender } from "./sender";
import { format, showPromisesPlainly } from "./show/format";
import { mapStacks } from "./stacks";
import { Stopwatch } from "./stopwatch";
import { leaving, mostLogged, type ControlEvent } from "./shared";

/**
 * How long an error keeps taking queued cells down with it, in ms: what was sent before its reply
 * has arrived by then.
 */
const abortPause = 20;
/**
 * When the kernel has been started so long and nobody asks, in ms, it gets ready for the first Tab.
 */
const warmUpPause = 300;
/** How long what was stopped may take to save itself, in ms. */
const savingPause = 1000;

export class KernelServer {
  readonly #wire: Wire;
  readonly #shell = new Router({ linger: 500 });
  readonly #replier = new Sender(this.#shell);
  readonly #executor: Executor<Message>;
  readonly #history = new History();
  readonly #formatters: Parameters<Kernel["addFormatter"]>[0][] = [];
  readonly #output: Output;
  readonly #comms: Comms;
  readonly #input: Input;
  readonly #interrupts: Interrupts;
  readonly #breaks = new Breaks();
  readonly #exit = process.exit.bind(process);
  #queue: Message[] = [];
  /** The request whose cell runs. */
  #running: Message | undefined;
  /** Requests that have been dealt with while it ran. */
  readonly #resting: Message[] = [];
  #busy = false;
  #count = 0;
  #complaints = 0;
  #lastRequest: Message | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly control: Control,
    /** To be told with the first cell: what became of the kernel before this one. */
    private notice?: string,
  ) {
    this.#wire = new Wire(connection.key);
    const executor = new Executor<Message>(new Gate(control.flags));
    this.#executor = executor;
    const parentOf = (): Message | undefined => executor.current?.about ?? this.#lastRequest;
    this.#output = new Output(this.#publish, parentOf);
    this.#comms = new Comms(this.#publish, this.#output, parentOf);
    this.#input = new Input(
      control.flags,
      control.line,
      (question) => control.ask(question),
      parentOf,
    );
    this.#interrupts = new Interrupts(
      control.flags,
      () => executor.current,
      () => executor.running,
    );
  }

  async start(): Promise<void> {
    const { connection } = this;
    await this.#shell.bind(addressOf(connection, connection.shell_port));
    this.control.listen((event) => this.#heed(event));
    await this.control.ready;
    this.#offer();
    void this.#publish("status", { execution_state: "starting" }, undefined);
    setTimeout(() => this.#warmUp(), warmUpPause).unref();
    for await (const frames of this.#shell) {
      try {
        this.#receive(this.#wire.read(frames));
      } catch (error) {
        this.#complain("dropped a message:", (error as Error).message);
      }
    }
  }

  /**
   * Reads the libraries while nobody waits, so that the first Tab is as quick as the second. After
   * a first cell they are read, and the next may be about to come.
   */
  #warmUp(): void {
    if (!this.#lastRequest) completeCode(this.#compiler, "console.", "console.".length);
  }

  /** Puts in place what cells and libraries find of the kernel. */
  #offer(): void {
    showPromisesPlainly();
    mapStacks(this.#executor.findLine);
    const output = this.#output;
    setRunningKernel({
      display: (bundle, options) => output.display(bundle, options),
      clearOutput: (wait) => output.clear(wait),
      openComm: this.#comms.open,
      registerTarget: this.#comms.registerTarget,
      onInterrupt: (stop) => this.#interrupts.onInterrupt(stop),
      onLastCall: (leave) => this.#interrupts.onLastCall(leave),
      onBreak: (restore) => this.#breaks.onBreak(restore),
      addFormatter: (formatter) => void this.#formatters.push(formatter),
    });
    this.#offerDebugging();
    output.capture();
    this.#input.install();
    this.#executor.scope.prompt = this.#input.prompt;
    process.exit = (): never => {
      throw new Error("process.exit would end the kernel; use Kernel > Restart instead");
    };
    process.on("SIGINT", () => this.#interrupts.handleSignal());
    process.on("SIGTERM", () => {
      void this.#leave();
      this.#interrupts.handleSignal();
      setTimeout(() => this.#interrupts.handleSignal(), leaving.interruptAfter).unref();
      setTimeout(() => void this.#end(), leaving.killAfter).unref();
    });
    const late = (error: unknown): void => {
      const { traceback } = thrownError(error, this.#executor.sourceOf);
      output.stream("stderr", `${traceback.join("\n")}\n`);
    };
    process.on("uncaughtException", late);
    process.on("unhandledRejection", late);
  }

  #offerDebugging(): void {
    const { compiler, scope } = this.#executor;
    const debuggee = new Debuggee({
      ...{ compiler, scope, formatters: this.#formatters },
      flush: () => this.#output.flush(),
    });
    this.#executor.onCompiled = (compiled, request) => {
      // The front end knows a cell by its text, magics and all; they have kept its lines.
      const source = request ? String(request.content.code) : compiled.source;
      debuggee.keepScript({ ...compiled, source });
      if (this.control.isDebugging) this.control.begin(debuggee.script(compiled.name));
    };
  }

  /** Does what the control thread has been asked for. */
  #heed(event: ControlEvent): void {
    if (event.type === "interrupt") {
      this.#interrupts.handle();
      if (!this.#busy) this.#interrupts.pressedIdle();
    } else if (event.type === "input") this.#input.receive(event.line);
    else if (event.type === "shutdown") void this.#end();
    else if (event.type === "orphaned") void this.#leave();
  }

  readonly #publish: Publish = (type, content, parent, options) => {
    this.control.publish(
      this.#wire.write(type, content, parent, { ...options, identities: [Buffer.from(type)] }),
    );
  };

  #reply(request: Message, type: string, content: Content): void {
    this.#replier.send(
      this.#wire.write(type, content, request, { identities: request.identities }),
    );
  }

  #complain(...about: unknown[]): void {
    if (++this.#complaints <= mostLogged) this.#output.log(...about);
  }

  #receive(request: Message): void {
    const { msg_type: type } = request.header;
    if (type === "execute_request") {
      this.#queue.push(request);
      if (!this.#busy) void this.#runQueue();
      return;
    }
    const answer = this.#answers[type];
    if (!answer) return this.#complain("no answer to messages of type", type);
    this.#publish("status", { execution_state: "busy" }, request);
    try {
      const content = answer(request.content, request);
      if (content) this.#reply(request, type.replace("_request", "_reply"), content);
    } catch (error) {
      this.#complain(`${type} failed:`, error);
      if (type.endsWith("_request")) {
        const problem = thrownError(error, this.#executor.sourceOf);
        this.#reply(request, type.replace("_request", "_reply"), { status: "error", ...problem });
      }
    }
    this.#output.flush();
    this.#rest(request);
  }

  /**
   * Says that a request has been dealt with. In the middle of a cell the kernel is busy all the
   * same: what expects no reply waits for its idle until the cell is over, after others comes a
   * busy again.
   */
  #rest(request: Message): void {
    if (this.#running && !request.header.msg_type.endsWith("_request")) {
      this.#resting.push(request);
      return;
    }
    this.#publish("status", { execution_state: "idle" }, request);
    this.#stayBusy();
  }

  #setRunning(request: Message | undefined): void {
    this.#running = request;
    this.control.setRunning(request?.header);
  }

  #stayBusy(): void {
    if (this.#running) this.#publish("status", { execution_state: "busy" }, this.#running);
  }

  /** Everything but execute_request, which waits its turn. */
  readonly #answers: Record<string, (content: Content, request: Message) => Content | undefined> = {
    kernel_info_request: () => kernelInfo,
    is_complete_request: ({ code }) => isComplete(this.#readMagics(String(code))),
    complete_request: ({ code, cursor_pos: cursor }) =>
      completeCode(this.#compiler, String(code), Number(cursor)),
    inspect_request: ({ code, cursor_pos: cursor }) =>
      inspectCode(this.#compiler, String(code), Number(cursor)),
    history_request: (content) => this.#history.answer(content),
    comm_info_request: ({ target_name: target }) => this.#comms.info(target),
    comm_open: (_, request) => this.#receiveComm(request),
    comm_msg: (_, request) => this.#receiveComm(request),
    comm_close: (_, request) => this.#receiveComm(request),
    interrupt_request: () => {
      this.#interrupts.handleSignal();
      return { status: "ok" };
    },
    shutdown_request: ({ restart }) => {
      setTimeout(() => void this.#end(), 50);
      return { status: "ok", restart: restart === true };
    },
  };

  #readMagics(code: string): CellMagics {
    return readMagics(code, (name) => name in this.#executor.scope || name in globalThis);
  }

  get #compiler(): Executor<Message>["compiler"] {
    return this.#executor.compiler;
  }

  #receiveComm(request: Message): undefined {
    if (!this.#busy) this.#lastRequest = request; // what a handler prints belongs to its message
    this.#comms.receive(request);
    return undefined;
  }

  async #runQueue(): Promise<void> {
    this.#busy = true;
    for (let request = this.#queue.shift(); request; request = this.#queue.shift()) {
      this.#setRunning(request);
      this.#publish("status", { execution_state: "busy" }, request);
      const content = await this.#execute(request);
      const failed = content.status === "error" && request.content.stop_on_error !== false;
      if (failed) await new Promise((resolve) => setTimeout(resolve, abortPause));
      const aborted = failed ? this.#queue.splice(0) : [];
      this.#output.flush();
      this.#reply(request, "execute_reply", content);
      this.#setRunning(undefined);
      for (const done of [request, ...this.#resting.splice(0)]) this.#rest(done);
      for (const waiting of aborted) {
        this.#publish("status", { execution_state: "busy" }, waiting);
        this.#reply(waiting, "execute_reply", { status: "aborted" });
        this.#publish("status", { execution_state: "idle" }, waiting);
      }
    }
    this.#busy = false;
  }

  /** Runs a cell and publishes what comes of it. @returns the content of `execute_reply` */
  async #execute(request: Message): Promise<Content> {
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
    if (counts) this.#history.add(++this.#count, source);
    const execution_count = this.#count;
    this.#lastRequest = request;
    if (this.notice) this.#output.stream("stderr", this.notice);
    this.notice = undefined;
    if (!silent) this.#publish("execute_input", { code: source, execution_count }, request);
    const isStopped = this.#interrupts.begin(Date.parse(request.header.date));
    await this.#interrupts.settle();
    const failed = (error: ErrorContent): Content => {
      this.#output.flush();
      if (!silent) this.#publish("error", { ...error }, request);
      return { status: "error", execution_count, ...error, payload: [] };
    };
    if (isStopped) return failed(thrownError(new Interrupted(), this.#executor.sourceOf));
    const question = /^\s*([\w$.]+)\s*\?\s*$/.exec(source)?.[1];
    if (question) return this.#page(question, execution_count);
    const magics = this.#readMagics(source);
    if (magics.fault) return failed(magicError(magics.fault, source));
    this.#breaks.begin();
    let stopwatch: Stopwatch | undefined;
    const calls: MagicCalls = {
      run: runCommand,
      startClock: () => void (stopwatch = new Stopwatch()),
    };
    Object.defineProperty(globalThis, magicsKey, { value: calls, configurable: true });
    try {
      const outcome = await this.#executor.run(magics.source, `Cell ${execution_count}`, request);
      if (stopwatch) this.#output.stream("stdout", stopwatch.report());
      if (!outcome.ok && outcome.bySignal) {
        this.#interrupts.signalSpent();
        this.#breaks.mend();
      }
      if (!outcome.ok) {
        const { traceback, ...error } = outcome.error;
        return failed({ ...error, traceback: traceback.map(magics.restore) });
      }
      if (outcome.hasValue && outcome.value !== undefined && !silent) {
        const data = await format(outcome.value, this.#formatters);
        this.#executor.keepResult(execution_count, outcome.value);
        this.#history.setOutput(String(data["text/plain"]));
        this.#output.flush();
        this.#publish("execute_result", { execution_count, data, metadata: {} }, request);
      }
    } catch (error) {
      // A value that cannot show itself, or a fault of ours.
      return failed(thrownError(error, this.#executor.sourceOf));
    } finally {
      this.#interrupts.end();
    }
    const user_expressions: Content = {};
    for (const [name, expression] of Object.entries(asked ?? {}))
      user_expressions[name] = await this.#evaluate(String(expression), request);
    return { status: "ok", execution_count, payload: [], user_expressions };
  }

  /** The answer to `name?`: its documentation, in the front end's pager. */
  #page(name: string, execution_count: number): Content {
    const { found, data } = inspectCode(this.#compiler, name, [...name].length - 1);
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
    const outcome = await this.#executor.run(`(${expression})`, "expression", request, false);
    if (!outcome.ok) return { status: "error", ...outcome.error };
    return { status: "ok", data: await format(outcome.value, this.#formatters), metadata: {} };
  }

  /**
   * Ends when the running cell and trainings have ended; who interrupts them is the caller's
   * concern.
   */
  async #leave(): Promise<void> {
    this.#queue = [];
    this.#interrupts.leave();
    setTimeout(() => this.#interrupts.lastCall(), leaving.interruptAfter).unref();
    const isAtWork = (): boolean => this.#busy || this.#interrupts.hasListeners;
    while (isAtWork()) await new Promise((resolve) => setTimeout(resolve, 50));
    // A training that no cell waits for saves itself after it has stopped listening.
    await new Promise((resolve) => setTimeout(resolve, savingPause));
    await this.#end();
  }

  async #end(): Promise<void> {
    this.#output.flush();
    await new Promise((resolve) => setTimeout(resolve, 50)); // for what is still on its way
    await this.control.end();
    this.#shell.close();
    this.#exit(0);
  }
}
