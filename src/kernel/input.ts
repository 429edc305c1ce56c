/**
 * Typed input: `prompt(question)` as in browsers and Deno, and Node's `readline` over
 * `process.stdin`.
 */
import { Readable } from "node:stream";
import type { Message } from "./message";
import { Interrupted } from "./errors";
import { inputStates, slots, type AskForInput } from "./shared";

export class Input {
  #waiting: ((line: string | undefined) => void)[] = [];

  /**
   * @param ask sends the question to the control thread @param request the request of the cell that
   *   asks
   */
  constructor(
    private readonly flags: Int32Array,
    private readonly line: Uint8Array,
    private readonly ask: (question: AskForInput) => void,
    private readonly request: () => Message | undefined,
  ) {}

  /** Puts `prompt` and a `process.stdin` that asks the front end in place. */
  install(): void {
    Object.defineProperty(globalThis, "prompt", {
      value: this.prompt,
      configurable: true,
      writable: true,
    });
    const waitForLine = (): Promise<string | undefined> => this.#readLine();
    const stdin = new Readable({
      read() {
        void waitForLine().then(
          (line) => this.push(line === undefined ? null : `${line}\n`),
          (error: Error) => this.destroy(error),
        );
      },
    });
    Object.defineProperty(process, "stdin", { value: stdin, configurable: true });
  }

  /**
   * Asks for a line and waits for it. @throws Error where nobody can answer; Interrupted when the
   * cell is stopped
   */
  readonly prompt = (question = "", password = false): string => {
    Atomics.store(this.flags, slots.input, inputStates.waiting);
    this.#ask(String(question), password === true);
    while (Atomics.load(this.flags, slots.input) === inputStates.waiting)
      Atomics.wait(this.flags, slots.input, inputStates.waiting);
    if (Atomics.load(this.flags, slots.input) === inputStates.interrupted) {
      Atomics.store(this.flags, slots.interrupt, 0);
      throw new Interrupted();
    }
    return Buffer.from(this.line.slice(0, Atomics.load(this.flags, slots.inputLength))).toString();
  };

  /** The control thread has a line, or knows that there will be none. */
  receive(line: string | undefined): void {
    this.#waiting.shift()?.(line);
  }

  #readLine(): Promise<string | undefined> {
    return new Promise((resolve) => {
      this.#ask("", false);
      this.#waiting.push(resolve);
    });
  }

  #ask(prompt: string, password: boolean): void {
    const request = this.request();
    if (request?.content.allow_stdin !== true)
      throw new Error(
        "expected a front end that can ask for input, received one that cannot (e.g. nbconvert)",
      );
    const identities = request.identities.map((identity) => new Uint8Array(identity));
    this.ask({ type: "input", identities, parent: request.header, prompt, password });
  }
}
