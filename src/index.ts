/**
 * ganbook: learn, run and reuse generative adversarial networks in TypeScript.
 *
 * What the first six notebooks and a short script need; everything else is under the name of its
 * room, such as `ganbook/measure`.
 */
export * as tf from "@tensorflow/tfjs";
export { startRuntime, compileStep } from "./runtime";
export type {
  Backend,
  Runtime,
  StartRuntimeOptions,
  CompiledStep,
  CompileStepOptions,
} from "./runtime";
export {
  loadMnist,
  loadImages,
  mixture2d,
  createDataset,
  takeFirst,
  takeSamples,
  splitDataset,
  batchStream,
  randomStream,
} from "./data";
export type {
  Data,
  Dataset,
  DatasetParts,
  Labels,
  Pictures,
  LoadMnistOptions,
  LoadIdxOptions,
  LoadImagesOptions,
  StackedMnistOptions,
  Mixture2d,
  Mixture2dOptions,
  Point2d,
  DataSource,
  SplitDataset,
  BatchStream,
  RandomStream,
} from "./data";
export {
  buildGenerator,
  buildDiscriminator,
  sampleGenerator,
  drawLatents,
  interpolateLatents,
  latentPlane,
} from "./build";
export type {
  BuildGeneratorOptions,
  GeneratorPreset,
  BuildDiscriminatorOptions,
  DiscriminatorPreset,
  Initialization,
  CategoriesOptions,
  Span,
  DropoutOptions,
  SampleGeneratorOptions,
} from "./build";
export {
  trainGan,
  createGame,
  classicGame,
  defaultLoss,
  discriminatorStep,
  generatorStep,
  drawNoise,
  annealRates,
  averagedGenerator,
  decisionCurve,
  decisionSurface,
  fakeGradients,
} from "./train";
export type {
  Game,
  GameOptions,
  Augmentation,
  DiscriminatorReport,
  GeneratorReport,
  AnnealRatesOptions,
  LossReport,
  TrainGanOptions,
  TrainingCallback,
  TrainingEnding,
  TrainingOptions,
  TrainingRun,
  TrainingState,
  History,
  GanLoss,
  Penalty,
  PenaltyParts,
  Average,
  GameState,
  LossName,
  Surface,
  LayerClass,
} from "./train";
export {
  plotSamples,
  plotInterpolation,
  plotLatent,
  plotLosses,
  plotScores,
  plotDecision2d,
  plotDensity1d,
  savePlot,
} from "./plot";
export type {
  PlotSamplesOptions,
  LossHistory,
  ScoreHistory,
  DecisionSurface,
  PlotDecision2dOptions,
  PointGradients,
  RewindFrame,
  RewindRun,
  PlotDensity1dOptions,
  Arrow,
  Axis,
  BackgroundImage,
  Figure,
  Trace,
  Png,
} from "./plot";
export { show, display, liveView, progressBar, stopButton } from "./notebook";
export type {
  PictureDisplayOptions,
  Pixels,
  Showable,
  LiveViewOptions,
  Terminal,
} from "./notebook";
export { measureImages } from "./measure";
export type {
  ImageQuality,
  MeasureImagesOptions,
  SyntheticTraining,
  TrainClassifierOptions,
  Copies,
  Inception,
  Judge,
  Judgement,
  Manifolds,
  ModeCoverage,
  StackedModes,
  Interval,
} from "./measure";
export { doctor } from "./doctor";
export type { Finding, Doctor, DoctorOptions, InspectGameOptions, Inspection } from "./doctor";
export { recordRun, resumeRun, loadGame, loadGenerator } from "./runs";
export type {
  RecordRunOptions,
  RunRecorder,
  Best,
  BestMeasure,
  Unsaved,
  LoadGameOptions,
  LoadGeneratorOptions,
  Run,
  RunResult,
  ComparisonRow,
  CompareRunsOptions,
  RunComparison,
  Duel,
  DuelOptions,
  DuelSide,
  Side,
  ForkRunOptions,
  RecordedRun,
  ResumeRunOptions,
} from "./runs";
export { exportModel } from "./export";
export type { ExportFormat } from "./export";

import { registerDisplays } from "./notebook/displays";
registerDisplays();
