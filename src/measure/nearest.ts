import type { Data } from "../data/pictures";
import { nearestInParts, rowsOf } from "./nearestInParts";

/**
 * The nearest of `known` to each of some samples, number by number: its positions. (`findCopies`
 * says which distances are normal.)
 *
 * @throws TypeError when their shapes differ
 */
export function nearestSamples(some: Data, known: Data): Int32Array {
  const [a, b] = [some, known].map(({ shape }) => JSON.stringify(shape));
  if (a !== b)
    throw new TypeError(`nearestSamples: expected samples of one shape, received ${a} and ${b}`);
  return nearestInParts(rowsOf(some), rowsOf(known)).neighbours;
}
