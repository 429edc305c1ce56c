/** ganbook: learn, run and reuse generative adversarial networks in TypeScript. */

// Runtime: TensorFlow itself, and where it runs.
export * as tf from "@tensorflow/tfjs";
export { startRuntime } from "./runtime/start";
export type { Backend, Runtime, StartRuntimeOptions } from "./runtime/start";

// Data.
export { createDataset, takeSamples } from "./data/dataset";
export type { Dataset, DatasetParts, Labels } from "./data/dataset";
export { loadMnist } from "./data/mnist";
export type { LoadMnistOptions } from "./data/mnist";
export { loadIdx } from "./data/idx";
export type { LoadIdxOptions } from "./data/idx";
export { loadImages } from "./data/loadImages";
export type { LoadImagesOptions } from "./data/loadImages";
export { stackedMnist } from "./data/stackedMnist";
export type { StackedMnistOptions } from "./data/stackedMnist";
export { createGrammar, sampleSentences, smallEnglish } from "./data/grammar";
export type { Grammar, Rules, SampleSentencesOptions } from "./data/grammar";
export { decodeSentences, encodeSentences } from "./data/text";
export type { EncodeSentencesOptions, TextDataset } from "./data/text";
export { createTable, readTable, tableRows, tableToCsv } from "./data/table";
export type { CategoryColumn, Column, NumberColumn, Table } from "./data/table";
export { samplePeople } from "./data/people";
export { balanceRows, decodeTable, drawConditions, encodeTable } from "./data/encodeTable";
export type { ColumnCode, EncodedTable, EncodeTableOptions } from "./data/encodeTable";
export type { Mode } from "./data/mixture1d";
export { mixture2d } from "./data/mixture2d";
export type { Mixture2d, Mixture2dOptions, Point2d } from "./data/mixture2d";
export { loadData } from "./data/source";
export type { DataSource } from "./data/source";
export { splitDataset } from "./data/split";
export type { SplitDataset } from "./data/split";
export { batchStream } from "./data/batches";
export type { BatchStream } from "./data/batches";
export { randomStream } from "./base/random";
export type { RandomStream } from "./base/random";

// Build.
export { buildGenerator } from "./build/generator";
export type { BuildGeneratorOptions, GeneratorPreset } from "./build/generator";
export { buildDiscriminator } from "./build/discriminator";
export type { BuildDiscriminatorOptions, DiscriminatorPreset } from "./build/discriminator";
export type { Initialization } from "./build/weights";
export { spectralNorm } from "./build/spectralNorm";
export { minibatchDeviation } from "./build/minibatchDeviation";
export { resample } from "./build/resample";
export { categories } from "./build/categories";
export type { CategoriesOptions, Span } from "./build/categories";
export { dropoutLayer } from "./build/dropout";
export type { DropoutOptions } from "./build/dropout";
export { sampleGenerator } from "./build/sample";
export type { SampleGeneratorOptions } from "./build/sample";
export { drawLatents, interpolateLatents, latentPlane } from "./build/latent";

// Train.
export { classicGame, createGame, defaultLoss } from "./train/game";
export type { Game, GameOptions } from "./train/game";
export { discriminatorStep, drawNoise, generatorStep } from "./train/steps";
export type { Augmentation } from "./train/augment";
export type { DiscriminatorReport, GeneratorReport } from "./train/steps";
export { annealRates } from "./train/annealRates";
export type { AnnealRatesOptions } from "./train/annealRates";
export { examineLoss } from "./train/losses/examineLoss";
export type { LossReport } from "./train/losses/examineLoss";
export { learningRates, setDiscriminatorSteps, setLearningRate } from "./train/settings";
export { trainGan } from "./train/trainGan";
export type {
  TrainGanOptions,
  TrainingCallback,
  TrainingEnding,
  TrainingOptions,
  TrainingRun,
  TrainingState,
} from "./train/trainGan";
export type { History } from "./train/history";
export type { GanLoss, Penalty, PenaltyParts } from "./train/losses/loss";
export { minimaxLoss } from "./train/losses/minimax";
export { nonSaturatingLoss } from "./train/losses/nonSaturating";
export type { Average } from "./train/average";
export { readGameState, writeGameState } from "./train/gameState";
export type { GameState } from "./train/gameState";
export { lossNames, namedLoss } from "./train/losses/named";
export type { LossName } from "./train/losses/named";
export {
  draganPenalty,
  oneCentredPenalty,
  r1Penalty,
  r2Penalty,
  withPenalty,
  zeroCentredPenalty,
} from "./train/losses/penalties";
export { decisionCurve, decisionSurface, fakeGradients } from "./train/inspect2d";
export type { Surface } from "./train/inspect2d";

