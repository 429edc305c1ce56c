import { z } from "zod";
import { defineOptions } from "../base/options";
import { colors, createFigure, type Figure, type Trace } from "./figure";
import { scoredLoss, scoreNames, type ScoredLoss } from "./scoredLoss";

/** What {@link plotLosses} reads of a training history: one number a step. */
export interface LossHistory {
  readonly step: readonly number[];
  readonly discriminatorLoss: readonly number[];
  readonly generatorLoss: readonly number[];
}

/** What {@link plotScores} reads of a training history: one number from 0 to 1 a step. */
export interface ScoreHistory {
  readonly step: readonly number[];
  readonly realScore: readonly number[];
  readonly fakeScore: readonly number[];
}

const mostPoints = 400;

/**
 * A curve with at most 400 points: each is the mean of a run of steps, so long histories stay
 * light.
 */
function curve(
  name: string,
  color: string,
  steps: readonly number[],
  values: readonly number[],
): Trace {
  const run = Math.max(1, Math.ceil(values.length / mostPoints));
  const x: number[] = [];
  const y: number[] = [];
  for (let start = 0; start < values.length; start += run) {
    const part = values.slice(start, start + run);
    x.push(steps[Math.min(start + run, values.length) - 1]!);
    y.push(part.reduce((sum, value) => sum + value, 0) / part.length);
  }
  return { type: "scatter", mode: "lines", name, x, y, line: { color, width: 1.5 } };
}

/** Both players' losses against the step. */
export function plotLosses({ step, discriminatorLoss, generatorLoss }: LossHistory): Figure {
  return createFigure(
    [
      curve("discriminator", colors.discriminator, step, discriminatorLoss),
      curve("generator", colors.generator, step, generatorLoss),
    ],
    { title: "Losses", xaxis: { title: { text: "step" } }, yaxis: { title: { text: "loss" } } },
  );
}

export interface PlotScoresOptions {
  /** Of the game, `game.loss`: says whether the scores are probabilities. Default: not said. */
  loss?: ScoredLoss;
}

const readScoresOptions = defineOptions(
  "plotScores",
  z.strictObject({ loss: scoredLoss.optional() }),
);

/**
 * How real D finds real and generated samples, against the step; at 0.5 it cannot tell.
 *
 * @throws TypeError on a wrong option
 */
export function plotScores(
  { step, realScore, fakeScore }: ScoreHistory,
  options: PlotScoresOptions = {},
): Figure {
  const { real, fake, axis } = scoreNames(readScoresOptions(options).loss);
  const ends = [step[0] ?? 0, step.at(-1) ?? 1];
  return createFigure(
    [
      curve(real, colors.real, step, realScore),
      curve(fake, colors.fake, step, fakeScore),
      {
        type: "scatter",
        mode: "lines",
        name: "cannot tell",
        x: ends,
        y: [0.5, 0.5],
        line: { color: colors.neutral, width: 1, dash: "dot" },
      },
    ],
    {
      title: "What D believes",
      xaxis: { title: { text: "step" } },
      yaxis: { title: { text: axis }, range: [0, 1] },
    },
  );
}
