import { parseObject } from "../base/jsonObject";
import { stringifyWithSum, takeSum } from "../base/sum";
import { measurements, type History } from "../train/history";

/** A line of `metrics.jsonl`: the numbers of a step, or where the run has gone back to. */
export type MetricsLine =
  { readonly step: number; readonly numbers: readonly number[] } | { readonly back: number };

/** What JSON has no number for is written as text. */
const encode = (value: number): number | string => (Number.isFinite(value) ? value : String(value));
const decode = (value: unknown): number | undefined => {
  if (typeof value === "number") return value;
  return value === "NaN" || value === "Infinity" || value === "-Infinity"
    ? Number(value)
    : undefined;
};
const isStep = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

/** Step `i` of a history as a line, without its end. */
export function writeLine(history: History, i: number): string {
  return stringifyWithSum(
    Object.fromEntries(measurements.map((name) => [name, encode(history[name][i]!)])),
  );
}

/** A line that takes back all steps after one. */
export const writeBack = (step: number): string => stringifyWithSum({ back: step });

/** Reads a line; undefined where it is none of ours, or damaged. */
export function readLine(text: string): MetricsLine | undefined {
  let entry: Record<string, unknown>;
  try {
    const { content, fits } = takeSum(parseObject(text));
    if (!fits) return undefined;
    entry = content;
  } catch {
    return undefined;
  }
  const { step, back, ...rest } = entry;
  if (isStep(back) && step === undefined && Object.keys(rest).length === 0) return { back };
  const numbers = measurements.map((name) => decode(name === "step" ? step : rest[name]));
  if (!isStep(step) || step === 0 || numbers.includes(undefined)) return undefined;
  return { step, numbers: numbers as number[] };
}
