import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomically } from "../base/files";
import { meanOfLast } from "../base/mean";
import { sampleGenerator } from "../build/sample";
import { drawLatents } from "../build/latent";
import type { Game } from "../train/game";
import { readGameState, type GameState } from "../train/gameState";
import type { TrainingCallback, TrainingEnding, TrainingState } from "../train/trainGan";
import { listCheckpoints, prune, saveCheckpoint } from "./checkpoint";
import { describeRun, readConfig, writeConfig, type RunConfig } from "./config";
import { saveFrame, frameFiles } from "./frames";
import { lockRun } from "./lock";
import { MetricsFile } from "./metrics";
import { removeTemporaryFiles } from "./stepFiles";
import { TensorBoard } from "./tensorBoard";

/** What decides which checkpoint is the best. */
export interface BestMeasure {
  readonly name: string;
  /** Default `"lower"`. */
  readonly better?: "lower" | "higher";
  readonly measure: (state: TrainingState) => number | Promise<number>;
}

/** The best checkpoint so far, as `best.json` has it. */
export interface Best {
  readonly step: number;
  readonly name: string;
  readonly value: number;
}

export interface RecorderSettings {
  readonly checkpointEvery: number;
  readonly sampleEvery: number;
  readonly samples: number;
  readonly seed: number;
  readonly keep: number;
  readonly keepEvery: number;
  readonly onWriteError: "continue" | "stop";
  readonly tensorboard: boolean;
}

/** Records a run into a folder: a training callback. */
export class RunRecorder implements TrainingCallback {
  readonly #choose: () => string;
  readonly #settings: RecorderSettings;
  readonly #best: BestMeasure | undefined;
  readonly #parent: RunConfig["parent"];
  #folder: string;
  #game: Game | undefined;
  #latents: Float32Array = new Float32Array();
  #metrics: MetricsFile | undefined;
  #tensorBoard: TensorBoard | undefined;
  #release: (() => void) | undefined;
  #problem: string | undefined;
  #saved = -1;

