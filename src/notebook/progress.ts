import type { GanLoss } from "../train/losses/loss";
import type { History } from "../train/history";

/** What has been measured, and with which loss. */
export interface Scored {
  readonly history: History;
  readonly game: { readonly loss: Pick<GanLoss, "isRelativistic"> };
}

/** How far a run is. */
export interface Progress {
  stepsDone: number;
  stepsTotal: number;
  stepsPerEpoch: number;
  /** Wall-clock seconds since the start. */
  seconds: number;
}

/** Seconds as "42 s", "3 min 05 s" or "1 h 20 min". */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** A run's progress in words. */
interface ProgressWords {
  /** "step 120/1000" */
  step: string;
  /** "epoch 2/10" */
  epoch: string;
  /** "7.1 it/s" */
  rate: string;
  /** "17 s gone" */
  gone: string;
  /** "2 min 04 s left"; nothing before the first step. */
  left: string | undefined;
}

function progressWords({ stepsDone, stepsTotal, stepsPerEpoch, seconds }: Progress): ProgressWords {
  const rate = stepsDone / Math.max(seconds, 1e-9);
  const epochs = Math.ceil(stepsTotal / stepsPerEpoch);
  return {
    step: `step ${stepsDone}/${stepsTotal}`,
    epoch: `epoch ${Math.min(epochs, Math.floor(stepsDone / stepsPerEpoch) + 1)}/${epochs}`,
    rate:
      rate >= 1 || stepsDone === 0 ? `${rate.toFixed(1)} it/s` : `${(1 / rate).toFixed(1)} s/it`,
    gone: `${formatDuration(seconds)} gone`,
    left: stepsDone ? `${formatDuration((stepsTotal - stepsDone) / rate)} left` : undefined,
  };
}

/** The losses, then the scores: means of the last 20 steps. */
function scoreWords({ history, game }: Scored): string[] {
  const recent = (values: readonly number[]): string => {
    const last = values.slice(-20);
    return last.length
      ? (last.reduce((sum, value) => sum + value, 0) / last.length).toFixed(2)
      : "–";
  };
  return [
    `L_D ${recent(history.discriminatorLoss)}`,
    `L_G ${recent(history.generatorLoss)}`,
    // Of a relativistic D: how sure it is which of a pair is the real one.
    ...(game.loss.isRelativistic
      ? [`real ahead ${recent(history.realScore)}`]
      : [`D(x) ${recent(history.realScore)}`, `D(G(z)) ${recent(history.fakeScore)}`]),
  ];
}

/** "step 120/1000 · epoch 2/10 · 7.1 it/s · 17 s gone, 2 min 04 s left". */
export function describeProgress(progress: Progress): string {
  const { step, epoch, rate, gone, left } = progressWords(progress);
  return [step, epoch, rate, left ? `${gone}, ${left}` : gone].join(" · ");
}

/** "L_D 0.92 · L_G 1.31 · D(x) 0.75 · D(G(z)) 0.31": means of the last 20 steps. */
export function describeScores(scored: Scored): string {
  return scoreWords(scored).join(" · ");
}

/** All of that, what matters most first: losses, time left, steps, scores, the rest. */
export function rankedWords(progress: Progress, scored: Scored): string[] {
  const { step, epoch, rate, gone, left } = progressWords(progress);
  const scores = scoreWords(scored);
  return [
    ...scores.slice(0, 2),
    ...(left ? [left] : []),
    step,
    ...scores.slice(2),
    epoch,
    rate,
    gone,
  ];
}
