/** The kernel: sockets in, cells run, messages out. */
import { Router } from "zeromq";
import { Cells } from "./cells";
import { Comms } from "./comms";
import type { Control } from "./control";
import { addressOf, type Connection } from "./connection";
import { Ending } from "./ending";
import { thrownError } from "./errors";
import { Executor } from "./executor";
import { Gate } from "./gate";
import { Input } from "./input";
import { Interrupts } from "./interrupts";
import { kernelInfo } from "./info";
import { completeCode, inspectCode, isComplete } from "./language";
import { Wire, type Content, type Message } from "./message";
import { offerKernel } from "./offer";
import { Output, type Publish } from "./output";
import { Sender } from "./sender";
import { mostLogged, type ControlEvent } from "./shared";

/**
 * How long an error keeps taking queued cells down with it, in ms: what was sent before its reply
 * has arrived by then.
 */
const abortPause = 20;
/**
 * When the kernel has been started so long and nobody asks, in ms, it gets ready for the first Tab.
 */
const warmUpPause = 300;

export class KernelServer {
  readonly #wire: Wire;
  readonly #shell = new Router({ linger: 500 });
  readonly #replier = new Sender(this.#shell);
  readonly #executor: Executor<Message>;
  readonly #cells: Cells;
  readonly #output: Output;
  readonly #comms: Comms;
  readonly #input: Input;
  readonly #interrupts: Interrupts;
  readonly #ending: Ending;
  #queue: Message[] = [];
  /** The request whose cell runs. */
  #running: Message | undefined;
  /** Requests that have been dealt with while it ran. */
  readonly #resting: Message[] = [];
  #busy = false;
  #complaints = 0;
  #lastRequest: Message | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly control: Control,
    /** To be told with the first cell: what became of the kernel before this one. */
    notice?: string,
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
    const [output, interrupts, publish] = [this.#output, this.#interrupts, this.#publish];
    this.#cells = new Cells({ executor, output, interrupts, publish }, notice);
    this.#ending = new Ending({
      ...{ output, interrupts, control },
      isBusy: () => this.#busy,
      forget: () => (this.#queue = []),
      close: () => this.#shell.close(),
    });
  }

  async start(): Promise<void> {
    const { connection } = this;
    await this.#shell.bind(addressOf(connection, connection.shell_port));
    this.control.listen((event) => this.#heed(event));
    await this.control.ready;
    offerKernel({
      ...{ executor: this.#executor, cells: this.#cells, control: this.control },
      ...{ output: this.#output, comms: this.#comms },
      ...{ input: this.#input, interrupts: this.#interrupts },
    });
    this.#ending.heedSignals();
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

  /** Does what the control thread has been asked for. */
  #heed(event: ControlEvent): void {
    if (event.type === "interrupt") {
      this.#interrupts.handle();
      if (!this.#busy) this.#interrupts.pressedIdle();
    } else if (event.type === "input") this.#input.receive(event.line);
    else if (event.type === "shutdown") void this.#ending.end();
    else if (event.type === "orphaned") void this.#ending.leave();
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
    is_complete_request: ({ code }) => isComplete(this.#cells.readMagics(String(code))),
    complete_request: ({ code, cursor_pos: cursor }) =>
      completeCode(this.#compiler, String(code), Number(cursor)),
    inspect_request: ({ code, cursor_pos: cursor }) =>
      inspectCode(this.#compiler, String(code), Number(cursor)),
    history_request: (content) => this.#cells.history.answer(content),
    comm_info_request: ({ target_name: target }) => this.#comms.info(target),
    comm_open: (_, request) => this.#receiveComm(request),
    comm_msg: (_, request) => this.#receiveComm(request),
    comm_close: (_, request) => this.#receiveComm(request),
    interrupt_request: () => {
      this.#interrupts.handleSignal();
      return { status: "ok" };
    },
    shutdown_request: ({ restart }) => {
      setTimeout(() => void this.#ending.end(), 50);
      return { status: "ok", restart: restart === true };
    },
  };

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
      this.#lastRequest = request;
      const content = await this.#cells.run(request);
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
}
