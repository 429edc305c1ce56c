/** A front end's debugger for tests, as JupyterLab's: requests on control, events on iopub. */
import type { Content, Message } from "../../src/kernel/message";
import type { Variable } from "../../src/kernel/debugger/protocol";
import type { KernelClient, Ran } from "./kernelClient";

/** How long an event may take, in ms, on a busy machine. */
const patience = 20_000;

export interface StackFrame {
  id: number;
  name: string;
  line: number;
  source: { path: string };
}

export class DebugClient {
  #seq = 0;
  #read = 0;

  constructor(readonly kernel: KernelClient) {}

  /** What the kernel answers, whether it has succeeded or not. */
  async ask(command: string, args: Content = {}): Promise<Content> {
    const request = { type: "request", seq: ++this.#seq, command, arguments: args };
    const { content } = await this.kernel.request(
      "debug_request",
      request,
      this.kernel.control,
      patience,
    );
    return content;
  }

  /** The body of an answer. @throws Error where the request has failed */
  async body<T = Content>(command: string, args: Content = {}): Promise<T> {
    const { success, message, body } = await this.ask(command, args);
    if (success !== true) throw new Error(`${command}: ${message as string}`);
    return body as T;
  }

  /** Switches the debugger on as JupyterLab does. */
  async start(): Promise<void> {
    await this.ask("debugInfo");
    await this.body("initialize", { clientID: "test", linesStartAt1: true });
    await this.body("attach");
    await this.body("configurationDone");
  }

  /** Tells the kernel of a cell, and sets breakpoints in it. @returns the cell's path */
  async set(code: string, lines: number[], more: Content = {}): Promise<string> {
    const { sourcePath } = await this.body<{ sourcePath: string }>("dumpCell", { code });
    const breakpoints = lines.map((line) => ({ line, ...more }));
    await this.body("setBreakpoints", { source: { path: sourcePath }, breakpoints });
    return sourcePath;
  }

  /**
   * The next event of that name; earlier ones are passed over.
   *
   * @throws Error that tells what came instead, after `patience`
   */
  async event(name: string): Promise<Content> {
    const isNext = ({ header, content }: Message): boolean =>
      header.msg_type === "debug_event" && content.event === name;
    const { published } = this.kernel;
    const from = this.#read;
    const found = await this.kernel.waitFor(
      (message) => published.indexOf(message) >= from && isNext(message),
      patience,
    );
    if (!found) {
      const came = published.slice(from).map(({ header: { msg_type }, content }) => {
        const { event, execution_state: state, text, evalue } = content;
        return [msg_type, event ?? state ?? text ?? evalue].join(" ");
      });
      const what = came.join(", ") || "nothing";
      throw new Error(`expected a debug_event "${name}", received in ${patience} ms: ${what}`);
    }
    this.#read = published.indexOf(found) + 1;
    return found.content.body as Content;
  }

  async stack(): Promise<StackFrame[]> {
    const { stackFrames } = await this.body<{ stackFrames: StackFrame[] }>("stackTrace", {
      threadId: 1,
    });
    return stackFrames;
  }

  /** Waits for a stop. @returns its reason and line */
  async stop(): Promise<{ reason: unknown; line: number; frames: StackFrame[] }> {
    const { reason } = await this.event("stopped");
    const frames = await this.stack();
    return { reason, line: frames[0]!.line, frames };
  }

  /** Steps, and waits for the next stop. @returns its line */
  async step(command: "next" | "stepIn" | "stepOut"): Promise<number> {
    await this.body(command, { threadId: 1 });
    return (await this.stop()).line;
  }

  async continue(): Promise<void> {
    await this.body("continue", { threadId: 1 });
  }

  /** The variables of one of a frame's scopes, by name. */
  async variables(scope: string, frameId = 1): Promise<Record<string, string>> {
    const found = await this.scope(scope, frameId);
    return found ? valuesOf(await this.children(found)) : {};
  }

  /** The reference of a scope. */
  async scope(name: string, frameId = 1): Promise<number | undefined> {
    const { scopes } = await this.body<{ scopes: { name: string; variablesReference: number }[] }>(
      "scopes",
      { frameId },
    );
    return scopes.find((scope) => scope.name === name)?.variablesReference;
  }

  async children(variablesReference: number, page: Content = {}): Promise<Variable[]> {
    const given = { variablesReference, ...page };
    return (await this.body<{ variables: Variable[] }>("variables", given)).variables;
  }

  async evaluate(expression: string, frameId?: number): Promise<unknown> {
    const given = frameId === undefined ? { expression } : { expression, frameId };
    return (await this.body("evaluate", given)).result;
  }

  /** Runs a cell and waits until it stops. */
  async runToStop(code: string): Promise<{ line: number; reason: unknown; ran: Promise<Ran> }> {
    const ran = this.kernel.run(code);
    const { line, reason } = await this.stop();
    return { line, reason, ran };
  }
}

export const valuesOf = (variables: Variable[]): Record<string, string> =>
  Object.fromEntries(variables.map(({ name, value }) => [name, value]));
