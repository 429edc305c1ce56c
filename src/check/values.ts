import * as tf from "@tensorflow/tfjs";
import { describeValue } from "../base/options";

/** What an exercise asks for: a number, or several in order. */
export type Numbers = number | readonly number[];

/** A value of somebody's in short: numbers with four digits, lists with their first numbers. */
export function inShort(value: unknown): string {
  if (typeof value === "number") return Number.isInteger(value) ? `${value}` : `${rounded(value)}`;
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "symbol") return "a symbol";
  if (value instanceof tf.Tensor)
    return `a tensor of shape [${(value as tf.Tensor).shape.join(", ")}]`;
  if (Array.isArray(value) && value.length) {
    const parts = (value as unknown[]).slice(0, 4).map(inShort);
    return `[${parts.join(", ")}${value.length > 4 ? `, … (${value.length})` : ""}]`;
  }
  if (value instanceof Promise) return "a Promise";
  return describeValue(value);
}

const rounded = (value: number): number => Number(value.toPrecision(4));

/**
 * The numbers in what a learner's code gives: of a number, a list, a typed array or a tensor.
 * Undefined where it is something else, or too long to be an answer.
 */
export function numbersOf(value: unknown): number[] | undefined {
  if (typeof value === "number") return [value];
  if (value instanceof tf.Tensor) return value.isDisposed ? undefined : [...value.dataSync()];
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) {
    const values = value as ArrayLike<unknown>;
    if (values.length > 10_000) return undefined;
    const list = Array.from(values);
    return list.every((one) => typeof one === "number") ? list : undefined;
  }
  return undefined;
}

/** Whether two answers are the same, NaN and infinities too. */
export function agree(a: readonly number[], b: readonly number[], tolerance: number): boolean {
  return (
    a.length === b.length &&
    a.every((one, i) => {
      const other = b[i]!;
      return (
        Object.is(one, other) ||
        one === other ||
        Math.abs(one - other) <= tolerance * Math.max(1, Math.abs(other))
      );
    })
  );
}

/** A copy that a learner's code may change. */
export function copyOf<T>(value: T): T {
  return Array.isArray(value) ? (value.map(copyOf) as T) : value;
}
