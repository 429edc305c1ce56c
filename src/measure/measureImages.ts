import { z } from "zod";
import type { Interval } from "../base/interval";
import { defineOptions, seedOption } from "../base/options";
import type { Dataset } from "../data/dataset";
import { dataOption, type Data } from "../data/pictures";
import { labelAgreement } from "./agreement";
import { findCopies } from "./copies";
import { frechetFloor, frechetOf } from "./frechet";
import { judgeOption, judgeSamples, loadJudge, type Judge } from "./judge";
import { kernelDistance } from "./kernelDistance";
import { fewestForIntervals, manifoldIntervals } from "./manifoldIntervals";
import { compareManifolds } from "./manifolds";
import { classHistogram, scoreInterval } from "./scores";

/**
 * How good generated images are, with 95 % intervals where one holds (for independent samples; how
 * often they hold is counted by `npm run bench:intervals`).
 */
export interface ImageQuality {
  /** Samples measured, and real ones they were compared with. */
  readonly samples: number;
  readonly reals: number;
  /**
   * Fréchet distance in the judge's features, and what it is between as many real images and real
   * ones: the floor. Largely made of the numbers of samples, and so without an interval.
   */
  readonly frechet: number;
  readonly frechetFloor: number;
  /** KID in the judge's features; 0 is best. */
  readonly kernel: Interval;
  /**
   * Good samples; kinds found; 1 is best. See `compareManifolds`. From 500 images on each side on
   * all but coverage with intervals: where they lie on average at these numbers of images.
   */
  readonly precision: number | Interval;
  readonly recall: number | Interval;
  readonly density: number | Interval;
  readonly coverage: number;
  /**
   * exp E KL(p(y|x) || p(y)), at most the number of classes; less the bias of few samples, see
   * `scoreInterval`.
   */
  readonly score: Interval;
  /** Samples of each class. */
  readonly classes: readonly number[];
  /** The share that the judge names as asked; conditional generators only. */
  readonly agreement?: Interval;
  /**
   * The share that is as near to the training data as the nearest 1 % of held-out data are, and the
   * border: more is copying, see `findCopies`. Where `heldOut` is given.
   */
  readonly copied?: Interval;
  readonly copiedBorder?: number;
}

export interface MeasureImagesOptions {
  /**
   * Real images that were not trained on, to calibrate copies with. Default: copies are not looked
   * for.
   */
  heldOut?: Data;
  /** Default `loadJudge()`. */
  judge?: Judge;
  /** Decides the halves and draws. Default 0. */
  seed?: number;
}

const schema = z.strictObject({
  heldOut: dataOption.optional(),
  judge: judgeOption.optional(),
  seed: seedOption,
});
const readOptions = defineOptions("measureImages", schema);

/**
 * All measures of generated images at once.
 *
 * @param drawn images of the judge's shape (`[n, 28, 28, 1]` by default), with the labels that were
 *   asked for if the generator is conditional
 * @param real training data
 * @throws TypeError on a wrong option, or for images of another shape; RangeError for fewer than
 *   100 on a side
 */
export function measureImages(
  drawn: Dataset,
  real: Data,
  options: MeasureImagesOptions = {},
): ImageQuality {
  const { heldOut, judge = loadJudge(), seed } = readOptions(options);
  const fewest = Math.min(drawn.size, real.size);
  if (fewest < 100)
    throw new RangeError(
      `measureImages: expected 100 images or more on each side, received ${fewest}`,
    );
  const [fake, genuine] = [judgeSamples(drawn, { judge }), judgeSamples(real, { judge })];
  const { featureSize: size } = genuine;
  const classes = fake.probabilities.length / drawn.size;
  const [reals, fakes] = [genuine.features, fake.features];
  const counts = { samples: drawn.size, reals: real.size };
  const copies = heldOut && findCopies(drawn, real, heldOut);
  const { precision, recall, density, coverage } =
    fewest < fewestForIntervals
      ? compareManifolds(reals, fakes, size)
      : manifoldIntervals(reals, fakes, size, { seed });
  return {
    ...counts,
    frechet: frechetOf(reals, fakes, size),
    frechetFloor: frechetFloor(reals, size, { ...counts, repeats: 3, seed }),
    kernel: kernelDistance(reals, fakes, size),
    precision,
    recall,
    density,
    coverage,
    score: scoreInterval(fake.probabilities, classes),
    classes: classHistogram(fake.labels, classes),
    ...(drawn.labels && { agreement: labelAgreement(drawn.labels, fake.labels) }),
    ...(copies && { copied: copies.copied, copiedBorder: copies.border }),
  };
}
