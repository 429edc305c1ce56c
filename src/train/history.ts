/** What was measured at every step; all arrays have one entry a step. */
export interface History {
  /** The step's number, counted from 1 over the whole game. */
  step: number[];
  /** L_D of the last discriminator update. */
  discriminatorLoss: number[];
  /** L_G. */
  generatorLoss: number[];
  /** Mean D(x) on real samples, a probability, before D's update. */
  realScore: number[];
  /** Mean D(G(z)) before D's update. */
  fakeScore: number[];
  /** Mean D(G(z)) in the generator's step, after D's update. */
  fakeScoreAfter: number[];
  /** Euclidean norm of L_D's gradient over all of D's weights. */
  discriminatorGradientNorm: number[];
  /** Euclidean norm of L_G's gradient over all of G's weights. */
  generatorGradientNorm: number[];
  /** Adam's step sizes in this step. */
  generatorLearningRate: number[];
  discriminatorLearningRate: number[];
  /** Updates of D in this step. */
  discriminatorSteps: number[];
  /** Wall-clock seconds of the step, drawing not included. */
  secondsPerStep: number[];
}

/** A history without steps. */
export function emptyHistory(): History {
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

/** Where in a history the steps after `step` begin. */
export function placeAfter({ step: steps }: History, step: number): number {
  let place = steps.length;
  while (place > 0 && steps[place - 1]! > step) place--;
  return place;
}
