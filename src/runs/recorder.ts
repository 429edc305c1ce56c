import { printMessage } from "../base/output";
import type { Game } from "../train/game";
import type { TrainingCallback, TrainingEnding, TrainingState } from "../train/trainGan";
import { claimFolder } from "./folder";
import { Recording, type RecordingParts } from "./recording";
import { describeUnsaved, type Unsaved } from "./unsaved";

/** What a recorder is made of. */
export interface RecorderParts extends RecordingParts {
  /** Names a new folder. */
  readonly choose: () => string;
  /** The game of a run to go on with, in the folder that `choose` names. */
  readonly game?: Game;
}

/** Records a run into a folder: a training callback. */
export class RunRecorder implements TrainingCallback {
  readonly #parts: RecorderParts;
  #folder: string;
  /** The game that the folder holds; the recorder does not keep it alive. */
  #game: WeakRef<Game> | undefined;
  /** The training that is being recorded. */
  #recording: Recording | undefined;
  #unsaved: Unsaved | undefined;

  constructor({ game, ...parts }: RecorderParts) {
    this.#parts = parts;
    this.#folder = parts.choose();
    this.#game = game && new WeakRef(game);
  }

  /** Where the run is, or will be when it starts. */
  get folder(): string {
    return this.#folder;
  }

  /**
   * What of the last training could not be saved; undefined where its last state is on the disk.
   */
  get unsaved(): Unsaved | undefined {
    return this.#unsaved;
  }

  /**
   * Makes the run's folder.
   *
   * @throws Error when it records another training, or the folder cannot be made
   */
  async onStart(state: TrainingState): Promise<void> {
    if (this.#recording)
      throw new Error(
        "expected a recorder of its own for each training, received one that records " +
          `${this.#folder}`,
      );
    const isNew = this.#game?.deref() !== state.game;
    if (isNew) this.#folder = claimFolder(this.#parts.choose);
    this.#unsaved = undefined;
    const recording = new Recording(this.#folder, this.#parts, state);
    this.#recording = recording;
    try {
      await recording.begin(isNew);
    } catch (error) {
      if (isNew) recording.undo();
      throw error;
    }
    this.#game = new WeakRef(state.game);
  }

  /** Records the step. */
  async onStep(): Promise<void> {
    await this.#recording?.step();
  }

  async onEnd(state: TrainingState, ending: TrainingEnding): Promise<void> {
    const recording = this.#recording;
    if (recording?.state !== state) return; // another training's, which was refused
    this.#recording = undefined;
    this.#unsaved = await recording.end(ending);
    if (this.#unsaved) printMessage(describeUnsaved(this.#folder, this.#unsaved), "error");
  }
}
