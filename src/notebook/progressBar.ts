import { writeForEyes, type TextOutput } from "../base/output";
import type { TrainingCallback, TrainingState } from "../train/trainGan";
import { describeProgress, describeScores } from "./progress";

/** Where a progress bar is drawn. */
export interface Terminal extends TextOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

const width = 24;
const redrawEvery = 100; // ms
const lineEvery = 5000; // ms

/**
 * A training run's progress for scripts: a bar that moves in a terminal, a line every 5 seconds in a log.
 *
 * @param terminal where to write; default standard error
 */
export function progressBar(terminal: Terminal = process.stderr): TrainingCallback {
  let [begun, drawn] = [0, 0];
  const draw = ({ stepsDone, stepsTotal, stepsPerEpoch, history }: TrainingState): void => {
    const seconds = (performance.now() - begun) / 1000;
    const text = `${describeProgress({ stepsDone, stepsTotal, stepsPerEpoch, seconds })} · ${describeScores(history)}`;
    drawn = performance.now();
    if (!terminal.isTTY) return writeForEyes(terminal, `${text}\n`);
    const full = Math.round((width * stepsDone) / stepsTotal);
    const line = `${"█".repeat(full)}${"░".repeat(width - full)} ${text}`;
    writeForEyes(terminal, `\r\x1b[K${line.slice(0, (terminal.columns ?? 80) - 1)}`);
  };
  return {
    onStart() {
      begun = drawn = performance.now();
    },
    onStep(state) {
      if (performance.now() - drawn >= (terminal.isTTY ? redrawEvery : lineEvery)) draw(state);
    },
    onEnd(state) {
      draw(state);
      if (terminal.isTTY) writeForEyes(terminal, "\n");
    },
  };
}
