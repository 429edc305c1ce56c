/** How numbers of figures and pictures are looked at. */
export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
export const mean = (values: readonly number[]): number => sum(values) / values.length;

/** The share of values for which something holds. */
export const share = (values: readonly number[], holds: (value: number) => boolean): number =>
  values.filter(holds).length / values.length;

/** Standard deviation. */
export const deviation = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));

/** The largest step up between neighbours. */
export const steepest = (values: readonly number[]): number =>
  Math.max(...values.slice(1).map((value, i) => value - values[i]!));

export const rises = (values: readonly number[]): boolean =>
  values.every((value, i) => i === 0 || value >= values[i - 1]!);

/** What two histograms of the same bins have in common, 0 to 1. */
export const overlap = (a: readonly number[], b: readonly number[]): number =>
  sum(a.map((value, i) => Math.min(value / sum(a), b[i]! / sum(b))));

/** How far apart two pictures are: root mean square of their pixels' differences, 0 to 255. */
export const apart = (a: readonly number[], b: readonly number[]): number =>
  Math.sqrt(mean(a.map((value, i) => (value - b[i]!) ** 2)));

/** Mean distance between all pairs of pictures. */
export const spread = (pictures: readonly (readonly number[])[]): number =>
  mean(pictures.flatMap((a, i) => pictures.slice(i + 1).map((b) => apart(a, b))));

/** The mean curve of a span of steps. */
export const between = (
  { x, y }: { readonly x: readonly number[]; readonly y: readonly number[] },
  from: number,
  to: number,
): number[] => y.filter((_, i) => x[i]! >= from && x[i]! < to);
