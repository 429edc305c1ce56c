/**
 * Jupyter's wire protocol:
 * https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol
 */
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

export type Content = Record<string, unknown>;

export interface Header {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  date: string;
  version: string;
}

export interface Message {
  /** Routing addresses of a request; the topic of a published message. */
  readonly identities: readonly Buffer[];
  readonly header: Header;
  readonly parent: Partial<Header>;
  readonly metadata: Content;
  readonly content: Content;
  readonly buffers: readonly Buffer[];
}

/** The version of the messaging protocol that the kernel speaks. */
export const protocolVersion = "5.4";

const delimiter = Buffer.from("<IDS|MSG>");
const isRecord = (value: unknown): value is Content =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Half a character of two: legal in JavaScript's texts, not in UTF-8. */
const loneHalf = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * As JSON that any reader can write to a file: with such a half, which JSON writes as an escape,
 * Python can save no notebook. It becomes U+FFFD.
 */
function stringify(part: object): string {
  const text = JSON.stringify(part);
  if (!/\\ud[89a-f]/i.test(text)) return text;
  const whole = (half: string): string => half.replace(loneHalf, "\ufffd");
  return JSON.stringify(part, (_, value: unknown) => {
    if (typeof value === "string") return whole(value);
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [whole(key), entry]));
  });
}

/** Signs, checks, writes and reads messages for one connection. */
export class Wire {
  readonly #session = randomUUID();
  /** Signatures seen lately: a message that is sent again is not executed again. */
  readonly #seen = new Set<string>();

  constructor(
    private readonly key: string,
    private readonly username = "kernel",
  ) {}

  /**
   * Reads a message.
   *
   * @throws Error when it is cut off, not signed with our key, replayed or not JSON objects
   */
  read(frames: readonly Buffer[]): Message {
    const at = frames.findIndex((frame) => frame.equals(delimiter));
    if (at < 0) throw new Error("expected the delimiter <IDS|MSG>, received none");
    const [signature, ...parts] = frames.slice(at + 1);
    if (!signature || parts.length < 4)
      throw new Error(`expected a signature and at least 4 parts, received ${parts.length}`);
    if (this.key) this.#check(signature, parts.slice(0, 4));
    const [header, parent, metadata, content] = parts
      .slice(0, 4)
      .map((part) => JSON.parse(part.toString()) as unknown);
    if (!isRecord(header) || !isRecord(parent) || !isRecord(metadata) || !isRecord(content))
      throw new Error("expected four JSON objects, received something else");
    if (typeof header.msg_type !== "string" || typeof header.msg_id !== "string")
      throw new Error("expected a header with msg_type and msg_id, received another");
    return {
      identities: frames.slice(0, at),
      header: header as unknown as Header,
      parent: parent,
      metadata,
      content,
      buffers: parts.slice(4),
    };
  }

  /** A message of ours as frames, ready to be sent. */
  write(
    type: string,
    content: Content,
    parent: Pick<Message, "header"> | undefined,
    {
      identities = [] as readonly Buffer[],
      metadata = {},
      buffers = [] as readonly Uint8Array[],
    } = {},
  ): Buffer[] {
    const header: Header = {
      msg_id: randomUUID(),
      msg_type: type,
      session: this.#session,
      username: this.username,
      date: new Date().toISOString(),
      version: protocolVersion,
    };
    const parts = [header, parent?.header ?? {}, metadata, content].map((part) =>
      Buffer.from(stringify(part)),
    );
    const signature = Buffer.from(this.key ? this.#sign(parts) : "");
    return [
      ...identities,
      delimiter,
      signature,
      ...parts,
      ...buffers.map((buffer) => Buffer.from(buffer)),
    ];
  }

  #sign(parts: readonly Buffer[]): string {
    const hash = createHmac("sha256", this.key);
    for (const part of parts) hash.update(part);
    return hash.digest("hex");
  }

  #check(signature: Buffer, parts: readonly Buffer[]): void {
    const expected = Buffer.from(this.#sign(parts));
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected))
      throw new Error(
        "expected a message signed with this kernel's key, received another signature",
      );
    const text = expected.toString();
    if (this.#seen.has(text))
      throw new Error("expected a new message, received one for the second time");
    this.#seen.add(text);
    if (this.#seen.size > 10_000) this.#seen.delete(this.#seen.values().next().value!);
  }
}
