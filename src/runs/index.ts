/** Folders that hold a training run. */
export { recordRun } from "./recordRun";
export type { RecordRunOptions } from "./recordRun";
export type { RunRecorder } from "./recorder";
export type { Best, BestMeasure } from "./best";
export type { Unsaved } from "./unsaved";
export { loadGame } from "./loadGame";
export type { LoadGameOptions } from "./loadGame";
export { loadGenerator } from "./loadGenerator";
export type { LoadGeneratorOptions } from "./loadGenerator";
export { loadRun } from "./loadRun";
export type { Run } from "./loadRun";
export type { RunResult } from "./result";
export { compareRuns } from "./compareRuns";
export type { ComparisonRow, CompareRunsOptions, RunComparison } from "./compareRuns";
export { duel } from "./duel";
export type { Duel, DuelOptions, DuelSide, Side } from "./duel";
export { forkRun, resumeRun } from "./resumeRun";
export type { ForkRunOptions, RecordedRun, ResumeRunOptions } from "./resumeRun";
