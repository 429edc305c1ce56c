import { meanInterval } from "../base/interval";
import { colors, createFigure, type Figure, type Trace } from "./figure";

/** What {@link plotDuel} reads of a duel. */
export interface DuelHistories {
  readonly a: { readonly name: string; readonly histories: readonly DuelHistory[] };
  readonly b: { readonly name: string; readonly histories: readonly DuelHistory[] };
}

interface DuelHistory {
  readonly step: readonly number[];
  readonly generatorLoss: readonly number[];
  readonly discriminatorLoss: readonly number[];
  readonly realScore: readonly number[];
  readonly fakeScore: readonly number[];
}

const mostPoints = 100;

/**
 * How far two games are apart, b - a, against the step: the mean over the seeds and its 95 %
 * confidence band. Where the band leaves 0, they differ.
 *
 * @param what which number of the history; default `"generatorLoss"`
 */
export function plotDuel(
  { a, b }: DuelHistories,
  what: Exclude<keyof DuelHistory, "step"> = "generatorLoss",
): Figure {
  const length = Math.min(...[...a.histories, ...b.histories].map(({ step }) => step.length));
  const run = Math.max(1, Math.ceil(length / mostPoints));
  const meanOf = (history: DuelHistory, start: number): number => {
    const part = history[what].slice(start, start + run);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  };
  const starts = Array.from({ length: Math.floor(length / run) }, (_, i) => i * run);
  const intervals = starts.map((start) =>
    meanInterval(
      a.histories.map((history, i) => meanOf(b.histories[i]!, start) - meanOf(history, start)),
    ),
  );
  const x = starts.map((start) => a.histories[0]!.step[start + run - 1]!);
  const line = (
    name: string,
    y: number[],
    style: Trace["line"] & object,
    showlegend = true,
  ): Trace => ({ type: "scatter", mode: "lines", name, x, y, line: style, showlegend });
  const edge = { color: colors.generator, width: 1, dash: "dot" } as const;
  const traces = [
    line(
      "mean",
      intervals.map(({ mean }) => mean),
      { color: colors.generator, width: 2 },
    ),
    line(
      "95 % confidence",
      intervals.map(({ low }) => low),
      edge,
    ),
    line(
      "",
      intervals.map(({ high }) => high),
      edge,
      false,
    ),
    line(
      "no difference",
      x.map(() => 0),
      { color: colors.neutral, width: 1 },
    ),
  ];
  return createFigure(traces, {
    title: `${what}: ${b.name} - ${a.name}, ${a.histories.length} seeds`,
    xaxis: { title: { text: "step" } },
    yaxis: { title: { text: "difference" } },
  });
}
