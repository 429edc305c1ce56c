/**
 * How tensors, models, datasets, histories and games show themselves as the last expression of a
 * cell.
 */
import * as tf from "@tensorflow/tfjs";

import { createDataset } from "../data/dataset";
import { isData, isNumbers, type Data } from "../data/pictures";
import { decodeSentences } from "../data/text";
import { isText, viewText } from "../data/textDataset";
import { runningKernel, type MimeBundle } from "../kernel/api";
import { isFigure } from "../plot/figure";
import { plotLosses } from "../plot/history";
import { isPng } from "../plot/png";
import { plotDecision2d } from "../plot/decision2d";
import { plotSamples } from "../plot/samples";
import type { Game } from "../train/game";
import type { History } from "../train/history";
import type { TrainingRun } from "../train/trainGan";
import { bundleOf } from "./bundle";
import { drawGame } from "./gameDiagram";

const rows = 8;
const columns = 8;

/** A value's pictures and tables, or undefined where the kernel's text is as good. */
export async function formatValue(value: unknown): Promise<MimeBundle | undefined> {
  if (typeof value !== "object" || value === null) return undefined;
  if (isFigure(value) || isPng(value)) return bundleOf(value).data;
  if (value instanceof tf.Tensor) return formatTensor(value as tf.Tensor);
  if (value instanceof tf.LayersModel) return formatModel(value);
  if (isShown(value)) return formatData(value);
  if (isHistory(value))
    return {
      ...bundleOf(plotLosses(value)).data,
      "text/plain": `History of ${value.step.length} steps`,
    };
  const game = isGame(value)
    ? value
    : isGame((value as Partial<TrainingRun>).game)
      ? (value as TrainingRun).game
      : undefined;
  return game && { "image/svg+xml": drawGame(game), "text/plain": `game at step ${game.step}` };
}

/** Tells the running kernel, if any. Called once, when the library is loaded. */
export function registerDisplays(): void {
  runningKernel()?.addFormatter(formatValue);
}

const isShown = (value: object): value is Data => isData(value) && Array.isArray(value.shape);
const isHistory = (value: object): value is History =>
  Array.isArray((value as Partial<History>).discriminatorLoss) &&
  Array.isArray((value as Partial<History>).step);
const isGame = (value: unknown): value is Game =>
  (value as Partial<Game> | undefined)?.generator instanceof tf.LayersModel &&
  (value as Partial<Game>).discriminatorOptimizer !== undefined;

const number = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toPrecision(4);
const isImage = (shape: readonly number[]): boolean =>
  shape.length === 3 && [1, 3, 4].includes(shape[2]!);

async function formatTensor(tensor: tf.Tensor): Promise<MimeBundle> {
  const head = `Tensor ${tensor.dtype} ${JSON.stringify(tensor.shape)}`;
  if (tensor.isDisposed) return { "text/plain": `${head}, disposed` };
  const text = { "text/plain": `${head}\n${tensor.toString()}` };
  const values = Float32Array.from(await tensor.data<"float32">());
  const shape = tensor.rank === 4 ? tensor.shape.slice(1) : tensor.shape;
  if (isImage(shape) && values.length) {
    const images = createDataset({ name: head, samples: finite(values), shape });
    return { ...bundleOf(plotSamples(images, { count: Math.min(36, images.size) })).data, ...text };
  }
  if (tensor.rank > 2) return text;
  const [height, width] =
    tensor.rank === 2 ? (tensor.shape as [number, number]) : [1, values.length];
  const across = Array.from({ length: Math.min(width, columns) }, (_, j) => j);
  const more = width > columns ? " … |" : "";
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |${more}`;
  const body = Array.from({ length: Math.min(height, rows) }, (_, i) =>
    line([`**${i}**`, ...across.map((j) => number(values[i * width + j]!))]),
  );
  const rule = line(["---", ...across.map(() => "---:")]).replace(" … |", " --- |");
  const table = [line(["", ...across.map(String)]), rule, ...body];
  const rest = height > rows ? `\n\n${height - rows} more rows` : "";
  return { "text/markdown": `\`${head}\`\n\n${table.join("\n")}${rest}`, ...text };
}

const finite = (values: Float32Array): Float32Array =>
  values.map((value) => (Number.isFinite(value) ? value : 0));

function formatModel(model: tf.LayersModel): MimeBundle {
  const shapeOf = (layer: tf.layers.Layer): string =>
    JSON.stringify([layer.outputShape].flat(2).slice(1));
  const lines = model.layers.map(
    (layer) =>
      `| ${layer.name} | ${layer.getClassName()} | ${shapeOf(layer)} | ` +
      `${layer.countParams().toLocaleString("en")} |`,
  );
  const total = `${model.countParams().toLocaleString("en")} weights`;
  const table = [
    "| layer | kind | output | weights |",
    "| --- | --- | --- | ---: |",
    ...lines,
  ].join("\n");
  return {
    "text/markdown": `**${model.name}**, ${total}\n\n${table}`,
    "text/plain": `${model.name}, ${total}`,
  };
}

function formatData(data: Data): MimeBundle {
  const head = `${data.name}: ${data.size} samples of shape ${JSON.stringify(data.shape)}`;
  if (isText(data)) {
    const first = Array.from({ length: Math.min(rows, data.size) }, (_, i) => i);
    return { "text/plain": [head, ...decodeSentences(viewText(data, first, ""))].join("\n") };
  }
  const text = { "text/plain": head };
  if (isImage(data.shape))
    return { ...bundleOf(plotSamples(data, { count: Math.min(36, data.size) })).data, ...text };
  if (isNumbers(data) && data.shape.length === 1 && data.shape[0] === 2)
    return { ...bundleOf(plotDecision2d({ real: data, title: data.name })).data, ...text };
  return text;
}
