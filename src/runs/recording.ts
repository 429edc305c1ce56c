import { existsSync, renameSync, rmSync, statSync, type Stats } from "node:fs";
import { basename, join, resolve } from "node:path";
import { describeValue } from "../base/options";
import { printMessage } from "../base/output";
import type { ReadBack } from "../base/readJson";
import { setAside } from "../base/setAside";
import { drawLatents } from "../build/latent";
import { sampleGenerator } from "../build/sample";
import { readGameState } from "../train/gameState";
import { hasDiverged, type TrainingEnding, type TrainingState } from "../train/trainGan";
import { Attempts } from "./attempts";
import { bestFile, isBetter, readBest, writeBest, type Best, type BestMeasure } from "./best";
import { firstBroken, listCheckpoints, prune, saveCheckpoint } from "./checkpoint";
import { configFile, readConfig, writeConfig, type RunConfig } from "./config";
import { checkSameData, describeRun } from "./describeRun";
import { frameFiles, saveFrame } from "./frames";
import { lockRun } from "./lock";
import { MetricsFile } from "./metricsFile";
import { writeLine } from "./metricsLine";
import { metricsFile } from "./numbers";
import { readResult, resultFile, writeResult } from "./result";
import type { RecorderSettings } from "./settings";
import { removeTemporaryFiles } from "./stepFiles";
import { TensorBoard } from "./tensorBoard";
import type { Unsaved } from "./unsaved";

/** What decides how a training is recorded. */
export interface RecordingParts {
  readonly settings: RecorderSettings;
  readonly best?: BestMeasure | undefined;
  readonly parent?: RunConfig["parent"];
  readonly notes?: RunConfig["notes"];
  readonly firstWeights?: RunConfig["firstWeights"];
}

/** One training, written into a folder. */
export class Recording {
  readonly state: TrainingState;
  readonly #folder: string;
  readonly #parts: RecordingParts;
  readonly #attempts: Attempts;
  readonly #release: () => void;
  /** The folder itself, by whatever name. */
  readonly #place: Stats;
  /** Checkpoints of before, one of which may be the best: it is not known which. */
  #perhapsBest: readonly number[] = [];
  readonly #latents: Float32Array;
  #config: RunConfig | undefined;
  #metrics: MetricsFile | undefined;
  #tensorBoard: TensorBoard | undefined;
  /** The step of the newest checkpoint. */
  #saved = -1;

