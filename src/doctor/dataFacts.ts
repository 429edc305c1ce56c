import type { Dataset } from "../data/dataset";
import { isNumbers, type Data } from "../data/pictures";
import { readSamples } from "../data/samples";
import { intrinsicDimension, meanDistance } from "./distances";

interface Range {
  readonly min: number;
  readonly max: number;
  readonly deviation: number;
}

/** What can be said of the data alone. */
export interface DataFacts {
  readonly range: Range;
  readonly distance: number;
  readonly dimension: number;
}

const known = new WeakMap<Data, Map<string, DataFacts>>();

/** What does not change from one look at the data to the next. */
export function factsOf(data: Data, some: Dataset, which: string): DataFacts {
  const all = known.get(data) ?? new Map<string, DataFacts>();
  known.set(data, all);
  const facts = all.get(which) ?? {
    range: rangeOf(isNumbers(data) ? data.samples : firstOf(data)),
    distance: meanDistance(some),
    dimension: intrinsicDimension(some),
  };
  all.set(which, facts);
  return facts;
}

/** Of pictures and words, which may become gigabytes, the first thousand say enough. */
const firstOf = (data: Data): Float32Array => readSamples(data, 0, Math.min(1000, data.size));

/** Smallest and largest value, and the standard deviation. */
export function rangeOf(values: Float32Array): Range {
  let [min, max, sum, squares] = [Infinity, -Infinity, 0, 0];
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  return { min, max, deviation: Math.sqrt(Math.max(0, squares / values.length - mean * mean)) };
}
