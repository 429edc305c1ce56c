/**
 * The iopub socket. It lives in the control thread, so that what is published goes out while the
 * main thread computes or is stopped at a breakpoint.
 */
import { XPublisher } from "zeromq";
import { addressOf, type Connection } from "./connection";
import type { Header, Message, Wire } from "./message";
import { Sender } from "./sender";
import type { PackedFrames } from "./shared";

export class Publisher {
  readonly #socket = new XPublisher({ linger: 500, sendHighWaterMark: 0, verbosity: "allSubs" });
  readonly #sender = new Sender(this.#socket);
  /** The request whose cell runs. */
  running: Header | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly wire: Wire,
  ) {}

  async open(): Promise<void> {
    await this.#socket.bind(addressOf(this.connection, this.connection.iopub_port));
    void this.#welcome();
  }

  /**
   * Tells each new listener that it hears from now on
   * (https://github.com/jupyter/enhancement-proposals/pull/65).
   */
  async #welcome(): Promise<void> {
    for await (const [event] of this.#socket) {
      if (event?.[0] !== 1) continue; // 1 subscribes, 0 unsubscribes
      const topic = event.subarray(1);
      const content = { subscription: topic.toString() };
      this.send(this.wire.write("iopub_welcome", content, undefined, { identities: [topic] }));
    }
  }

  send(frames: Buffer[]): void {
    this.#sender.send(frames);
  }

  /** Says that a request of the control socket is being dealt with. */
  sayBusy(request: Message): void {
    this.#sayState("busy", request);
  }

  /**
   * Says that a request of the control socket has been dealt with. In the middle of a cell the
   * kernel is busy all the same; that is not said after the debugger's requests: JupyterLab asks
   * for the variables at each message of a cell, and would never end.
   */
  sayIdle(request: Message): void {
    this.#sayState("idle", request);
    if (this.running && request.header.msg_type !== "debug_request")
      this.#sayState("busy", { header: this.running });
  }

  #sayState(execution_state: string, request: Pick<Message, "header">): void {
    this.send(this.wire.write("status", { execution_state }, request));
  }

  /** Sends what waits, and closes. */
  async close(): Promise<void> {
    await this.#sender.drained();
    this.#socket.close();
  }
}

/** A message's frames as one piece of memory, which changes threads without being copied. */
export function packFrames(frames: readonly Uint8Array[]): PackedFrames {
  const lengths = frames.map(({ byteLength }) => byteLength);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const frame of frames) {
    bytes.set(frame, at);
    at += frame.byteLength;
  }
  return { bytes, lengths };
}

export function unpackFrames({ bytes, lengths }: PackedFrames): Buffer[] {
  let end = 0;
  return lengths.map((length) => {
    end += length;
    return Buffer.from(bytes.buffer, bytes.byteOffset + end - length, length);
  });
}