  /**
   * @param place a function that names a new folder, or the folder and the game of a run to go on with
   */
  constructor(
    place: (() => string) | { folder: string; game: Game },
    settings: RecorderSettings,
    best?: BestMeasure,
    parent?: RunConfig["parent"],
  ) {
    this.#settings = settings;
    this.#best = best;
    this.#parent = parent;
    if (typeof place === "function") {
      this.#choose = place;
      this.#folder = place();
    } else {
      this.#choose = () => place.folder;
      [this.#folder, this.#game] = [place.folder, place.game];
    }
  }

  /** Where the run is, or will be when it starts. */
  get folder(): string {
    return this.#folder;
  }

  async onStart(state: TrainingState): Promise<void> {
    const isNew = this.#game !== state.game;
    if (isNew) {
      this.#folder = this.#choose();
      makeFolders(this.#folder);
    }
    this.#release = lockRun(this.#folder);
    this.#game = state.game;
    this.#latents = drawLatents(this.#settings.samples, state.game.latentSize, this.#settings.seed);
    if (isNew) {
      const name = this.#folder.split(/[\\/]/).at(-1)!;
      const config = await describeRun(name, state, { ...this.#settings }, this.#parent);
      for (const reason of config.unrepeatable)
        console.warn(`This run will not repeat exactly: ${reason}.`);
      writeConfig(this.#folder, config);
    } else
      writeConfig(this.#folder, {
        ...readConfig(this.#folder),
        plannedSteps: state.game.step + state.stepsTotal,
      });
    removeTemporaryFiles(
      this.#folder,
      join(this.#folder, "checkpoints"),
      join(this.#folder, "samples"),
    );
    rmSync(join(this.#folder, "result.json"), { force: true });
    this.#forgetAfter(state.game.step);
    this.#metrics = new MetricsFile(join(this.#folder, "metrics.jsonl"), state.game.step);
    if (this.#settings.tensorboard)
      this.#tensorBoard = new TensorBoard(
        join(this.#folder, "tensorboard"),
        isNew ? 0 : state.game.step,
      );
    if (isNew) await this.#save(state);
    this.#saved = state.game.step;
  }

  async onStep(state: TrainingState): Promise<void> {
    const { step } = state.game;
    const { checkpointEvery, sampleEvery } = this.#settings;
    if (step <= this.#saved) this.#forgetAfter(step - 1); // somebody went back
    await this.#attempt(state, () => {
      this.#metrics!.append(state.history);
      this.#tensorBoard?.write(state.history);
    });
    if (step % sampleEvery === 0 && step % checkpointEvery !== 0)
      await this.#attempt(state, () => this.#frame(state));
    if (step % checkpointEvery === 0) await this.#save(state);
  }

  async onEnd(state: TrainingState, ending: TrainingEnding): Promise<void> {
    if (!this.#release || !this.#metrics) return this.#release?.(); // it has not begun
    await this.#attempt(state, () => this.#metrics!.finish(state.history));
    if (state.game.step !== this.#saved) await this.#save(state);
    await this.#attempt(state, () => this.#finish(state, ending));
    this.#tensorBoard?.close();
    this.#release();
    this.#release = this.#metrics = this.#tensorBoard = undefined;
  }

  /** A picture and a checkpoint, unless the game is past saving. */
  async #save(state: TrainingState): Promise<void> {
    const snapshot = readGameState(state.game);
    if (!isSound(snapshot)) return;
    await this.#attempt(state, async () => {
      await this.#frame(state);
      rmSync(`${saveCheckpoint(this.#folder, snapshot).path}.old`, { force: true });
      this.#saved = snapshot.step;
      const best = await this.#compare(state);
      const { keep, keepEvery } = this.#settings;
      prune(
        this.#folder,
        (step, age) =>
          age < keep || step === best?.step || (keepEvery > 0 && step % keepEvery === 0),
      );
    });
  }

  async #frame({ game }: TrainingState): Promise<void> {
    const generator = game.average?.generator ?? game.generator;
    saveFrame(
      this.#folder,
      game.step,
      await sampleGenerator(generator, { latents: this.#latents }),
    );
  }

  /** Measures the present checkpoint; returns the best one. */
  async #compare(state: TrainingState): Promise<Best | undefined> {
    const known = readBest(this.#folder);
    if (!this.#best) return known;
    const { name, better = "lower", measure } = this.#best;
    const value = await measure(state);
    const isBetter = !known || (better === "lower" ? value < known.value : value > known.value);
    if (!Number.isFinite(value) || !isBetter) return known;
    const best: Best = { step: state.game.step, name, value };
    writeFileAtomically(join(this.#folder, "best.json"), `${JSON.stringify(best)}\n`);
    return best;
  }

  #finish({ game, history }: TrainingState, ending: TrainingEnding): void {
    const last = (values: readonly number[]): number => meanOfLast(values, 20);
    const result = {
      format: "ganbook-result",
      version: 1,
      ending,
      step: game.step,
      secondsOfSteps: history.secondsPerStep.reduce((sum, seconds) => sum + seconds, 0),
      finished: new Date().toISOString(),
      /** Means of the last 20 steps. */
      discriminatorLoss: last(history.discriminatorLoss),
      generatorLoss: last(history.generatorLoss),
      realScore: last(history.realScore),
      fakeScore: last(history.fakeScore),
      best: readBest(this.#folder),
      writeProblem: this.#problem,
    };
    writeFileAtomically(join(this.#folder, "result.json"), `${JSON.stringify(result, null, 1)}\n`);
  }

  /** Does what may fail for want of space or rights; training goes on or stops, as chosen. */
  async #attempt(state: TrainingState, work: () => void | Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const stops = this.#settings.onWriteError === "stop";
      const message = `${this.#folder}: ${(error as Error).message}`;
      if (message !== this.#problem)
        console.error(
          `${message}. ${stops ? "Training stops; the game is in memory." : "Training goes on; it is tried again."} What was saved is whole.`,
        );
      this.#problem = message;
      if (stops) state.stop();
    }
  }

  /** Sets later checkpoints aside and drops later pictures: they belong to another future. */
  #forgetAfter(step: number): void {
    for (const { path } of listCheckpoints(this.#folder).filter((file) => file.step > step))
      renameSync(path, `${path}.old`);
    for (const { path } of frameFiles(this.#folder).filter((file) => file.step > step))
      rmSync(path, { force: true });
    const best = readBest(this.#folder);
    if (best && best.step > step) rmSync(join(this.#folder, "best.json"), { force: true });
    this.#saved = Math.min(this.#saved, step);
  }
}

function makeFolders(folder: string): void {
  try {
    for (const name of ["checkpoints", "samples"])
      mkdirSync(join(folder, name), { recursive: true });
  } catch (cause) {
    throw new Error(
      `recordRun: could not make ${folder}: ${(cause as Error).message}. Free it, or choose another place with { runs: "folder" }. Nothing has been trained.`,
      { cause },
    );
  }
}

/** The best checkpoint of a run, if it has been measured. */
export function readBest(folder: string): Best | undefined {
  const path = join(folder, "best.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Best) : undefined;
}

const isSound = ({ tensors }: GameState): boolean =>
  [...tensors.values()].every(({ values }) => values.every((value) => Number.isFinite(value)));
