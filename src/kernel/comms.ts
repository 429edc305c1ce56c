import { randomUUID } from "node:crypto";
import { knownOptions } from "../base/unknownKeys";
import type { Comm, Kernel } from "./api";
import type { Content, Message } from "./message";
import type { Output, Publish } from "./output";

/** The options of what is sent. */
const known = ["metadata", "buffers"] as const;

/**
 * Conversations with widgets:
 * https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages
 */
export class Comms {
  readonly #open = new Map<string, Comm>();
  readonly #targets = new Map<string, (comm: Comm, data: Content) => void>();
  /** The front end's message that is being dealt with. */
  #answered: Message | undefined;

  constructor(
    private readonly publish: Publish,
    private readonly output: Output,
    private readonly parentOf: () => Message | undefined,
  ) {}

  readonly open: Kernel["openComm"] = (target, data = {}, options = {}) => {
    const { metadata, buffers } = knownOptions("Kernel.openComm", options, known);
    const comm = this.#add(randomUUID(), target);
    this.#send("comm_open", { comm_id: comm.id, target_name: target, data }, metadata, buffers);
    return comm;
  };

  readonly registerTarget: Kernel["registerTarget"] = (target, opened) =>
    void this.#targets.set(target, opened);

  /** `comm_info_reply`'s content. */
  info(target: unknown): Content {
    const wanted = [...this.#open.values()].filter(
      (comm) => typeof target !== "string" || comm.target === target,
    );
    return {
      status: "ok",
      comms: Object.fromEntries(wanted.map((comm) => [comm.id, { target_name: comm.target }])),
    };
  }

  /**
   * A `comm_open`, `comm_msg` or `comm_close` of the front end. What its handler sends at once is
   * an answer to it, also in the middle of a cell: Lab's widget manager waits for that when a page
   * is loaded anew.
   */
  receive(message: Message): void {
    this.#answered = message;
    try {
      this.#heed(message);
    } finally {
      this.#answered = undefined;
    }
  }

  #heed({ header, content, buffers }: Message): void {
    const {
      comm_id: id,
      target_name: target,
      data,
    } = content as { comm_id?: unknown; target_name?: unknown; data?: Content };
    if (typeof id !== "string") throw new TypeError(`expected a comm_id, received ${String(id)}`);
    const comm = this.#open.get(id);
    if (header.msg_type === "comm_msg") comm?.onMessage?.(data ?? {}, buffers);
    else if (header.msg_type === "comm_close") {
      this.#open.delete(id);
      comm?.onClose?.(data ?? {});
    } else {
      const opened = this.#targets.get(String(target));
      if (opened) opened(this.#add(id, String(target)), data ?? {});
      else this.#send("comm_close", { comm_id: id, data: {} }); // as the specification asks
    }
  }

  #add(id: string, target: string): Comm {
    const comm: Comm = {
      id,
      target,
      send: (data, options = {}) => {
        const { metadata, buffers } = knownOptions("Comm.send", options, known);
        this.#send("comm_msg", { comm_id: id, data }, metadata, buffers);
      },
      close: (data = {}) => {
        if (this.#open.delete(id)) this.#send("comm_close", { comm_id: id, data });
      },
    };
    this.#open.set(id, comm);
    return comm;
  }

  #send(
    type: string,
    content: Content,
    metadata: object = {},
    buffers: readonly Uint8Array[] = [],
  ): void {
    this.output.flush();
    const parent = this.#answered ?? this.parentOf();
    this.publish(type, content, parent, { metadata: metadata as Content, buffers });
  }
}
