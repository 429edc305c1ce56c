import * as tf from "@tensorflow/tfjs";
import { describeValue } from "../../base/options";

/** Tensors that stood in arrays and objects, as a list. */
export interface Flat<T> {
  readonly tensors: tf.Tensor[];
  /** Where each of them stood, such as `[0].real`. */
  readonly places: readonly string[];
  /** The same arrays and objects around other tensors. */
  readonly rebuild: (tensors: readonly tf.Tensor[]) => T;
}

type Build = (next: () => tf.Tensor) => unknown;

/**
 * Takes tensors out of arrays and plain objects, however deep; `undefined` stays where it is.
 *
 * @param title who has given the value, in messages
 * @throws TypeError naming what is no tensor, and where it stands
 */
export function flatten<T>(value: T, title: string): Flat<T> {
  const tensors: tf.Tensor[] = [];
  const places: string[] = [];
  const visit = (part: unknown, place: string): Build => {
    if (isTensor(part)) {
      tensors.push(part);
      places.push(place);
      return (next) => next();
    }
    if (part === undefined) return () => undefined;
    if (Array.isArray(part)) {
      const parts = part.map((inner, i) => visit(inner, `${place}[${i}]`));
      return (next) => parts.map((build) => build(next));
    }
    if (isPlain(part)) {
      const parts = Object.entries(part).map(
        ([name, inner]) => [name, visit(inner, `${place}.${name}`)] as const,
      );
      return (next) => Object.fromEntries(parts.map(([name, build]) => [name, build(next)]));
    }
    const where = place === "" ? "" : ` at ${place}`;
    throw new TypeError(
      `${title}: expected tensors, also in arrays and objects, received ${describeValue(part)}` +
        `${where}; a number becomes a tensor by tf.scalar`,
    );
  };
  const build = visit(value, "");
  const rebuild = (others: readonly tf.Tensor[]): T => {
    let next = 0;
    return build(() => others[next++]!) as T;
  };
  return { tensors, places, rebuild };
}

const isTensor = (value: unknown): value is tf.Tensor => value instanceof tf.Tensor;
const isPlain = (value: unknown): value is object =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