  constructor(folder: string, parts: RecordingParts, state: TrainingState) {
    const { samples, seed, onWriteError } = parts.settings;
    this.#folder = folder;
    this.#parts = parts;
    this.state = state;
    const stops = onWriteError === "stop";
    const ends = stops
      ? "Training stops; the game is in memory."
      : "Training goes on; it is tried again.";
    this.#attempts = new Attempts(
      () => folder,
      ends,
      () => stops && state.stop(),
      () => this.#checkPlace(),
    );
    this.#latents = drawLatents(samples, state.game.latentSize, seed);
    this.#release = lockRun(folder);
    this.#place = statSync(folder);
  }

  /** Throws where the folder is no more the one that this run began in. */
  #checkPlace(): void {
    const now = statSync(this.#folder, { throwIfNoEntry: false });
    if (now?.ino !== this.#place.ino || now.dev !== this.#place.dev)
      throw new Error("the run's folder was moved or deleted while it was played");
  }

  async begin(isNew: boolean): Promise<void> {
    const { state } = this;
    const { game, stepsTotal, history } = state;
    const folder = this.#folder;
    const config = await this.#describe();
    this.#config = isNew ? config : this.#goOn(config, game.step + stepsTotal);
    if (isNew)
      for (const reason of config.unrepeatable)
        printMessage(`This run will not repeat exactly: ${reason}.`, "warn");
    writeConfig(folder, this.#config);
    removeTemporaryFiles(folder, join(folder, "checkpoints"), join(folder, "samples"));
    const best = readBest(folder);
    if (best.problem) {
      this.#perhapsBest = listCheckpoints(folder).map(({ step }) => step);
      putAside(bestFile(folder), best, "; none of the checkpoints that are there is deleted");
    }
    putAside(resultFile(folder), readResult(folder));
    rmSync(resultFile(folder), { force: true });
    this.#forgetAfter(game.step);
    this.#saved = listCheckpoints(folder).at(-1)?.step ?? -1;
    this.#metrics = new MetricsFile(metricsFile(folder), history, game.step);
    if (this.#parts.settings.tensorboard)
      this.#tensorBoard = new TensorBoard(join(folder, "tensorboard"), isNew ? 0 : game.step);
    if (this.#saved === game.step) return;
    await this.#save();
    await this.#draw();
  }

  /** Leaves nothing of a new run that could not begin. */
  undo(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #describe(): Promise<RunConfig> {
    const { settings, parent, notes, firstWeights } = this.#parts;
    return describeRun(basename(resolve(this.#folder)), this.state, {
      recorder: settings,
      ...(notes && { notes }),
      ...(parent && { parent }),
      ...(firstWeights && { firstWeights }),
    });
  }

  /**
   * The settings of the run that goes on: its own, and what it is played with now, which has to be
   * the same. A damaged file of them is set aside.
   */
  #goOn(now: RunConfig, plannedSteps: number): RunConfig {
    const { config, problem } = readConfig(this.#folder);
    checkSameData(this.#folder, config.data, this.state.data);
    if (config.batchSize !== now.batchSize)
      throw new TypeError(
        `${this.#folder}: expected the batch size that the run was played with, ` +
          `${config.batchSize}, received ${now.batchSize}; record it as another run`,
      );
    const path = configFile(this.#folder);
    if (problem && existsSync(path)) setAside(path); // named when the game was loaded
    return { ...config, version: 2, own: now.own, plannedSteps };
  }

  /** After a step: the state first, then the numbers, then what is for the eye. */
  async step(): Promise<void> {
    const { game, history } = this.state;
    const { checkpointEvery, sampleEvery = checkpointEvery } = this.#parts.settings;
    if (game.step <= this.#saved) this.#forgetAfter(game.step - 1); // somebody went back
    if (game.step % checkpointEvery === 0) await this.#save();
    await this.#attempts.try("numbers", () => this.#metrics!.append(history));
    await this.#attempts.try("TensorBoard", () => this.#tensorBoard?.write(history));
    if (game.step % sampleEvery === 0) await this.#draw();
  }

  /** @returns what could not be saved */
  async end(ending: TrainingEnding): Promise<Unsaved | undefined> {
    const { state } = this;
    if (!this.#metrics) return void this.#release(); // it has not begun
    const metrics = this.#metrics;
    try {
      if (state.game.step !== this.#saved) {
        await this.#save();
        await this.#draw();
      }
      await this.#attempts.try("numbers", () => metrics.finish(state.history));
      const writeProblem = this.#attempts.problems;
      const best = readBest(this.#folder).value;
      const more = { ...(best && { best }), ...(writeProblem && { writeProblem }) };
      await this.#attempts.try("result", () => writeResult(this.#folder, state, ending, more));
      await this.#attempts.try("TensorBoard", () => this.#tensorBoard?.close());
    } finally {
      this.#release();
    }
    return this.#whatIsMissing();
  }

  #whatIsMissing(): Unsaved | undefined {
    const [stateReason, numbersReason] = [
      this.#attempts.reason("state"),
      this.#attempts.reason("numbers"),
    ];
    if (stateReason === undefined && numbersReason === undefined) return undefined;
    const saved = listCheckpoints(this.#folder).at(-1)?.step;
    const { step } = this.state.game;
    return {
      step,
      ...(saved !== undefined && { saved }),
      ...(stateReason !== undefined && { stateReason }),
      ...(numbersReason !== undefined && { numbersReason }),
    };
  }

  /** Saves the state, unless it holds NaN; then looks whether it is the best, and makes room. */
  async #save(): Promise<void> {
    const { game, history } = this.state;
    const state = readGameState(game);
    if (firstBroken(state.tensors)) return;
    const isSaved = await this.#attempts.try("state", () => {
      const lines =
        history.step.at(-1) === state.step ? [writeLine(history, history.step.length - 1)] : []; // the numbers are written after it
      const { path } = saveCheckpoint(this.#folder, state, { config: this.#config, lines });
      rmSync(`${path}.old`, { force: true });
      this.#saved = state.step;
    });
    if (!isSaved) return;
    await this.#attempts.try("best checkpoint", () => this.#compare());
    await this.#attempts.try("older checkpoints", () => this.#prune());
  }

  #prune(): void {
    const { keep, keepEvery } = this.#parts.settings;
    const best = readBest(this.#folder);
    if (best.problem) return; // which one is the best is not known
    prune(
      this.#folder,
      (step, age) =>
        age < keep ||
        step === best.value?.step ||
        (keepEvery > 0 && step % keepEvery === 0) ||
        this.#perhapsBest.includes(step),
    );
  }

  /** Measures the present checkpoint. */
  async #compare(): Promise<void> {
    if (!this.#parts.best) return;
    const { name, better, measure } = this.#parts.best;
    const value: unknown = await measure(this.state);
    if (typeof value !== "number" || !Number.isFinite(value))
      throw new Error(
        `the measure "${name}": expected a finite number, received ${describeValue(value)}`,
      );
    const known = readBest(this.#folder).value;
    if (!isBetter(value, known?.name === name ? known : undefined, better)) return;
    writeBest(this.#folder, { step: this.state.game.step, name, value });
  }

  async #draw(): Promise<void> {
    const { game, history } = this.state;
    if (hasDiverged(history)) return; // there is nothing to see
    const generator = game.average?.generator ?? game.generator;
    await this.#attempts.try("picture", async () => {
      const drawn = await sampleGenerator(generator, { latents: this.#latents });
      saveFrame(this.#folder, game.step, drawn);
    });
  }

  /** Sets later checkpoints aside and drops later pictures: they belong to another future. */
  #forgetAfter(step: number): void {
    const folder = this.#folder;
    const isLater = (file: { step: number }): boolean => file.step > step;
    for (const { path } of listCheckpoints(folder).filter(isLater)) renameSync(path, `${path}.old`);
    for (const { path } of frameFiles(folder).filter(isLater)) rmSync(path, { force: true });
    const best: Best | undefined = readBest(folder).value;
    if (best && isLater(best)) rmSync(bestFile(folder), { force: true });
    this.#saved = Math.min(this.#saved, step);
  }
}

/** Sets aside a file that cannot be read, and says so. */
function putAside(path: string, { value, problem }: ReadBack<unknown>, more = ""): void {
  if (problem && !value) printMessage(`${problem}. Set aside as ${setAside(path)}${more}.`, "warn");
}
