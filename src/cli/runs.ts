import * as ganbook from "../index";

export interface SampleArguments {
  count: number;
  seed: number;
  out: string | undefined;
  /** A step, "best" or "latest". */
  step: string;
}

/** `ganbook sample`: what a recorded run's generator draws, as a picture or numbers. */
export async function sample(
  folder: string,
  { count, seed, out, step }: SampleArguments,
): Promise<void> {
  await ganbook.startRuntime({ print: false });
  const { game, data } = await ganbook.loadGame(folder, { step: stepOf(step) });
  const drawn = await ganbook.sampleGenerator(generatorOf(game), { count, seed });
  const isPoints = drawn.shape.length === 1 && drawn.shape[0] === 2;
  const plot = isPoints
    ? ganbook.plotDecision2d({ real: data, fake: drawn, title: `Step ${game.step}` })
    : ganbook.plotSamples(drawn, { count });
  console.log(ganbook.savePlot(out ?? (isPoints ? "samples.svg" : "samples.png"), plot));
}

/** `ganbook export`: a recorded run's generator for use elsewhere. */
export async function exportRun(
  folder: string,
  format: string,
  out: string | undefined,
  step: string,
): Promise<void> {
  await ganbook.startRuntime({ print: false });
  const { game } = await ganbook.loadGame(folder, { step: stepOf(step) });
  const endings: Record<string, string> = { keras: ".h5", onnx: ".onnx" };
  const path = out ?? `generator-${format}${endings[format] ?? ""}`;
  console.log(await ganbook.exportModel(generatorOf(game), format as ganbook.ExportFormat, path));
}

function stepOf(step: string): number | "best" | "latest" {
  if (step === "best" || step === "latest") return step;
  if (!/^\d+$/.test(step))
    throw new TypeError(`--step: expected a number, "best" or "latest", received "${step}"`);
  return Number(step);
}

/** The generator that draws best: the averaged one, where there is one. */
const generatorOf = ({ average, generator }: ganbook.Game): ganbook.Game["generator"] =>
  average?.generator ?? generator;

/** `ganbook compare`: runs side by side, as a table. */
export function compare(folders: readonly string[], asJson: boolean): void {
  const comparison = ganbook.compareRuns(...folders);
  if (asJson) return console.log(JSON.stringify(comparison, null, 2));
  const rows = [
    ["", ...comparison.runs],
    ...comparison.settings.map(({ name, values }) => [name, ...values.map(String)]),
    ...comparison.numbers.map(({ name, values }) => [name, ...values.map(String)]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join("  ")
        .trimEnd(),
    );
}
