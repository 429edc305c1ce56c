/** What of a training is not on the disk. */
export interface Unsaved {
  /** The game's last step. */
  readonly step: number;
  /** The step of the newest checkpoint; none where there is none. */
  readonly saved?: number;
  /** Why the last state could not be saved. */
  readonly stateReason?: string;
  /** Why the last numbers could not be written. */
  readonly numbersReason?: string;
}

/** What was lost, and what can be had, in words. */
export function describeUnsaved(folder: string, unsaved: Unsaved): string {
  const { step, saved, stateReason, numbersReason } = unsaved;
  const state =
    stateReason !== undefined &&
    `NOT SAVED: the state of step ${step} (${stateReason}). ` +
      (saved === undefined
        ? "There is no checkpoint at all. "
        : `${folder} can be had until step ${saved}. `) +
      "The game itself is in memory as long as this program runs: make room, and go on with it " +
      "and the same recorder, which saves it first.";
  const numbers =
    numbersReason !== undefined && `NOT WRITTEN: the numbers of the last steps (${numbersReason}).`;
  return [state, numbers].filter(Boolean).join("\n");
}
