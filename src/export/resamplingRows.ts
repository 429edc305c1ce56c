/** How a layer `resample` doubles or halves a row. */
export interface ResamplingFilter {
  readonly direction: "up" | "down";
  readonly filter: "bilinear" | "lowpass";
}

/**
 * The matrix `[length, resampled length]` that a row of numbers is multiplied by: what
 * `resample(direction, filter)` does along one axis.
 */
export function rowsOfResampling(
  { direction, filter }: ResamplingFilter,
  length: number,
): Float32Array {
  const columns = direction === "up" ? 2 * length : length / 2;
  const rows = new Float32Array(length * columns);
  const isKnown = (from: number): boolean => from >= 0 && from < length;
  const add = (from: number, to: number, share: number): void => {
    if (isKnown(from)) rows[from * columns + to]! += share;
    // Outside there is nothing, or the edge again.
    else if (filter === "bilinear") add(from < 0 ? 0 : length - 1, to, share);
  };
  for (let to = 0; to < columns; to++)
    if (direction === "up") {
      const near = Math.floor(to / 2);
      add(near, to, 0.75);
      add(to % 2 ? near + 1 : near - 1, to, 0.25);
    } else if (filter === "bilinear") [0, 1].forEach((k) => add(2 * to + k, to, 0.5));
    else [1, 3, 3, 1].forEach((tap, k) => add(2 * to - 1 + k, to, tap / 8));
  return rows;
}