// Measure: how good samples are.
export { measureImages } from "./measure/measureImages";
export type { ImageQuality, MeasureImagesOptions } from "./measure/measureImages";
export { labelAgreement, rejectMislabelled, trainOnSynthetic } from "./measure/agreement";
export type { SyntheticTraining } from "./measure/agreement";
export { bootstrapInterval } from "./measure/bootstrap";
export { classify, trainClassifier } from "./measure/classifier";
export type { TrainClassifierOptions } from "./measure/classifier";
export { findCopies } from "./measure/copies";
export type { Copies } from "./measure/copies";
export { inceptionFeatures, loadInception } from "./measure/inception";
export type { Inception } from "./measure/inception";
export { judgeSentences } from "./measure/sentences";
export type { SentenceQuality } from "./measure/sentences";
export { sampleLanguageModel, trainLanguageModel } from "./measure/languageModel";
export type { LanguageModel, TrainLanguageModelOptions } from "./measure/languageModel";
export { compareTables, labelledBy } from "./measure/tables";
export type { TableDistances } from "./measure/tables";
export { judgeSamples, loadJudge } from "./measure/judge";
export type { Judge, Judgement } from "./measure/judge";
export { frechetDistance, frechetFloor, frechetOf } from "./measure/frechet";
export { kernelDistance } from "./measure/kernelDistance";
export { compareManifolds } from "./measure/manifolds";
export type { Manifolds } from "./measure/manifolds";
export { countModes, countStackedModes, reverseKl } from "./measure/modes";
export type { ModeCoverage, StackedModes } from "./measure/modes";
export { Moments } from "./measure/moments";
export { classHistogram, classScore } from "./measure/scores";

// Doctor: what is wrong with a game, and why.
export { diagnose, formatFinding } from "./doctor/diagnose";
export type { Finding } from "./doctor/diagnose";
export { doctor } from "./doctor/doctor";
export type { Doctor, DoctorOptions } from "./doctor/doctor";
export { inspectGame } from "./doctor/inspect";
export type { InspectGameOptions, Inspection } from "./doctor/inspect";

// Runs: folders that hold a training run.
export { recordRun } from "./runs/recordRun";
export type { RecordRunOptions } from "./runs/recordRun";
export type { RunRecorder } from "./runs/recorder";
export type { Best, BestMeasure } from "./runs/best";
export type { Unsaved } from "./runs/unsaved";
export { loadGame } from "./runs/loadGame";
export type { LoadGameOptions } from "./runs/loadGame";
export type { LayerClass } from "./train/ownLayers";
export { loadGenerator } from "./runs/loadGenerator";
export type { LoadGeneratorOptions } from "./runs/loadGenerator";
export { loadRun } from "./runs/loadRun";
export type { Run } from "./runs/loadRun";
export type { RunResult } from "./runs/result";
export { compareRuns } from "./runs/compareRuns";
export type { ComparisonRow, CompareRunsOptions, RunComparison } from "./runs/compareRuns";
export { duel } from "./runs/duel";
export type { Duel, DuelOptions, DuelSide, Side } from "./runs/duel";
export { meanInterval, shareInterval } from "./base/interval";
export type { Interval } from "./base/interval";
export { forkRun, resumeRun } from "./runs/resumeRun";
export type { ForkRunOptions, RecordedRun, ResumeRunOptions } from "./runs/resumeRun";

// Export: models for use elsewhere.
export { exportModel } from "./export/exportModel";
export type { ExportFormat } from "./export/exportModel";

// Plot.
export { plotSamples, plotInterpolation } from "./plot/samples";
export type { PlotSamplesOptions } from "./plot/samples";
export { plotLosses, plotScores } from "./plot/history";
export type { LossHistory, ScoreHistory } from "./plot/history";
export { plotDecision2d } from "./plot/decision2d";
export type { DecisionSurface, PlotDecision2dOptions, PointGradients } from "./plot/decision2d";
export { plotDuel } from "./plot/duel";
export { plotRewind } from "./plot/rewind";
export type { RewindFrame, RewindRun } from "./plot/rewind";
export { plotDensity1d } from "./plot/density1d";
export type { PlotDensity1dOptions } from "./plot/density1d";
export { plotLatent } from "./plot/latent";
export { renderSvg } from "./plot/svg";
export { savePlot } from "./plot/save";
export type { Arrow, Axis, BackgroundImage, Figure, Trace } from "./plot/figure";
export type { Png } from "./plot/png";

// Notebook.
export { show } from "./notebook/show";
export { display } from "./notebook/display";
export type { PictureDisplayOptions } from "./notebook/display";
export type { Pixels } from "./kernel/show/image";
export type { Showable } from "./notebook/bundle";
export { liveView } from "./notebook/liveView";
export type { LiveViewOptions } from "./notebook/liveView";
export { progressBar } from "./notebook/progressBar";
export type { Terminal } from "./notebook/progressBar";
export { stopButton } from "./notebook/stopButton";
export { runningKernel } from "./kernel/api";
export type { Comm, DisplayOptions, Kernel, MimeBundle } from "./kernel/api";

import { registerDisplays } from "./notebook/displays";
registerDisplays();
