import { existsSync, rmSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { printMessage } from "../base/output";
import { setAside, setAsideUnread } from "../base/setAside";
import { drawLatents } from "../build/latent";
import { sampleGenerator } from "../build/sample";
import { hasDiverged, type TrainingEnding, type TrainingState } from "../train/trainGan";
import { Attempts } from "./attempts";
import { readBest, type BestMeasure } from "./best";
import { listCheckpoints } from "./checkpoint";
import { configFile, readConfig, writeConfig, type RunConfig } from "./config";
import { checkSameData, describeRun } from "./describeRun";
import { frameFiles, saveFrame } from "./frames";
import { CheckpointKeeper } from "./keeper";
import { lockRun, type HeldRun } from "./lock";
import { MetricsFile } from "./metricsFile";
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

/** What is written while a training goes on. */
interface Files {
  readonly config: RunConfig;
  readonly keeper: CheckpointKeeper;
  readonly metrics: MetricsFile;
  readonly tensorBoard: TensorBoard | undefined;
}

/** One training, written into a folder. */
export class Recording {
  readonly #held: HeldRun;
  readonly #attempts: Attempts;
  readonly #latents: Float32Array;
  /** Undefined until it has begun. */
  #files: Files | undefined;

  constructor(
    private readonly folder: string,
    private readonly parts: RecordingParts,
    readonly state: TrainingState,
  ) {
    const { samples, seed, onWriteError } = parts.settings;
    const stops = onWriteError === "stop";
    const ends = stops
      ? "Training stops; the game is in memory."
      : "Training goes on; it is tried again.";
    this.#latents = drawLatents(samples, state.game.latentSize, seed);
    this.#held = lockRun(folder);
    this.#attempts = new Attempts(
      () => folder,
      ends,
      () => stops && state.stop(),
      () => this.#held.check(),
    );
  }

  async begin(isNew: boolean): Promise<void> {
    const { folder, state } = this;
    const { settings, best } = this.parts;
    const { step } = state.game;
    const now = await this.#describe();
    const config = isNew ? now : await goOn(folder, now, state);
    if (isNew)
      for (const reason of config.unrepeatable)
        printMessage(`This run will not repeat exactly: ${reason}.`, "warn");
    writeConfig(folder, config);
    removeTemporaryFiles(folder, join(folder, "checkpoints"), join(folder, "samples"));
    const keeper = new CheckpointKeeper(folder, state, this.#attempts, { ...settings, best });
    setAsideUnread(resultFile(folder), readResult(folder));
    rmSync(resultFile(folder), { force: true });
    dropFrames(folder, step);
    const metrics = new MetricsFile(metricsFile(folder), state.history, step);
    const tensorBoard = settings.tensorboard
      ? new TensorBoard(join(folder, "tensorboard"), isNew ? 0 : step)
      : undefined;
    this.#files = { config, keeper, metrics, tensorBoard };
    if (keeper.newest !== step) await this.#save(this.#files);
  }

  /** Leaves nothing of a new run that could not begin. */
  undo(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #describe(): Promise<RunConfig> {
    const { settings, parent, notes, firstWeights } = this.parts;
    return describeRun(basename(resolve(this.folder)), this.state, {
      recorder: settings,
      ...(notes && { notes }),
      ...(parent && { parent }),
      ...(firstWeights && { firstWeights }),
    });
  }

  /** After a step: the state first, then the numbers, then what is for the eye. */
  async step(): Promise<void> {
    if (!this.#files) return;
    const { game, history } = this.state;
    const { config, keeper, metrics, tensorBoard } = this.#files;
    const { checkpointEvery, sampleEvery = checkpointEvery } = this.parts.settings;
    if (game.step <= keeper.newest) {
      keeper.forgetAfter(game.step - 1); // somebody went back
      dropFrames(this.folder, game.step - 1);
    }
    if (game.step % checkpointEvery === 0) await keeper.save(config);
    await this.#attempts.try("numbers", () => metrics.append(history));
    await this.#attempts.try("TensorBoard", () => tensorBoard?.write(history));
    if (game.step % sampleEvery === 0) await this.#draw();
  }

  /** @returns what could not be saved */
  async end(ending: TrainingEnding): Promise<Unsaved | undefined> {
    if (!this.#files) return void this.#held.release();
    const { folder, state } = this;
    const { keeper, metrics, tensorBoard } = this.#files;
    try {
      if (state.game.step !== keeper.newest && !state.isTorn) await this.#save(this.#files);
      await this.#attempts.try("numbers", () => metrics.finish(state.history));
      const writeProblem = this.#attempts.problems;
      const best = readBest(folder).value;
      const more = { ...(best && { best }), ...(writeProblem && { writeProblem }) };
      await this.#attempts.try("result", () => writeResult(folder, state, ending, more));
      await this.#attempts.try("TensorBoard", () => tensorBoard?.close());
    } finally {
      this.#held.release();
    }
    return this.#whatIsMissing();
  }

  #whatIsMissing(): Unsaved | undefined {
    const stateReason = this.#attempts.reason("state");
    const numbersReason = this.#attempts.reason("numbers");
    if (stateReason === undefined && numbersReason === undefined) return undefined;
    const saved = listCheckpoints(this.folder).at(-1)?.step;
    return {
      step: this.state.game.step,
      ...(saved !== undefined && { saved }),
      ...(stateReason !== undefined && { stateReason }),
      ...(numbersReason !== undefined && { numbersReason }),
    };
  }

  async #save({ keeper, config }: Files): Promise<void> {
    await keeper.save(config);
    await this.#draw();
  }

  async #draw(): Promise<void> {
    const { game, history } = this.state;
    if (hasDiverged(history)) return; // there is nothing to see
    const generator = game.average?.generator ?? game.generator;
    await this.#attempts.try("picture", async () => {
      const drawn = await sampleGenerator(generator, { latents: this.#latents });
      saveFrame(this.folder, game.step, drawn);
    });
  }
}

/**
 * The settings of the run that goes on: its own, and what it is played with now, which has to be
 * the same. A damaged file of them is set aside.
 */
async function goOn(folder: string, now: RunConfig, { data }: TrainingState): Promise<RunConfig> {
  const { config, problem } = readConfig(folder);
  await checkSameData(folder, config.data, data);
  if (config.batchSize !== now.batchSize)
    throw new TypeError(
      `${folder}: expected the batch size that the run was played with, ${config.batchSize}, ` +
        `received ${now.batchSize}; record it as another run`,
    );
  const path = configFile(folder);
  if (problem && existsSync(path)) setAside(path); // named when the game was loaded
  return { ...config, version: 2, own: now.own, plannedSteps: now.plannedSteps };
}

/** Drops the pictures after a step: they belong to another future. */
function dropFrames(folder: string, step: number): void {
  for (const file of frameFiles(folder)) if (file.step > step) rmSync(file.path, { force: true });
}
