/**
 * Round numbers between two ends, about `count` of them (Heckbert, "Nice numbers for graph labels",
 * 1990).
 */
export function niceTicks(from: number, to: number, count: number): number[] {
  const span = to - from;
  // Ends that are nearly the same number leave no room for others between them.
  const isNarrow = !(span > 1e-9 * Math.max(Math.abs(from), Math.abs(to)));
  if (isNarrow || !Number.isFinite(span)) return [Number(from.toPrecision(12))];
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const ticks: number[] = [];
  for (let i = Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++)
    ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}
