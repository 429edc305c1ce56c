import { z } from "zod";

const side = z.int().min(16).max(256).multipleOf(4);

/** `[height, width, channels]` of pictures that the presets draw. */
export const pictureShape = z.tuple([side, side, z.int().min(1)], {
  error: "expected [height, width, channels], such as [64, 64, 3]",
});

/**
 * How often both sides of a picture can be halved before one is odd or shorter than 4: at least
 * twice. 28 -> 14 -> 7; 64 -> 32 -> 16 -> 8 -> 4.
 */
export function countHalvings([height, width]: readonly number[]): number {
  let times = 0;
  for (let [a, b] = [height!, width!]; a % 2 === 0 && b % 2 === 0 && Math.min(a, b) >= 8; times++)
    [a, b] = [a / 2, b / 2];
  return times;
}

/** The sides of a picture after so many halvings. */
export const sidesAfter = ([height, width]: readonly number[], halvings: number): number[] => [
  height! / 2 ** halvings,
  width! / 2 ** halvings,
];

/**
 * Channels at each resolution, the finest first: so many as said, or doubled from the finest on.
 *
 * @throws TypeError when there are more or fewer than resolutions
 */
export function widthsFor(
  preset: string,
  shape: readonly number[],
  resolutions: number,
  { given, first, most }: { given: readonly number[] | undefined; first: number; most: number },
): number[] {
  if (!given) return Array.from({ length: resolutions }, (_, i) => Math.min(most, first * 2 ** i));
  if (given.length === resolutions) return [...given];
  throw new TypeError(
    `"${preset}": expected ${resolutions} widths for pictures of ` +
      `${shape.slice(0, 2).join(" x ")} (the finest first), received ${JSON.stringify(given)}`,
  );
}
