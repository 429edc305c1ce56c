import { z } from "zod";
import { printMessage } from "../base/output";
import { defineOptions, positiveInteger } from "../base/options";
import { dataOption, type Data } from "../data/pictures";
import { readGameState, writeGameState, type GameState } from "../train/gameState";
import { learningRates, setLearningRate } from "../train/changeGame";
import { hasDiverged, type TrainingCallback, type TrainingState } from "../train/trainGan";
import { diagnose, formatFinding, type Finding } from "./diagnose";
import { inspectGame } from "./inspect";
import { symptomSteps } from "./rule";

export interface DoctorOptions {
  /**
   * Steps between examinations; there is one more before the first step and one after the last.
   * Default 500.
   */
  every?: number;
  /** Data that are not trained on: D's memorising is looked for only with them. */
  holdout?: Data;
  /**
   * When a loss is NaN or infinite: `"stop"`, or `"rollback"`: go back to the last good state,
   * halve both learning rates and go on, at most five times. Default `"stop"`.
   */
  onNaN?: "stop" | "rollback";
  /** Print each finding once. Default true. */
  print?: boolean;
}

/** The options of a doctor. */
export const doctorSchema = z.strictObject({
  every: positiveInteger.default(500),
  holdout: dataOption.optional(),
  onNaN: z.enum(["stop", "rollback"]).default("stop"),
  print: z.boolean().default(true),
});
const readOptions = defineOptions("doctor", doctorSchema);
const mostRollbacks = 5;

/** A doctor at work. */
export interface Doctor extends TrainingCallback {
  /** What was found so far, each thing once, in the order of `diagnose`. */
  readonly findings: readonly Finding[];
}

/**
 * Examines a game before it is played, while, and after; prints what is wrong, why, and the fix. A
 * symptom counts when it is there twice in a row, or at the end. Pass it to `trainGan` in
 * `callbacks`, before a recorder.
 *
 * @throws TypeError on a wrong option
 */
export function doctor(options: DoctorOptions = {}): Doctor {
  const { every, holdout, onNaN, print } = readOptions(options);
  const findings: Finding[] = [];
  let good: GameState | undefined;
  let rollbacks = 0;

  /** Names of the symptoms seen last time, once the game was old enough to have any. */
  let before: Set<string> | undefined;
  const examine = async ({ game, data, history }: TrainingState, isLast = false): Promise<void> => {
    const inspection = await inspectGame(game, data, holdout ? { holdout } : {});
    const found = diagnose(history, inspection);
    for (const finding of found) {
      const lasts = !finding.isSymptom || isLast || before?.has(finding.name);
      if (!lasts || findings.some(({ name }) => name === finding.name)) continue;
      findings.push(finding);
      if (print) printMessage(formatFinding(finding));
    }
    if (game.step >= symptomSteps) before = new Set(found.map(({ name }) => name));
    if (!inspection.notFinite.length && !hasDiverged(history)) good = readGameState(game);
  };
  const rollBack = ({ game }: TrainingState): void => {
    const [from, to] = [game.step, good!.step];
    const rates = learningRates(game);
    writeGameState(game, good!);
    for (const player of ["generator", "discriminator"] as const)
      setLearningRate(game, player, rates[player] / 2);
    if (print)
      printMessage(
        `Back from step ${from} to ${to}; learning rates halved to ${rates.generator / 2} ` +
          `and ${rates.discriminator / 2}.`,
      );
  };

  return {
    findings,
    onStart: (state) => examine(state),
    async onStep(state) {
      const { history, game } = state;
      const isOver = hasDiverged(history);
      if (!isOver && game.step % every !== 0) return;
      await examine(state);
      if (isOver && onNaN === "rollback" && rollbacks++ < mostRollbacks) rollBack(state);
    },
    async onEnd(state, ending) {
      if (ending !== "failed") await examine(state, true);
      good = undefined; // a copy of all weights
    },
  };
}
