import { z } from "zod";
import { defineOptions, describeValue, positiveInteger } from "../base/options";
import type { Dataset } from "../data/dataset";
import type { Mixture2d } from "../data/mixture2d";
import { judgeOption, judgeSamples, loadJudge, type Judge } from "./judge";
import { countRows } from "./rows";
import { classHistogram } from "./scores";

/** Which modes of a known mixture a generator has found. */
export interface ModeCoverage {
  /**
   * High-quality samples of each mode: those nearest to its centre and within three standard
   * deviations.
   */
  readonly hits: readonly number[];
  /** Modes with at least `leastHits`. */
  readonly covered: number;
  readonly modes: number;
  /** The share of high-quality samples. */
  readonly highQuality: number;
  /**
   * KL(generated || data) over the modes, in nats; 0 when all modes are drawn as often as they
   * should.
   */
  readonly reverseKl: number;
}

export interface CountModesOptions {
  /** High-quality samples that a mode needs to count. Default 1. */
  leastHits?: number;
}

const readModesOptions = defineOptions(
  "countModes",
  z.strictObject({ leastHits: positiveInteger.default(1) }),
);

/**
 * Counts the modes of a mixture among samples. Source of the protocol:
 * https://arxiv.org/abs/1705.07761 (VEEGAN), with 2,500 samples usually.
 *
 * @param drawn points `[n, 2]`
 * @param mixture whose centres and standard deviation are known
 * @throws TypeError on a wrong option, when the samples are not points of the plane, or the
 *   mixture has no centres; RangeError for none, NaN or infinite numbers
 */
export function countModes(
  drawn: Dataset,
  mixture: Mixture2d,
  options: CountModesOptions = {},
): ModeCoverage {
  const { leastHits } = readModesOptions(options);
  const { centers, standardDeviation } = mixture;
  if (!centers.length || drawn.shape.length !== 1 || drawn.shape[0] !== 2)
    throw new TypeError(
      "countModes: expected points of the plane and a mixture of Gaussians, received " +
        `${JSON.stringify(drawn.shape)} and ${describeValue(mixture.name)}`,
    );
  countRows("countModes", "points", drawn.samples, 2);
  const hits = new Array<number>(centers.length).fill(0);
  for (let i = 0; i < drawn.size; i++) {
    const distances = centers.map(([x, y]) =>
      Math.hypot(drawn.samples[2 * i]! - x, drawn.samples[2 * i + 1]! - y),
    );
    const nearest = distances.indexOf(Math.min(...distances));
    if (distances[nearest]! <= 3 * standardDeviation) hits[nearest]!++;
  }
  const good = hits.reduce((sum, count) => sum + count, 0);
  return {
    hits,
    covered: hits.filter((count) => count >= leastHits).length,
    modes: centers.length,
    highQuality: good / drawn.size,
    reverseKl: reverseKl(
      hits,
      centers.map(() => 1),
    ),
  };
}

/**
 * KL(p || q) in nats of two histograms of counts; infinite where q has none of what p has, or p is
 * empty.
 *
 * @throws RangeError for histograms of different lengths, an empty q, or counts below 0
 */
export function reverseKl(p: readonly number[], q: readonly number[]): number {
  if (p.length !== q.length)
    throw new RangeError(
      `reverseKl: expected as many counts on both sides, received ${p.length} and ${q.length}`,
    );
  const bad = [...p, ...q].find((count) => !(count >= 0 && count < Infinity));
  if (bad !== undefined || q.every((count) => count === 0))
    throw new RangeError(
      "reverseKl: expected counts of 0 or more, and some in the second histogram, received " +
        `${bad ?? "a second one of zeros"}`,
    );
  const [all, others] = [p, q].map((counts) => counts.reduce((sum, count) => sum + count, 0)) as [
    number,
    number,
  ];
  if (all === 0) return Infinity;
  return p.reduce(
    (sum, count, i) =>
      count === 0 ? sum : sum + (count / all) * Math.log(count / all / (q[i]! / others)),
    0,
  );
}

/** Which of the 1,000 modes of Stacked MNIST a generator has found. */
export interface StackedModes {
  /** Modes with at least one sample. */
  readonly covered: number;
  /**
   * KL(generated || data) over the 1,000 modes, in nats. The same number of real samples has about
   * 0.5 x 999 / n.
   */
  readonly reverseKl: number;
  /** Samples of each mode: 100 x red + 10 x green + blue. */
  readonly hits: readonly number[];
}

export interface CountStackedModesOptions {
  /** How often each of the ten digits is in the data. Default: all alike. */
  shares?: readonly number[];
  /** Default: `loadJudge()`. */
  judge?: Judge;
}

const readStackedOptions = defineOptions(
  "countStackedModes",
  z.strictObject({
    shares: z.array(z.number().min(0)).length(10).optional(),
    judge: judgeOption.optional(),
  }),
);

/**
 * Counts the modes of Stacked MNIST: a judge names the digit in each channel. Source of the
 * protocol: https://arxiv.org/abs/1712.04086 (PacGAN), with 26,000 samples.
 *
 * @param drawn images `[n, 28, 28, 3]`
 * @throws TypeError on a wrong option, or for images of another shape; RangeError for NaN in them
 */
export function countStackedModes(
  drawn: Dataset,
  options: CountStackedModesOptions = {},
): StackedModes {
  const { shares = new Array<number>(10).fill(0.1), judge = loadJudge() } =
    readStackedOptions(options);
  if (String(drawn.shape) !== "28,28,3")
    throw new TypeError(
      `countStackedModes: expected images [28,28,3], received ${JSON.stringify(drawn.shape)}`,
    );
  const modes = new Uint16Array(drawn.size);
  for (const [channel, place] of [100, 10, 1].entries()) {
    const samples = drawn.samples.filter((_, i) => i % 3 === channel);
    const { labels } = judgeSamples({ ...drawn, samples, shape: [28, 28, 1] }, { judge });
    labels.forEach((label, i) => (modes[i]! += place * label));
  }
  const hits = classHistogram(modes, 1000);
  const expected = hits.map(
    (_, mode) =>
      shares[Math.floor(mode / 100)]! * shares[Math.floor(mode / 10) % 10]! * shares[mode % 10]!,
  );
  const total = expected.reduce((sum, share) => sum + share, 0);
  return {
    hits,
    covered: hits.filter((count) => count > 0).length,
    reverseKl: reverseKl(
      hits,
      expected.map((share) => share / total),
    ),
  };
}
