/** A Jupyter front end for tests: starts the built kernel and speaks the wire protocol with it. */
import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { once } from "node:events";
import { Dealer, Request, Subscriber } from "zeromq";
import type { Connection } from "../../src/kernel/connection";
import { Wire, type Content, type Message } from "../../src/kernel/message";
import { temporaryFolder } from "./temporary";

export interface Ran {
  reply: Content;
  /** Everything published for the request. */
  messages: Message[];
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}

export interface StartOptions {
  /** The connection file of an earlier kernel, for one in its place. Default: a new one. */
  file?: string;
  env?: Record<string, string>;
  /**
   * A script that starts the kernel, whose arguments it is given. Default: it is started from here.
   */
  launcher?: string;
  /** The command of a kernelspec. Default: Node with the built kernel. */
  command?: string[];
}

async function newConnection(): Promise<Connection> {
  const ports = (await freePorts(5)) as [number, number, number, number, number];
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = ports;
  return {
    ...{ transport: "tcp", ip: "127.0.0.1", key: randomUUID(), signature_scheme: "hmac-sha256" },
    ...{ shell_port, iopub_port, stdin_port, control_port, hb_port },
  };
}

export class KernelClient {
  readonly published: Message[] = [];
  readonly shell = new Dealer({ routingId: "client", linger: 0 });
  readonly control = new Dealer({ routingId: "client", linger: 0 });
  readonly stdin = new Dealer({ routingId: "client", linger: 0 });
  /** What the kernel has written to its terminal. */
  log = "";
  /** Answers `input_request`s. */
  answer: ((content: Content) => string) | undefined;
  readonly #iopub = new Subscriber();
  readonly #replies = new Map<string, (message: Message) => void>();
  readonly #listeners = new Set<(message: Message) => void>();

  private constructor(
    readonly child: ChildProcess,
    readonly connection: Connection,
    readonly wire: Wire,
  ) {
    child.stderr!.on("data", (chunk: Buffer) => (this.log += chunk.toString()));
  }

