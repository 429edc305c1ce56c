import type { Interval } from "../../src/base/interval";
import { randomStream, type RandomStream } from "../../src/base/random";

/** A way to draw samples whose truth is known, and the intervals that we give for it. */
export interface Trial {
  /** What is measured. */
  readonly measure: string;
  /** Of what. */
  readonly of: string;
  /** How many samples. */
  readonly sizes: string;
  /**
   * What each interval ought to hold, from the distribution; where it is not given, the mean of the
   * measure over all repetitions.
   */
  readonly truth?: number;
  readonly draw: (random: RandomStream) => Readonly<Record<string, Interval>>;
}

/** How often intervals held the truth. */
export interface Coverage {
  readonly measure: string;
  readonly of: string;
  readonly sizes: string;
  readonly repetitions: number;
  readonly held: number;
  readonly truth: number;
  /** Half an interval's mean width. */
  readonly half: number;
}

/** Repeats a trial, with a stream of its own each time. */
export function coverageOf(trial: Trial, repetitions: number): Coverage[] {
  const { measure, of, sizes } = trial;
  const all = Array.from({ length: repetitions }, (_, i) =>
    trial.draw(randomStream(i, `${measure}, ${of}, ${sizes}`)),
  );
  return Object.keys(all[0]!).map((name) => {
    const intervals = all.map((one) => one[name]!);
    const sum = (value: (interval: Interval) => number): number =>
      intervals.reduce((total, interval) => total + value(interval), 0);
    const truth = trial.truth ?? sum(({ mean }) => mean) / repetitions;
    return {
      measure: name,
      of,
      sizes,
      repetitions,
      held: sum(({ low, high }) => Number(low <= truth && truth <= high)),
      truth,
      half: sum(({ low, high }) => (high - low) / 2) / repetitions,
    };
  });
}
