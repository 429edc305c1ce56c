/** The adversarial game: losses, penalties, steps, and training. */
export { classicGame, createGame, defaultLoss } from "./game";
export type { Game, GameOptions } from "./game";
export { discriminatorStep, drawNoise, generatorStep } from "./steps";
export type { Augmentation } from "./augment";
export type { DiscriminatorReport, GeneratorReport } from "./steps";
export { annealRates } from "./annealRates";
export type { Annealing, AnnealRatesOptions } from "./annealRates";
export { examineLoss } from "./losses/examineLoss";
export type { LossReport } from "./losses/examineLoss";
export { learningRates, setDiscriminatorSteps, setLearningRate } from "./changeGame";
export { trainGan } from "./trainGan";
export type {
  SameGameOptions,
  TrainGanOptions,
  TrainingCallback,
  TrainingEnding,
  TrainingOptions,
  TrainingRun,
  TrainingState,
} from "./trainGan";
export type { History } from "./history";
export type { GanLoss, Penalty, PenaltyParts } from "./losses/loss";
export { minimaxLoss } from "./losses/minimax";
export { nonSaturatingLoss } from "./losses/nonSaturating";
export { averagedGenerator } from "./averagedGenerator";
export type { Average } from "./average";
export { readGameState, writeGameState } from "./gameState";
export type { GameState } from "./gameState";
export { lossNames, namedLoss } from "./losses/named";
export type { LossName } from "./losses/named";
export {
  draganPenalty,
  oneCentredPenalty,
  r1Penalty,
  r2Penalty,
  withPenalty,
  zeroCentredPenalty,
} from "./losses/penalties";
export { decisionCurve, decisionSurface, fakeGradients } from "./inspect2d";
export type { DecisionCurveOptions, DecisionSurfaceOptions, Surface } from "./inspect2d";
export type { LayerClass } from "./ownLayers";
