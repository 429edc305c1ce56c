/** The mean of the last `count` values; NaN when there are none. */
export function meanOfLast(values: readonly number[], count: number): number {
  const recent = values.slice(-count);
  return recent.reduce((sum, value) => sum + value, 0) / recent.length;
}
