import { extname } from "node:path";
import { writeFileAtomically } from "../base/files";
import { sampleGenerator } from "../build";
import type { Dataset } from "../data";
import { type Figure, type Png, plotDecision2d, plotSamples, savePlot } from "../plot";
import { loadGenerator } from "../runs";
import { startRuntime } from "../runtime";
import { decodeTable, tableToCsv } from "../tables";
import { decodeSentences } from "../text";
import { readConfig } from "../runs/config";
import { UsageError } from "./command";
import { layersOf, notesIn } from "./notes";

export interface SampleArguments {
  count: number;
  seed: number;
  /** A step, "best" or "latest". */
  step: string;
  /** Class numbers, drawn in turn. */
  classes: readonly number[] | undefined;
  out: string | undefined;
}

/** What can be made of samples, by the ending of the file. */
type Maker = () => string | Png | Figure;

/**
 * `ganbook sample`: what a recorded run's generator draws: a picture, or a file of numbers, rows or
 * sentences. Returns the file's path. The run's data are not needed.
 */
export async function sample(
  folder: string,
  { count, seed, step, classes, out }: SampleArguments,
): Promise<string> {
  await startRuntime({ print: false });
  const loaded = await loadDrawing(folder, step);
  const { generator, config } = loaded;
  const labels = classes && Array.from({ length: count }, (_, i) => classes[i % classes.length]!);
  const drawn = await sampleGenerator(generator, {
    count,
    seed,
    ...(labels && { labels }),
  });
  const { standard, makers } = makersFor(drawn, config, loaded.step);
  const path = out ?? `samples${standard}`;
  const make = makers[extname(path)];
  if (!make)
    throw new UsageError(
      `--out: expected a file that ends in ${Object.keys(makers).join(" or ")}, received "${path}"`,
    );
  const made = make();
  return typeof made === "string" ? writeFileAtomically(path, made) : savePlot(path, made);
}

/** A run's generator, with the layers that its module brings. */
export async function loadDrawing(folder: string, step: string): ReturnType<typeof loadGenerator> {
  const layers = await layersOf(notesIn(readConfig(folder).config));
  return loadGenerator(folder, { step: stepOf(step), layers });
}

type Config = Awaited<ReturnType<typeof loadGenerator>>["config"];

function makersFor(
  drawn: Dataset,
  { data: { codes, vocabulary, separator = " " } }: Config,
  step: number,
): { standard: string; makers: Record<string, Maker> } {
  const { shape, size } = drawn;
  if (vocabulary) {
    const text = (): string => decodeSentences(drawn, { vocabulary, separator }).join("\n") + "\n";
    return { standard: ".txt", makers: { ".txt": text } };
  }
  if (codes) {
    const rows = (): string => tableToCsv(decodeTable(drawn, { codes, shape }));
    return { standard: ".csv", makers: { ".csv": rows } };
  }
  const numbers = { ".csv": () => numbersToCsv(drawn) };
  if (shape.length === 3)
    return {
      standard: ".png",
      makers: { ".png": () => plotSamples(drawn, { count: size }), ...numbers },
    };
  const isPoints = shape.length === 1 && shape[0] === 2;
  if (!isPoints) return { standard: ".csv", makers: numbers };
  const figure = (): Figure => plotDecision2d({ fake: drawn, title: `Step ${step}` });
  return { standard: ".svg", makers: { ".svg": figure, ".html": figure, ...numbers } };
}

/** A row a sample: its label, where it has one, and its numbers. */
function numbersToCsv({ samples, shape, size, labels }: Dataset): string {
  const length = shape.reduce((product, side) => product * side, 1);
  const names = [...(labels ? ["label"] : []), ...Array.from({ length }, (_, i) => `value${i}`)];
  const rows = Array.from({ length: size }, (_, i) => [
    ...(labels ? [labels[i]!] : []),
    ...samples.subarray(i * length, (i + 1) * length),
  ]);
  return `${[names, ...rows].map((row) => row.join(",")).join("\n")}\n`;
}

/** A step as an option of the command line. */
function stepOf(step: string): number | "best" | "latest" {
  if (step === "best" || step === "latest") return step;
  if (!/^\d+$/.test(step))
    throw new UsageError(`--step: expected a number, "best" or "latest", received "${step}"`);
  return Number(step);
}