  static async start(
    cwd = "notebooks",
    {
      file = join(temporaryFolder(), "connection.json"),
      env = {},
      launcher,
      command = [process.execPath, join(process.cwd(), "dist/kernel/main.js"), "{connection_file}"],
    }: StartOptions = {},
  ): Promise<KernelClient> {
    if (!existsSync(file)) writeFileSync(file, JSON.stringify(await newConnection()));
    const connection = JSON.parse(readFileSync(file, "utf8")) as Connection;
    const { key } = connection;
    const [program, ...rest] = command.map((part) => part.replace("{connection_file}", file));
    const args = launcher === undefined ? rest : ["-e", launcher, ...rest];
    const child = spawn(program!, args, {
      cwd,
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, ...env },
    });
    const client = new KernelClient(child, connection, new Wire(key, "test"));
    client.#connect();
    await client.request("kernel_info_request");
    await client.waitFor(({ header }) => header.msg_type === "iopub_welcome");
    return client;
  }

  #connect(): void {
    const address = (port: number): string => `tcp://127.0.0.1:${port}`;
    const { shell_port, iopub_port, stdin_port, control_port } = this.connection;
    this.shell.connect(address(shell_port));
    this.control.connect(address(control_port));
    this.stdin.connect(address(stdin_port));
    this.#iopub.connect(address(iopub_port));
    this.#iopub.subscribe();
    const read = async (
      socket: AsyncIterable<Buffer[]>,
      take: (message: Message) => void,
    ): Promise<void> => {
      try {
        for await (const frames of socket) take(this.wire.read(frames));
      } catch {
        // closed
      }
    };
    const settle = (message: Message): void => this.#replies.get(message.parent.msg_id!)?.(message);
    void read(this.shell, settle);
    void read(this.control, settle);
    void read(this.stdin, (message) => {
      const value = this.answer?.(message.content);
      if (value !== undefined)
        void this.stdin.send(this.wire.write("input_reply", { value }, message));
    });
    void read(this.#iopub, (message) => {
      this.published.push(message);
      for (const listener of this.#listeners) listener(message);
    });
  }

  /** Sends a request and waits for its reply. */
  async request(
    type: string,
    content: Content = {},
    socket: Dealer = this.shell,
    timeout = 60_000,
  ): Promise<Message> {
    const frames = this.wire.write(type, content, undefined);
    return this.reply(frames, socket, timeout);
  }

  async reply(frames: Buffer[], socket: Dealer = this.shell, timeout = 60_000): Promise<Message> {
    const { msg_id: id, msg_type: type } = this.idOf(frames);
    const reply = new Promise<Message>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`no reply to ${type} within ${timeout} ms\n${this.log}`)),
        timeout,
      );
      timer.unref(); // the sockets keep the process alive as long as an answer can come
      this.#replies.set(id, (message) => {
        clearTimeout(timer);
        resolve(message);
      });
    });
    await socket.send(frames);
    return reply.finally(() => this.#replies.delete(id));
  }

  idOf(frames: Buffer[]): { msg_id: string; msg_type: string } {
    return JSON.parse(frames[2]!.toString()) as { msg_id: string; msg_type: string };
  }

  /** Sends a message that has no reply, and waits until the kernel has dealt with it. */
  async tell(type: string, content: Content): Promise<Message[]> {
    const frames = this.wire.write(type, content, undefined);
    const { msg_id } = this.idOf(frames);
    const idle = this.#idle(msg_id);
    await this.shell.send(frames);
    await idle;
    return this.publishedFor(msg_id);
  }

  #idle(id: string): Promise<void> {
    return new Promise((resolve) => {
      const listener = ({ parent, header, content }: Message): void => {
        if (
          parent.msg_id !== id ||
          header.msg_type !== "status" ||
          content.execution_state !== "idle"
        )
          return;
        this.#listeners.delete(listener);
        resolve();
      };
      this.#listeners.add(listener);
    });
  }

  publishedFor(id: string): Message[] {
    return this.published.filter(({ parent }) => parent.msg_id === id);
  }

  /** Runs a cell and waits until all that it has published is there. */
  async run(code: string, options: Content = {}, timeout?: number): Promise<Ran> {
    const frames = this.wire.write(
      "execute_request",
      {
        code,
        silent: false,
        store_history: true,
        user_expressions: {},
        allow_stdin: true,
        stop_on_error: true,
        ...options,
      },
      undefined,
    );
    const { msg_id } = this.idOf(frames);
    const idle = this.#idle(msg_id);
    const { content } = await this.reply(frames, this.shell, timeout);
    await idle;
    return { reply: content, messages: this.publishedFor(msg_id) };
  }

  /** Waits for a published message. @returns undefined where none has come within `timeout` ms */
  waitFor(matches: (message: Message) => boolean): Promise<Message>;
  waitFor(matches: (message: Message) => boolean, timeout: number): Promise<Message | undefined>;
  async waitFor(
    matches: (message: Message) => boolean,
    timeout?: number,
  ): Promise<Message | undefined> {
    const seen = this.published.find(matches);
    if (seen) return seen;
    return new Promise((resolve) => {
      const end = (found: Message | undefined): void => {
        clearTimeout(timer);
        this.#listeners.delete(listener);
        resolve(found);
      };
      const listener = (message: Message): void => {
        if (matches(message)) end(message);
      };
      const timer = timeout === undefined ? undefined : setTimeout(() => end(undefined), timeout);
      this.#listeners.add(listener);
    });
  }

  async interrupt(): Promise<void> {
    await this.request("interrupt_request", {}, this.control);
  }

  /** One heartbeat; resolves with whether it came back. */
  async heartbeat(): Promise<boolean> {
    const socket = new Request();
    socket.connect(`tcp://127.0.0.1:${this.connection.hb_port}`);
    await socket.send("beat");
    const [beat] = await socket.receive();
    socket.close();
    return beat!.toString() === "beat";
  }

  async stop(): Promise<number | null> {
    const exited = once(this.child, "exit") as Promise<[number | null]>;
    await this.request("shutdown_request", { restart: false }, this.control);
    const [code] = await exited;
    this.close();
    return code;
  }

  /** Lets go of a kernel that has ended. */
  close(): void {
    for (const socket of [this.shell, this.control, this.stdin, this.#iopub]) socket.close();
  }
}

export const textOf = ({ messages }: Ran, name = "stdout"): string =>
  messages
    .filter(({ header, content }) => header.msg_type === "stream" && content.name === name)
    .map(({ content }) => content.text)
    .join("");

/** The types of a cell's messages, without status and the echoed input. */
export const typesOf = ({ messages }: Ran): string[] =>
  messages
    .map(({ header }) => header.msg_type)
    .filter((type) => type !== "status" && type !== "execute_input");

/** The text of a cell's value. */
export const valueOf = ({ messages }: Ran): unknown => {
  const result = messages.find(({ header }) => header.msg_type === "execute_result");
  return (result?.content.data as Content | undefined)?.["text/plain"];
};
