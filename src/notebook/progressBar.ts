import { drawLine, keepLine, writeForEyes, type TextOutput } from "../base/output";
import type { TrainingCallback, TrainingState } from "../train/trainGan";
import {
  describeProgress,
  describeScores,
  rankedWords,
  type Progress,
  type Scored,
} from "./progress";

/** Where a progress bar is drawn. */
export interface Terminal extends TextOutput {
  readonly isTTY?: boolean;
  /** 0 where nobody knows: then 80. */
  readonly columns?: number;
}

const widest = 24;
const redrawEvery = 100; // ms
const lineEvery = 5000; // ms

/**
 * A training run's progress for scripts: a bar that moves in a terminal, a line every 5 seconds in
 * a log. Where the terminal is narrow, losses and the time left stay, and what does not fit is left
 * out.
 *
 * @param terminal where to write; default standard error. What cannot be written is lost.
 */
export function progressBar(terminal: Terminal = process.stderr): TrainingCallback {
  let [begun, drawn] = [0, 0];
  const progressOf = ({ stepsDone, stepsTotal, stepsPerEpoch }: TrainingState): Progress => {
    const seconds = (performance.now() - begun) / 1000;
    return { stepsDone, stepsTotal, stepsPerEpoch, seconds };
  };
  const draw = (state: TrainingState): void => {
    const progress = progressOf(state);
    drawn = performance.now();
    if (terminal.isTTY)
      drawLine(terminal, composeLine(progress, state, (terminal.columns || 80) - 1));
    else writeForEyes(terminal, `${describeProgress(progress)} · ${describeScores(state)}\n`);
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
      if (terminal.isTTY) keepLine();
    },
  };
}

/** The bar and as many words as `columns` have room for, none of them cut. */
function composeLine(progress: Progress, scored: Scored, columns: number): string {
  const { stepsDone, stepsTotal } = progress;
  const width = Math.min(widest, Math.floor(columns / 5));
  const full = Math.round((width * stepsDone) / stepsTotal);
  const words = rankedWords(progress, scored);
  const bar = `${"█".repeat(full)}${"░".repeat(width - full)}`;
  const fits = (line: string): boolean => line.length <= columns;
  let line = fits(`${bar} ${words[0]}`) ? `${bar} ${words[0]}` : fits(words[0]!) ? words[0]! : "";
  for (const word of words.slice(1)) {
    if (!fits(`${line} · ${word}`)) break;
    line = `${line} · ${word}`;
  }
  return line;
}
