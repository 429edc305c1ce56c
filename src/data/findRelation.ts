import { fitRelation, predictor, scaled, type NumberColumns } from "./relation";
import type { Relation, Scale } from "./relation";

const mostParents = 4;
/** Rows that are looked at: for the fit, and for the search. */
const rows = { fit: 4000, search: 1000 };
/** The correlation that the first parent has at least. */
const noticeable = 0.5;
/** Another parent has to take so much of what is left. */
const worthwhile = 0.1;
/** A column follows from others if what is left varies by so much of it at most. */
const tight = 0.5;

/**
 * Finds out whether a column follows from some of the others, up to a small rest: a price from a
 * weight, a depth from length, width and height. Parents are taken one after the other, each the
 * one that goes best with what the others leave.
 */
export function findRelation(column: Float64Array, others: NumberColumns): Relation | undefined {
  const some = everySo(column.length, rows.fit).filter((i) => !Number.isNaN(column[i]));
  const target = Float64Array.from(some, (i) => column[i]!);
  const whole = widthOf(target);
  if (whole === 0) return undefined;
  const scale = scaleOf(target);
  const parents: Relation["parents"][number][] = [];
  let found: Relation | undefined;
  let [rest, width] = [(i: number) => column[i]!, whole];
  while (parents.length < mostParents) {
    const { name, strength } = strongest(rest, parents, others);
    if (strength < (found ? 0 : noticeable) || name === undefined) break;
    const next = [...parents, { name, ...scaleOf(others.get(name)!) }];
    const relation = fitRelation(column, some, scale, next, others);
    const predict = predictor(relation, others);
    const left = widthOf(Float64Array.from(some, (i) => column[i]! - predict(i)));
    if (left > (1 - worthwhile) * width) break;
    [found, rest, width] = [relation, (i) => column[i]! - predict(i), left];
    parents.push(next.at(-1)!);
  }
  return width < tight * whole ? found : undefined;
}

/** The column that has the largest correlation with what is left, and is no parent yet. */
function strongest(
  rest: (i: number) => number,
  parents: Relation["parents"],
  others: NumberColumns,
): { name?: string; strength: number } {
  const known = new Set(parents.map(({ name }) => name));
  let best: { name?: string; strength: number } = { strength: -1 };
  let left: Float64Array | undefined;
  for (const [name, column] of others) {
    if (known.has(name)) continue;
    const places = everySo(column.length, rows.search);
    left ??= standardized(Float64Array.from(places, rest));
    const values = standardizedSample(column, places);
    let sum = 0;
    for (let k = 0; k < values.length; k++) sum += values[k]! * left[k]!;
    const strength = Math.abs(sum / values.length);
    if (strength > best.strength) best = { name, strength };
  }
  return best;
}

/** Each column is compared with all that come after it. */
const samples = new WeakMap<Float64Array, Float64Array>();
function standardizedSample(column: Float64Array, places: readonly number[]): Float64Array {
  const known = samples.get(column);
  if (known) return known;
  const made = standardized(Float64Array.from(places, (i) => column[i]!));
  samples.set(column, made);
  return made;
}

function standardized(values: Float64Array): Float64Array {
  const scale = scaleOf(values);
  return values.map((value) => scaled(value, scale));
}

/** Places in even steps, about `most` of `length`. */
function everySo(length: number, most: number): number[] {
  const step = Math.max(1, Math.ceil(length / most));
  return Array.from({ length: Math.ceil(length / step) }, (_, k) => k * step);
}

/** The scale of the middle 99 %, to which errors of the data add nothing. */
function scaleOf(values: Float64Array): Scale {
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  const cut = Math.floor(0.005 * known.length);
  const middle = known.subarray(cut, known.length - cut);
  const size = Math.max(1, middle.length);
  const mean = middle.reduce((sum, value) => sum + value, 0) / size;
  const square = middle.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size;
  return { mean, deviation: Math.sqrt(square) || 1 };
}

/** How wide the middle nine tenths are. */
function widthOf(values: Float64Array): number {
  const sorted = values.slice().sort();
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return at(0.95) - at(0.05);
}
