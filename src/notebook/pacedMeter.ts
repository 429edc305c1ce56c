import { sampleGenerator } from "../build/sample";
import { meterFor, type Meter } from "../measure/meter";
import type { TrainingState } from "../train/trainGan";

/** The share of the time that goes into readings. */
const largestShare = 0.02;
/** Milliseconds until the first reading, which loads a judge and looks at real samples. */
const firstAfter = 10_000;

/** The data's meter, read anew when the last reading is long ago beside what it took. */
export class PacedMeter {
  readonly #meter: Meter | undefined;
  #reading: string | undefined;
  #read = performance.now();
  #took = 0;
  /** Milliseconds spent in readings. */
  spent = 0;

  constructor(data: TrainingState["data"]) {
    this.#meter = meterFor(data);
  }

  /** The newest reading in words; undefined where there is none yet, or nothing to measure. */
  async read({ game }: TrainingState, isLast: boolean): Promise<string | undefined> {
    const begun = performance.now();
    const wait = this.#reading === undefined ? firstAfter : isLast ? 0 : this.#took / largestShare;
    if (!this.#meter || begun - this.#read < wait) return this.#reading;
    const generator = game.average?.generator ?? game.generator;
    this.#reading = this.#meter.read(
      await sampleGenerator(generator, { count: this.#meter.count, seed: 1 }),
    );
    this.#read = performance.now();
    this.#took = this.#read - begun;
    this.spent += this.#took;
    return this.#reading;
  }
}
