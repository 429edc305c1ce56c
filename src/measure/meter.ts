import type { Dataset } from "../data/dataset";
import type { Mixture2d } from "../data/mixture2d";
import type { Data } from "../data/pictures";
import { takeSamples } from "../data/samples";
import { frechetDistance } from "./frechet";
import { judgeSamples } from "./judge";
import { countModes } from "./modes";
import { Moments } from "./moments";
import { classHistogram } from "./scores";

/** Says in a few words how good samples are. */
export interface Meter {
  /** How many samples it wants. */
  readonly count: number;
  readonly read: (drawn: Dataset) => string;
}

const reals = 2000;

/**
 * A meter for data of which something is known: the modes of a Gaussian mixture, or the digits of
 * `loadMnist` and their distance in the judge's features. Nothing for other data.
 */
export function meterFor(data: Data): Meter | undefined {
  if ("centers" in data && (data as Mixture2d).centers.length > 0) {
    const mixture = data as Mixture2d;
    const read = (drawn: Dataset): string => {
      const { covered, modes, highQuality } = countModes(drawn, mixture, { leastHits: 5 });
      return `${covered}/${modes} modes, ${Math.round(100 * highQuality)} % near one`;
    };
    return { count: 20 * mixture.centers.length, read };
  }
  if (data.source?.loader !== "mnist") return undefined;
  let real: Moments | undefined;
  const count = 500;
  const see = (some: Dataset): { moments: Moments; found: number } => {
    const { features, featureSize, labels } = judgeSamples(some);
    const found = classHistogram(labels, 10).filter((number) => number >= some.size / 50).length;
    return { moments: new Moments(featureSize).add(features), found };
  };
  const read = (drawn: Dataset): string => {
    real ??= see(
      takeSamples(
        data,
        Array.from({ length: Math.min(reals, data.size) }, (_, i) => i),
      ),
    ).moments;
    const { moments, found } = see(drawn);
    const distance = frechetDistance(real, moments).toFixed(1);
    return `${found}/10 digits, Fréchet ${distance} (${count} samples)`;
  };
  return { count, read };
}
