/** A terminal of so many columns that keeps what would be seen. */
import { Terminal as Emulator } from "@xterm/headless";
import type { Terminal } from "../../src/notebook/progressBar";

export class Screen implements Terminal {
  readonly isTTY = true;
  readonly #emulator: Emulator;

  constructor(
    public columns: number,
    private readonly rows = 12,
  ) {
    this.#emulator = new Emulator({
      cols: columns,
      rows,
      allowProposedApi: true,
      convertEol: true,
    });
  }

  write(text: string): void {
    this.#emulator.write(text);
  }

  resize(columns: number): void {
    this.columns = columns;
    this.#emulator.resize(columns, this.rows);
  }

  /** The lines that are seen, once all that was written is drawn; without empty ones at the end. */
  async lines(): Promise<string[]> {
    await new Promise<void>((drawn) => this.#emulator.write("", drawn));
    const { active } = this.#emulator.buffer;
    const lines = Array.from({ length: active.length }, (_, row) =>
      active.getLine(row)!.translateToString(true),
    );
    while (lines.length && lines.at(-1) === "") lines.pop();
    return lines;
  }
}
