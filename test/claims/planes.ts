import type { Outputs } from "./outputs";

/** The eight centres of `mixture2d`'s ring. */
export const ring = Array.from({ length: 8 }, (_, i) => [
  Math.cos((i * Math.PI) / 4),
  Math.sin((i * Math.PI) / 4),
]);

/** G's points in a figure of the plane. */
export const points = (out: Outputs, cell: string): [number, number][] => {
  const { x, y } = out.trace(cell, "generated");
  return x.map((value, i) => [value, y[i]!]);
};

/** The values of the map, row by row, with the places that they belong to. */
export const plane = (out: Outputs, cell: string): { at: [number, number]; value: number }[] => {
  const map = out.figure(cell).data.find(({ type }) => type === "heatmap")!;
  return map.z!.flatMap((row, j) =>
    row.map((value, i) => ({ at: [map.x[i]!, map.y[j]!] as [number, number], value })),
  );
};

/** How far two points are from each other. */
export const distance = ([a, b]: readonly number[], [c, d]: readonly number[]): number =>
  Math.hypot(a! - c!, b! - d!);

/** How far a point is from the nearest of `mixture2d`'s two moons. */
export const offMoon = (point: readonly number[], moon: 0 | 1): number => {
  const [x, y, up] = moon === 0 ? [0, 0, 1] : [1, 0.5, -1];
  const [dx, dy] = [point[0]! - x, up * (point[1]! - y)];
  return dy >= 0 ? Math.abs(Math.hypot(dx, dy) - 1) : Math.hypot(Math.abs(dx) - 1, dy);
};
