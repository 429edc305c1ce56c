import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import type { Message } from "../../../src/kernel/message";
import { KernelClient, type Ran } from "../../support/kernelClient";
import { Outputs, type CellOutput } from "../outputs";
import type { Cell } from "../sentences";
import type { Action, Edit, Press } from "./try";

const longest = 3_600_000;

/** What a cell shows in the end: a display that is drawn anew takes the place of the old one. */
function outputsOf(messages: readonly Message[]): CellOutput[] {
  const outputs: (CellOutput & { id?: string })[] = [];
  for (const { header, content } of messages) {
    if (header.msg_type === "stream")
      outputs.push({ name: String(content.name), text: String(content.text) });
    if (!/^(update_)?display_data$|^execute_result$/.test(header.msg_type)) continue;
    const id = (content.transient as { display_id?: string } | undefined)?.display_id;
    const shown = { data: content.data as Record<string, unknown>, ...(id && { id }) };
    const place = outputs.findIndex((output) => id !== undefined && output.id === id);
    if (place >= 0) outputs[place] = shown;
    else outputs.push(shown);
  }
  return outputs;
}

const textsOf = (messages: readonly Message[]): string[] =>
  new Outputs(new Map([["", outputsOf(messages)]])).texts("");

/** A notebook's cells after a reader's edits. */
export class Notebook {
  readonly #cells: Map<string, string>;

  constructor(file: string) {
    const { cells } = JSON.parse(readFileSync(`notebooks/${file}`, "utf8")) as { cells: Cell[] };
    const code = cells.filter(({ cell_type }) => cell_type === "code");
    this.#cells = new Map(code.map(({ id, source }) => [id, source.join("")]));
  }

  /** A cell's code. @throws AssertionError where there is no such cell, or no place for an edit */
  code(cell: string, edits: readonly Edit[] = []): string {
    const code = this.#cells.get(cell);
    assert.ok(code !== undefined, `expected a cell "${cell}" of code`);
    return edits.reduce((text, [from, to]) => {
      assert.equal(text.split(from).length, 2, `expected "${from}" once in cell "${cell}"`);
      return text.replace(from, () => to);
    }, code);
  }
}

/** A notebook that is open in a kernel. */
export class Session {
  readonly #shown = new Map<string, CellOutput[]>();
  #kernel: KernelClient | undefined;

  /** @param env of the kernel, as `{ GANBOOK_FAST: "1" }` */
  constructor(
    private readonly notebook: Notebook,
    private readonly folder: string,
    private readonly env: Record<string, string>,
  ) {}

  /** What has been shown so far, by cell. */
  get shown(): Map<string, CellOutput[]> {
    return new Map(this.#shown);
  }

  /** Does what a reader does. @throws AssertionError where a cell fails */
  async act(action: Action): Promise<void> {
    if (typeof action === "string") return this.act({ cell: action });
    if ("newCell" in action) return this.#run(action.newCell, action.code);
    const { cell, edits, press, as = cell } = action;
    return this.#run(as, this.notebook.code(cell, edits), press);
  }

  async #run(cell: string, code: string, press?: Press): Promise<void> {
    this.#kernel ??= await KernelClient.start(this.folder, { env: this.env });
    const kernel = this.#kernel;
    const running = kernel.run(code, {}, longest);
    if (press) {
      await this.#moment(kernel, running, press);
      if (press.button === "restart") return this.close();
      await kernel.interrupt();
    }
    const { reply, messages } = await running;
    const trace = (reply.traceback as string[] | undefined)?.join("\n");
    assert.equal(reply.status, "ok", `cell "${cell}":\n${code}\n${trace}`);
    this.#shown.set(cell, outputsOf(messages));
  }

  /** Waits until it is time to press. @throws AssertionError where the cell ends before */
  async #moment(kernel: KernelClient, running: Promise<Ran>, { when }: Press): Promise<void> {
    const from = kernel.published.length;
    let hasEnded = false;
    void running.then(() => (hasEnded = true));
    while (!when(textsOf(kernel.published.slice(from)), this.folder)) {
      assert.ok(!hasEnded, "expected a moment to press the button, but the cell has ended");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Ends the kernel, whatever it does; the next cell finds a new one. */
  async close(): Promise<void> {
    const kernel = this.#kernel;
    this.#kernel = undefined;
    await kernel?.stop();
  }
}
