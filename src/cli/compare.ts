import type { RunComparison } from "../runs";

/** `ganbook compare`: runs as a table, a row each. */
export function formatComparison({ settings, results, rows }: RunComparison): string {
  const columns = [...settings, ...results];
  const cells = [
    ["run", ...columns],
    ...rows.map(({ run, values }) => [run, ...columns.map((name) => String(values[name] ?? "–"))]),
  ];
  const widths = cells[0]!.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join("  ")
      .trimEnd();
  return cells.map(line).join("\n");
}
