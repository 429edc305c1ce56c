/** A wrong answer, as a learner would write it, and the hint that it has to get. */
export type Wrong = readonly [answer: unknown, hint: RegExp];

/** Wrong answers of exercises, by their names. */
export type Wrongs = Readonly<Record<string, readonly Wrong[]>>;
