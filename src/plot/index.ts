/** Figures, as data and as pictures. */
export { plotSamples, plotInterpolation } from "./samples";
export type { PlotSamplesOptions } from "./samples";
export { plotLosses, plotScores } from "./history";
export type { LossHistory, PlotScoresOptions, ScoreHistory } from "./history";
export type { ScoredLoss } from "./scoredLoss";
export { plotDecision2d } from "./decision2d";
export type { DecisionSurface, PlotDecision2dOptions, PointGradients } from "./decision2d";
export { plotDuel } from "./duel";
export { plotRewind } from "./rewind";
export type { RewindFrame, RewindRun } from "./rewind";
export { plotDensity1d } from "./density1d";
export type { PlotDensity1dOptions } from "./density1d";
export { plotLatent } from "./latent";
export { renderSvg } from "./svg";
export { savePlot } from "./save";
export type { Arrow, Axis, BackgroundImage, Figure, Trace } from "./figure";
export type { Png } from "./png";
