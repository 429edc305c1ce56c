/** What cells print and show, as messages to the front end. */
import { StringDecoder } from "node:string_decoder";
import { format as formatText } from "node:util";
import { writeForEyes, type TextOutput } from "../base/output";
import { knownOptions } from "../base/unknownKeys";
import type { DisplayOptions, MimeBundle } from "./api";
import type { Content, Message } from "./message";

/** Publishes a message on the kernel's iopub socket. */
export type Publish = (
  type: string,
  content: Content,
  parent: Message | undefined,
  options?: PublishOptions,
) => void;

export interface PublishOptions {
  metadata?: Content;
  buffers?: readonly Uint8Array[];
}

type StreamName = "stdout" | "stderr";

/**
 * Printed text is sent at once after this pause, in ms, and otherwise together: front ends refuse
 * 1,000 messages a second.
 */
const pause = 20;
const largest = 1 << 16;

/** Outputs go to the request that `parentOf` names: the cell whose code prints, or the last one. */
export class Output {
  #pending: { name: StreamName; text: string; parent: Message | undefined } | undefined;
  #lastSent = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #terminal: TextOutput = {
    write: process.stderr.write.bind(process.stderr),
    on: process.stderr.on.bind(process.stderr),
  };

  constructor(
    private readonly publish: Publish,
    private readonly parentOf: () => Message | undefined,
  ) {}

  /** Sends what is printed to the front end, from now on. */
  capture(): void {
    for (const name of ["stdout", "stderr"] as const) {
      const decoder = new StringDecoder();
      const write = (chunk: unknown, ...rest: unknown[]): boolean => {
        const encoding = typeof rest[0] === "string" ? (rest[0] as BufferEncoding) : "utf8";
        const isText = typeof chunk === "string";
        if (isText && /^utf-?8$/i.test(encoding)) this.stream(name, decoder.end() + chunk);
        else
          this.stream(
            name,
            decoder.write(isText ? Buffer.from(chunk, encoding) : Buffer.from(chunk as Uint8Array)),
          );
        const done = rest.find((argument) => typeof argument === "function");
        if (typeof done === "function") process.nextTick(done);
        return true;
      };
      process[name].write = write;
      // The stream stays: a cell that ends it has only written its last text.
      const end = (chunk?: unknown, ...rest: unknown[]): unknown => {
        if (typeof chunk === "function") process.nextTick(chunk);
        else if (chunk !== undefined) write(chunk, ...rest);
        return process[name];
      };
      Object.defineProperty(process[name], "end", { value: end, configurable: true });
    }
  }

  /** Prints to the terminal that the kernel was started from. */
  log(...args: unknown[]): void {
    writeForEyes(this.#terminal, `ganbook kernel: ${formatText(...args)}\n`);
  }

  stream(name: StreamName, text: string): void {
    const parent = this.parentOf();
    if (this.#pending && (this.#pending.name !== name || this.#pending.parent !== parent))
      this.flush();
    if (this.#pending) this.#pending.text += text;
    else this.#pending = { name, text, parent };
    if (this.#pending.text.length > largest || performance.now() - this.#lastSent > pause)
      this.#flushWhole();
    else this.#timer ??= setTimeout(() => this.#flushWhole(), pause);
  }

  /**
   * Sends printed text that waits, but for half a character at its end, whose other half may come.
   */
  #flushWhole(): void {
    const { name, text = "", parent } = this.#pending ?? {};
    const half = /[\ud800-\udbff]$/.exec(text)?.[0];
    if (half === undefined) return this.flush();
    this.#pending!.text = text.slice(0, -1);
    this.flush();
    this.#pending = { name: name!, text: half, parent };
    this.#timer = setTimeout(() => this.flush(), pause);
  }

  /** Sends printed text that waits; before anything else, so that the order is kept. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const pending = this.#pending;
    if (!pending) return;
    this.#pending = undefined;
    if (pending.text === "") return;
    this.#lastSent = performance.now();
    this.publish("stream", { name: pending.name, text: pending.text }, pending.parent);
  }

  display(bundle: MimeBundle, options: DisplayOptions = {}): void {
    const known = ["metadata", "displayId", "update"] as const;
    const given = knownOptions("Kernel.display", options, known);
    const { metadata = {}, displayId, update = false } = given;
    this.flush();
    const transient = displayId === undefined ? {} : { display_id: displayId };
    const type = update ? "update_display_data" : "display_data";
    this.publish(type, { data: bundle, metadata, transient }, this.parentOf());
  }

  clear(wait = false): void {
    this.flush();
    this.publish("clear_output", { wait }, this.parentOf());
  }
}
