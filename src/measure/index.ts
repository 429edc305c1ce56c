/** How good samples are. */
export { measureImages } from "./measureImages";
export type { ImageQuality, MeasureImagesOptions } from "./measureImages";
export { labelAgreement, rejectMislabelled, trainOnSynthetic } from "./agreement";
export type { SyntheticTraining } from "./agreement";
export { bootstrapInterval } from "./bootstrap";
export type { BootstrapIntervalOptions } from "./bootstrap";
export { classify, trainClassifier } from "./classifier";
export type { TrainClassifierOptions } from "./classifier";
export { formatInterval, formatShare } from "./format";
export { nearestSamples } from "./nearest";
export { findCopies } from "./copies";
export type { Copies, FindCopiesOptions } from "./copies";
export { inceptionFeatures, loadInception } from "./inception";
export type { Inception } from "./inception";
export { judgeSamples, loadJudge, saveJudge } from "./judge";
export type { Judge, JudgeSamplesOptions, Judgement } from "./judge";
export { networkFeatures } from "./networkFeatures";
export { loadOnnx } from "./onnxNetwork";
export type { FeatureNetwork, LoadOnnxOptions } from "./onnxNetwork";
export { trainJudge } from "./trainJudge";
export type { TrainJudgeOptions } from "./trainJudge";
export { frechetDistance, frechetFloor, frechetOf } from "./frechet";
export type { FrechetFloorOptions } from "./frechet";
export { kernelDistance } from "./kernelDistance";
export { compareManifolds } from "./manifolds";
export type { CompareManifoldsOptions, Manifolds } from "./manifolds";
export { countModes, countStackedModes, reverseKl } from "./modes";
export type {
  CountModesOptions,
  CountStackedModesOptions,
  ModeCoverage,
  StackedModes,
} from "./modes";
export { Moments } from "./moments";
export { classHistogram, classScore } from "./scores";
export { meanInterval, shareInterval } from "../base/interval";
export type { Interval } from "../base/interval";
