import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Connection } from "./connection";
import type { CompiledScript } from "./debugger/shared";
import { kernelInfo } from "./info";
import type { Header } from "./message";
import { packFrames } from "./publisher";
import {
  maxInput,
  slots,
  type AskForInput,
  type ControlData,
  type ControlEvent,
  type MainEvent,
} from "./shared";

/** How long code waits for its breakpoints at most, in ms. */
const hearing = 10_000;

/**
 * The control thread, seen from the main thread: see shared.ts. It starts while the main thread
 * loads the compiler.
 */
export class Control {
  readonly flags = new Int32Array(new SharedArrayBuffer(4 * Object.keys(slots).length));
  readonly line = new Uint8Array(new SharedArrayBuffer(maxInput));
  readonly #worker: Worker;
  /** Resolves when its sockets are open. */
  readonly ready: Promise<void>;
  readonly #ended: Promise<unknown>;
  #listener: ((event: ControlEvent) => void) | undefined;

  constructor(connection: Connection) {
    const workerData: ControlData = {
      connection,
      flags: this.flags,
      line: this.line,
      info: kernelInfo,
    };
    this.#worker = new Worker(join(__dirname, "controlThread.js"), { workerData });
    this.#ended = new Promise((resolve) => this.#worker.once("exit", resolve));
    this.ready = new Promise((resolve, reject) => {
      this.#worker.on("error", reject);
      this.#worker.on("message", (event: ControlEvent) => {
        if (event.type === "ready") resolve();
        // Node's inspector tells the thread of its end, too, and aborts where the thread is gone.
        else if (event.type === "disconnected") this.#tell({ type: "close" });
        else this.#listener?.(event);
      });
    });
  }

  listen(listener: (event: ControlEvent) => void): void {
    this.#listener = listener;
  }

  ask(question: AskForInput): void {
    this.#tell(question);
  }

  /** Publishes a message on iopub, also in the middle of synchronous code. */
  publish(message: readonly Uint8Array[]): void {
    const frames = packFrames(message);
    this.#tell({ type: "publish", frames }, [frames.bytes.buffer as ArrayBuffer]);
  }

  /** Says whose cell runs from now on. */
  setRunning(parent: Header | undefined): void {
    this.#tell({ type: "running", parent });
  }

  /** Whether the debugger is on. */
  get isDebugging(): boolean {
    return Atomics.load(this.flags, slots.debugging) === 1;
  }

  /** Tells the debugger of code that is about to run, and waits until its breakpoints are set. */
  begin(script: CompiledScript): void {
    Atomics.store(this.flags, slots.heard, 0);
    this.#tell({ type: "begin", script });
    Atomics.wait(this.flags, slots.heard, 0, hearing);
  }

  #tell(event: MainEvent, transferred: ArrayBuffer[] = []): void {
    this.#worker.postMessage(event, transferred);
  }

  /** Ends the thread; waits half a second at most. */
  async end(): Promise<void> {
    this.#tell({ type: "end" });
    await Promise.race([this.#ended, new Promise((resolve) => setTimeout(resolve, 500))]);
  }
}
