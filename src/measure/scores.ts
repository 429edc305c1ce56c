import type { Interval } from "../base/interval";
import { normalReach } from "./quantiles";
import { countRows } from "./rows";

/**
 * exp E KL(p(y|x) || p(y)): high when each sample is clearly of one class and all classes are
 * there; at most the number of classes. With our judge it is the MNIST score. Source:
 * https://arxiv.org/abs/1606.03498, section 4.
 *
 * @param probabilities `[n, classes]` numbers
 * @throws RangeError for none, or for numbers that are no probabilities
 */
export function classScore(probabilities: Float32Array, classes: number): number {
  return Math.exp(information("classScore", probabilities, classes).mean);
}

/**
 * The class score of all samples that a generator would draw, with its 95 % interval: less the bias
 * that a limited number of samples gives (by Taylor's second term), so that it may differ a little
 * from `classScore`; by the delta method. A class of which fewer than five samples are expected may
 * be missing altogether, and the interval then knows nothing of it.
 *
 * @param probabilities of independent samples, `[n, classes]` numbers
 * @throws RangeError for fewer than two samples, or for numbers that are no probabilities
 */
export function scoreInterval(probabilities: Float32Array, classes: number): Interval {
  const { of, mean, marginal } = information("scoreInterval", probabilities, classes, 2);
  const count = of.length;
  const slope = of.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1) / count;
  const { trace, squares } = spreadOf(probabilities, marginal);
  // Where all samples are sure and all classes alike, the slope is 0 and what is seen of it noise,
  // which is large whenever the score is off: with a tenth less the interval holds in 95 %.
  const noise = squares / count ** 2;
  const variance = Math.max(slope / 2, slope - (0.1 * noise ** 2) / (slope + noise || 1));
  const [middle, half] = [mean + trace / (2 * count), normalReach * Math.sqrt(variance)];
  const score = (value: number): number => Math.min(classes, Math.exp(value));
  return { mean: score(middle), low: score(middle - half), high: score(middle + half) };
}

/** Traces of the probabilities' covariance, in units of the classes' shares, and its square. */
function spreadOf(
  probabilities: Float32Array,
  marginal: Float64Array,
): { trace: number; squares: number } {
  const classes = marginal.length;
  const count = probabilities.length / classes;
  let [trace, squares] = [0, 0];
  for (let a = 0; a < classes; a++)
    for (let b = 0; b < classes; b++) {
      if (marginal[a] === 0 || marginal[b] === 0) continue;
      let sum = 0;
      for (let row = 0; row < probabilities.length; row += classes)
        sum += (probabilities[row + a]! - marginal[a]!) * (probabilities[row + b]! - marginal[b]!);
      const spread = sum / (count - 1) / Math.sqrt(marginal[a]! * marginal[b]!);
      if (a === b) trace += spread;
      squares += spread ** 2;
    }
  return { trace, squares };
}

/** What each sample tells of the class, in nats, the mean of that, and the classes' shares. */
function information(
  caller: string,
  probabilities: Float32Array,
  classes: number,
  fewest = 1,
): { of: Float64Array; mean: number; marginal: Float64Array } {
  const count = countRows(caller, "rows of probabilities", probabilities, classes, fewest);
  const [of, sums, marginal] = [
    new Float64Array(count),
    new Float64Array(count),
    new Float64Array(classes),
  ];
  probabilities.forEach((value, i) => {
    sums[Math.floor(i / classes)]! += value;
    marginal[i % classes]! += value / count;
  });
  const bad = sums.findIndex((sum) => Math.abs(sum - 1) > 0.01);
  if (bad >= 0 || probabilities.some((value) => value < 0))
    throw new RangeError(
      `${caller}: expected probabilities that are 0 or more and add up to 1 for each sample, ` +
        (bad >= 0 ? `received a sum of ${sums[bad]} for sample ${bad}` : "received one below 0") +
        "; pass logits through a softmax",
    );
  probabilities.forEach((value, i) => {
    if (value > 0)
      of[Math.floor(i / classes)]! += value * (Math.log(value) - Math.log(marginal[i % classes]!));
  });
  return { of, mean: of.reduce((sum, value) => sum + value / count, 0), marginal };
}

/**
 * How many samples have each label.
 *
 * @throws RangeError for a label that is none of the classes
 */
export function classHistogram(labels: ArrayLike<number>, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (!Number.isInteger(label) || label < 0 || label >= classes)
      throw new RangeError(
        `classHistogram: expected labels from 0 to ${classes - 1}, received ${label} at place ` +
          `${i}; pass as many classes as there are`,
      );
    counts[label]!++;
  }
  return counts;
}
