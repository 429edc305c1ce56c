import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { jupyterEnvironment } from "../../src/cli/lab";
import { homePaths } from "../../src/base/paths";

export interface CellResult {
  status: "ok" | "error";
  seconds_after_interrupt: number | null;
  outputs: { type: string; text?: string; mimes?: string[] }[];
}

/**
 * Runs cells one after the other in the real kernel; `interrupt` presses stop so many seconds into
 * one of them.
 */
export function runCells(
  cells: string[],
  interrupt?: [cell: number, seconds: number],
): CellResult[] {
  const { stdout, stderr, status } = spawnSync(homePaths().python, ["test/support/cells.py"], {
    input: JSON.stringify({ cells, interrupt: interrupt ?? null }),
    encoding: "utf8",
    env: jupyterEnvironment(),
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as CellResult[];
}

/** Everything a cell printed. */
export const textOf = ({ outputs }: CellResult): string =>
  outputs.map(({ text }) => text ?? "").join("");
