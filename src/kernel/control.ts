import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Connection } from "./connection";
import { kernelInfo } from "./info";
import { maxInput, type AskForInput, type ControlData, type ControlEvent } from "./shared";

/**
 * The control thread, seen from the main thread: see shared.ts. It starts while the main thread
 * loads the compiler.
 */
export class Control {
  readonly flags = new Int32Array(new SharedArrayBuffer(24));
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
        else this.#listener?.(event);
      });
    });
  }

  listen(listener: (event: ControlEvent) => void): void {
    this.#listener = listener;
  }

  ask(question: AskForInput): void {
    this.#worker.postMessage(question);
  }

  /** Ends the thread; waits half a second at most. */
  async end(): Promise<void> {
    this.#worker.postMessage("end");
    await Promise.race([this.#ended, new Promise((resolve) => setTimeout(resolve, 500))]);
  }
}
