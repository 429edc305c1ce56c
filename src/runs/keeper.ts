import { renameSync, rmSync } from "node:fs";
import { describeValue } from "../base/options";
import { setAsideUnread } from "../base/setAside";
import { readGameState } from "../train/gameState";
import type { TrainingState } from "../train/trainGan";
import type { Attempts } from "./attempts";
import { bestFile, isBetter, readBest, writeBest, type BestMeasure } from "./best";
import { firstBroken, listCheckpoints, prune, saveCheckpoint } from "./checkpoint";
import type { RunConfig } from "./config";
import { writeLine } from "./metricsLine";
import type { RecorderSettings } from "./settings";

/** The checkpoints of a run that is being recorded: writes them, knows the best, makes room. */
export class CheckpointKeeper {
  /** The step of the newest checkpoint; -1 where there is none. */
  #newest: number;
  /** Checkpoints of before, one of which may be the best: it is not known which. */
  readonly #perhapsBest: readonly number[];

  constructor(
    private readonly folder: string,
    private readonly state: TrainingState,
    private readonly attempts: Attempts,
    private readonly rules: RecorderSettings & { readonly best?: BestMeasure | undefined },
  ) {
    const best = readBest(folder);
    this.#perhapsBest = best.problem ? listCheckpoints(folder).map(({ step }) => step) : [];
    setAsideUnread(bestFile(folder), best, "; none of the checkpoints that are there is deleted");
    this.forgetAfter(state.game.step);
    this.#newest = listCheckpoints(folder).at(-1)?.step ?? -1;
  }

  get newest(): number {
    return this.#newest;
  }

  /** Saves the state, unless it holds NaN; then looks whether it is the best, and makes room. */
  async save(config: RunConfig): Promise<void> {
    const { game, history } = this.state;
    const state = readGameState(game);
    if (firstBroken(state.tensors)) return;
    const isSaved = await this.attempts.try("state", () => {
      const last = history.step.length - 1;
      // The numbers' own file is written after this one.
      const lines = history.step[last] === state.step ? [writeLine(history, last)] : [];
      const { path } = saveCheckpoint(this.folder, state, { config, lines });
      rmSync(`${path}.old`, { force: true });
      this.#newest = state.step;
    });
    if (!isSaved) return;
    await this.attempts.try("best checkpoint", () => this.#compare());
    await this.attempts.try("older checkpoints", () => this.#prune());
  }

  /** Sets aside the checkpoints after a step: they belong to another future. */
  forgetAfter(step: number): void {
    for (const file of listCheckpoints(this.folder))
      if (file.step > step) renameSync(file.path, `${file.path}.old`);
    const best = readBest(this.folder).value;
    if (best && best.step > step) rmSync(bestFile(this.folder), { force: true });
    this.#newest = Math.min(this.#newest, step);
  }

  /** Measures the present checkpoint. */
  async #compare(): Promise<void> {
    if (!this.rules.best) return;
    const { name, better, measure } = this.rules.best;
    const value: unknown = await measure(this.state);
    if (typeof value !== "number" || !Number.isFinite(value))
      throw new Error(
        `the measure "${name}": expected a finite number, received ${describeValue(value)}`,
      );
    const known = readBest(this.folder).value;
    if (!isBetter(value, known?.name === name ? known : undefined, better)) return;
    writeBest(this.folder, { step: this.state.game.step, name, value });
  }

  #prune(): void {
    const { keep, keepEvery } = this.rules;
    const best = readBest(this.folder);
    if (best.problem) return; // which one is the best is not known
    prune(
      this.folder,
      (step, age) =>
        age < keep ||
        step === best.value?.step ||
        (keepEvery > 0 && step % keepEvery === 0) ||
        this.#perhapsBest.includes(step),
    );
  }
}
