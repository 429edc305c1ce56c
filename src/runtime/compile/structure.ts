import * as tf from "@tensorflow/tfjs";
import { describeValue } from "../../base/options";

/** Tensors that stood in arrays and objects, as a list. */
export interface Flat {
  readonly tensors: tf.Tensor[];
  /** What stood where, types and shapes, such as `{real:float32[16,2],}`. */
  readonly kind: string;
}

/**
 * Takes tensors out of arrays and plain objects, however deep; `undefined` stays where it is.
 *
 * @param title who has given the value, in messages
 * @throws TypeError naming what is no tensor, and where it stands
 */
export function flatten(value: unknown, title: string): Flat {
  const tensors: tf.Tensor[] = [];
  const visit = (part: unknown): string => {
    if (isTensor(part)) {
      tensors.push(part);
      return `${part.dtype}[${part.shape.join()}]`;
    }
    if (part === undefined) return "-";
    let kind = "";
    if (Array.isArray(part)) {
      for (const inner of part) kind += `${visit(inner)},`;
      return `[${kind}]`;
    }
    if (!isPlain(part)) throw noTensor(value, part, title);
    for (const name of Object.keys(part)) kind += `${name}:${visit(part[name])},`;
    return `{${kind}}`;
  };
  return { tensors, kind: visit(value) };
}

/** A function that makes the same arrays and objects around other tensors. */
export function rebuilder<T>(value: T): (tensors: readonly tf.Tensor[]) => T {
  const visit = (part: unknown): ((next: () => tf.Tensor) => unknown) => {
    if (isTensor(part)) return (next) => next();
    if (Array.isArray(part)) {
      const parts = part.map(visit);
      return (next) => parts.map((build) => build(next));
    }
    if (!isPlain(part)) return () => undefined;
    const parts = Object.entries(part).map(([name, inner]) => [name, visit(inner)] as const);
    return (next) => Object.fromEntries(parts.map(([name, build]) => [name, build(next)]));
  };
  const build = visit(value);
  return (tensors) => {
    let next = 0;
    return build(() => tensors[next++]!) as T;
  };
}

const isTensor = (value: unknown): value is tf.Tensor => value instanceof tf.Tensor;
const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

function noTensor(whole: unknown, part: unknown, title: string): TypeError {
  const place = placeOf(whole, part);
  return new TypeError(
    `${title}: expected tensors, also in arrays and objects, received ${describeValue(part)}` +
      `${place ? ` at ${place}` : ""}; a number becomes a tensor by tf.scalar`,
  );
}

/** Where a part stands, such as `[0].real`; nothing where it is the whole. */
function placeOf(whole: unknown, part: unknown): string | undefined {
  if (Object.is(whole, part)) return "";
  if (Array.isArray(whole))
    for (const [i, inner] of whole.entries()) {
      const place = placeOf(inner, part);
      if (place !== undefined) return `[${i}]${place}`;
    }
  else if (isPlain(whole))
    for (const [name, inner] of Object.entries(whole)) {
      const place = placeOf(inner, part);
      if (place !== undefined) return `.${name}${place}`;
    }
  return undefined;
}
