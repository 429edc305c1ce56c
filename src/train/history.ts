/** What was measured at every step; all arrays have one entry a step. */
export interface History {
  /** The step's number, counted from 1 over the whole game. */
  readonly step: readonly number[];
  /** L_D of the last discriminator update. */
  readonly discriminatorLoss: readonly number[];
  /** L_G. */
  readonly generatorLoss: readonly number[];
  /**
   * Mean score of real samples before D's update, the sigmoid of D's logit: with cross-entropy
   * D(x), a probability; with other losses a number from 0 to 1. With a relativistic loss a logit
   * alone means nothing: the mean probability of the real one of a pair to be the real one, which
   * is 1 - `fakeScore`.
   */
  readonly realScore: readonly number[];
  /** The same of generated samples. */
  readonly fakeScore: readonly number[];
  /** The same in the generator's step, after D's update. */
  readonly fakeScoreAfter: readonly number[];
  /** Euclidean norm of L_D's gradient over all of D's weights. */
  readonly discriminatorGradientNorm: readonly number[];
  /** Euclidean norm of L_G's gradient over all of G's weights. */
  readonly generatorGradientNorm: readonly number[];
  /** Adam's step sizes in this step. */
  readonly generatorLearningRate: readonly number[];
  readonly discriminatorLearningRate: readonly number[];
  /** Updates of D in this step. */
  readonly discriminatorSteps: readonly number[];
  /** Wall-clock seconds of the step, drawing not included. */
  readonly secondsPerStep: readonly number[];
}

/** A history to write into. */
export type GrowingHistory = { -readonly [K in keyof History]: number[] };

/** A history without steps. */
export function emptyHistory(): GrowingHistory {
  return {
    step: [],
    discriminatorLoss: [],
    generatorLoss: [],
    realScore: [],
    fakeScore: [],
    fakeScoreAfter: [],
    discriminatorGradientNorm: [],
    generatorGradientNorm: [],
    generatorLearningRate: [],
    discriminatorLearningRate: [],
    discriminatorSteps: [],
    secondsPerStep: [],
  };
}

/** What is measured at every step, in the order of a recorded line. */
export const measurements = Object.keys(emptyHistory()) as readonly (keyof History)[];

/** Where in a history the steps after `step` begin. */
export function placeAfter({ step: steps }: History, step: number): number {
  let place = steps.length;
  while (place > 0 && steps[place - 1]! > step) place--;
  return place;
}
