import { sampleLength, type Dataset } from "../data/dataset";
import type { Mixture2d } from "../data/mixture2d";
import type { Data } from "../data/pictures";
import { takeSamples } from "../data/samples";
import { frechetDistance } from "./frechet";
import { judgeSamples } from "./judge";
import { countModes, countStackedModes } from "./modes";
import { Moments } from "./moments";
import { classHistogram } from "./scores";

/** The measures that have a name. */
export const measureNames = ["frechet", "modes"] as const;
export type MeasureName = (typeof measureNames)[number];

/** How good samples are, as one number. */
export interface NamedMeasure {
  readonly name: MeasureName;
  readonly better: "lower" | "higher";
  /** How many samples it wants. */
  readonly count: number;
  readonly measure: (drawn: Dataset) => number;
}

/** Samples of more numbers than this say little by their means and covariances. */
const mostNumbers = 64;
const mostReals = 2000;

/**
 * A measure by its name, for samples of a generator that learns these data.
 *
 * - `"frechet"`, lower is better: the Fréchet distance of 1,000 samples to the first 2,000 of the
 *   data, of 28 x 28 grey images in the judge's features, of samples of up to 64 numbers in these
 *   numbers.
 * - `"modes"`, higher is better: how many modes of a Gaussian mixture, digits or stacks of digits
 *   are drawn, evenly: exp of the entropy of the modes' shares, times the share of samples that
 *   belong to one. 8 at the most for a ring of 8.
 *
 * @throws TypeError where the data have no such measure
 */
export function namedMeasure(name: MeasureName, data: Data): NamedMeasure {
  if (name === "frechet") return frechetTo(data);
  const sharesOf = modesOf(data);
  const measure = (drawn: Dataset): number => {
    const hits = sharesOf(drawn);
    const good = hits.reduce((sum, count) => sum + count, 0);
    return good === 0
      ? 0
      : Math.exp(entropy(hits.map((count) => count / good))) * (good / drawn.size);
  };
  return { name, better: "higher", count: 1000, measure };
}

const isGrey = ({ shape }: Data): boolean => String(shape) === "28,28,1";

function frechetTo(data: Data): NamedMeasure {
  const length = sampleLength(data.shape);
  if (!isGrey(data) && length > mostNumbers)
    throw new TypeError(
      `measure "frechet": expected images [28,28,1] or samples of at most ${mostNumbers} ` +
        `numbers, received "${data.name}" of ${JSON.stringify(data.shape)}; measure other ` +
        "pictures afterwards, by measureImages and a judge of your own (trainJudge)",
    );
  const momentsOf = (some: Dataset): Moments => {
    if (!isGrey(data)) return new Moments(length).add(some.samples);
    const { features, featureSize } = judgeSamples(some);
    return new Moments(featureSize).add(features);
  };
  let real: Moments | undefined;
  const measure = (drawn: Dataset): number => {
    const count = Math.min(mostReals, data.size);
    real ??= momentsOf(
      takeSamples(
        data,
        Array.from({ length: count }, (_, i) => i),
      ),
    );
    return frechetDistance(real, momentsOf(drawn));
  };
  return { name: "frechet", better: "lower", count: 1000, measure };
}

/** How many samples belong to each mode. */
function modesOf(data: Data): (drawn: Dataset) => readonly number[] {
  if ("centers" in data && (data as Mixture2d).centers.length > 0)
    return (drawn) => countModes(drawn, data as Mixture2d).hits;
  if (data.source?.loader === "mnist")
    return (drawn) => classHistogram(judgeSamples(drawn).labels, 10);
  if (data.source?.loader === "stackedMnist") return (drawn) => countStackedModes(drawn).hits;
  throw new TypeError(
    'measure "modes": expected a mixture of Gaussians, MNIST or Stacked MNIST, received ' +
      `"${data.name}"`,
  );
}

const entropy = (shares: readonly number[]): number =>
  shares.reduce((sum, share) => (share > 0 ? sum - share * Math.log(share) : sum), 0);
