import { z } from "zod";
import type { Interval } from "../base/interval";
import { shareInterval } from "../base/interval";
import { parseOptions, seedOption } from "../base/options";
import type { Dataset } from "../data/dataset";
import { labelAgreement } from "./agreement";
import { bootstrapInterval } from "./bootstrap";
import { findCopies } from "./copies";
import { frechetFloor, frechetOf } from "./frechet";
import { judgeSamples, loadJudge, type Judge } from "./judge";
import { kernelDistance } from "./kernelDistance";
import { compareManifolds } from "./manifolds";
import { pickRows } from "./rows";
import { classHistogram, classScore } from "./scores";

/** How good generated digits are; each number with its 95 % interval. */
export interface ImageQuality {
  /** Samples measured, and real ones they were compared with. */
  readonly samples: number;
  readonly reals: number;
  /**
   * Fréchet distance in the judge's features, and what it is between two halves of the real ones:
   * the floor.
   */
  readonly frechet: Interval;
  readonly frechetFloor: number;
  /** KID in the judge's features; 0 is best. */
  readonly kernel: Interval;
  /** Good samples; kinds found; 1 is best. See `compareManifolds`. */
  readonly precision: Interval;
  readonly recall: Interval;
  readonly density: Interval;
  readonly coverage: Interval;
  /** exp E KL(p(y|x) || p(y)), at most the number of classes. */
  readonly score: Interval;
  /** Samples of each class. */
  readonly classes: readonly number[];
  /** The share that the judge names as asked; conditional generators only. */
  readonly agreement?: Interval;
  /**
   * The share that is nearer to the training data than 1 % of held-out data are; where `heldOut` is
   * given.
   */
  readonly copied?: Interval;
}

export interface MeasureImagesOptions {
  /**
   * Real images that were not trained on, to calibrate copies with. Default: copies are not looked
   * for.
   */
  heldOut?: Dataset;
  /** Default `loadJudge()`. */
  judge?: Judge;
  /** Decides the subsets and draws. Default 0. */
  seed?: number;
}

const schema = z.strictObject({
  heldOut: z.custom<Dataset>().optional(),
  judge: z.custom<Judge>().optional(),
  seed: seedOption,
});

/**
 * All measures of generated images at once.
 *
 * @param drawn `[n, 28, 28, 1]`, with the labels that were asked for if the generator is
 *   conditional
 * @param real training data
 * @throws TypeError for images of another shape; RangeError for fewer than 100 on a side
 */
export function measureImages(
  drawn: Dataset,
  real: Dataset,
  options: MeasureImagesOptions = {},
): ImageQuality {
  const { heldOut, judge = loadJudge(), seed } = parseOptions("measureImages", schema, options);
  const fewest = Math.min(drawn.size, real.size);
  if (fewest < 100)
    throw new RangeError(
      `measureImages: expected 100 images or more on each side, received ${fewest}`,
    );
  const [fake, genuine] = [judgeSamples(drawn, judge), judgeSamples(real, judge)];
  const { featureSize: size } = genuine;
  const classes = fake.probabilities.length / drawn.size;
  const few = (positions: Uint32Array): Float32Array => pickRows(fake.features, positions, size);
  const manifolds = compareManifolds(genuine.features, fake.features, size);
  const share = (value: number, trials: number): Interval =>
    shareInterval(Math.round(value * trials), trials);
  const wide = 1.96 * Math.sqrt(manifolds.density / (5 * drawn.size)); // a mean of counts, about Poisson's
  return {
    samples: drawn.size,
    reals: real.size,
    frechet: bootstrapInterval(drawn.size, (some) => frechetOf(genuine.features, few(some), size), {
      repeats: 20,
      seed,
    }),
    frechetFloor: frechetFloor(genuine.features, size, 3, seed),
    kernel: kernelDistance(genuine.features, fake.features, size, {
      subsetSize: Math.min(500, fewest),
      seed,
    }),
    precision: share(manifolds.precision, drawn.size),
    recall: share(manifolds.recall, real.size),
    density: {
      mean: manifolds.density,
      low: manifolds.density - wide,
      high: manifolds.density + wide,
    },
    coverage: share(manifolds.coverage, real.size),
    score: bootstrapInterval(
      drawn.size,
      (some) => classScore(pickRows(fake.probabilities, some, classes), classes),
      { repeats: 50, seed },
    ),
    classes: classHistogram(fake.labels, classes),
    ...(drawn.labels && { agreement: labelAgreement(drawn.labels, fake.labels) }),
    ...(heldOut && { copied: findCopies(drawn, real, heldOut).copied }),
  };
}
