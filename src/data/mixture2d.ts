import { z } from "zod";
import { defineOptions, positiveInteger, seedOption } from "../base/options";
import { randomStream, type RandomStream } from "../base/random";
import { createDataset, type Dataset } from "./dataset";

/** Points in the plane. */
export type Point2d = readonly [x: number, y: number];

export interface Mixture2dOptions {
  /**
   * `"ring8"`: 8 Gaussians on the unit circle, standard deviation 0.01. `"grid25"`: 25 Gaussians on
   * a 5 x 5 grid with spacing 2, standard deviation 0.05 (both as in VEEGAN,
   * https://arxiv.org/abs/1705.07761). `"moons"`: two interleaved half circles of radius 1,
   * standard deviation 0.05 (as scikit-learn's `make_moons`). Or the centres of your own Gaussians.
   * Default `"ring8"`.
   */
  kind?: "ring8" | "grid25" | "moons" | readonly Point2d[];
  /** How many points. Default 10,000. */
  size?: number;
  /** Overrides the kind's standard deviation (own centres: 0.05). */
  standardDeviation?: number | undefined;
  /** Default 0. */
  seed?: number;
}

/** A dataset of points that knows the distribution it was drawn from. */
export interface Mixture2d extends Dataset {
  /** The Gaussians' centres; empty for `"moons"`, which is not a mixture of Gaussians. */
  readonly centers: readonly Point2d[];
  readonly standardDeviation: number;
}

/** The options, to be kept as JSON. */
export const mixture2dOptions = z.strictObject({
  kind: z
    .union(
      [
        z.enum(["ring8", "grid25", "moons"]),
        z
          .array(z.tuple([z.number(), z.number()]))
          .min(1)
          .max(256),
      ],
      {
        error: 'expected "ring8", "grid25", "moons" or an array of 1 to 256 [x, y] centres',
      },
    )
    .default("ring8"),
  size: positiveInteger.default(10_000),
  standardDeviation: z.number().min(0).optional(),
  seed: seedOption,
});
const readOptions = defineOptions("mixture2d", mixture2dOptions);

const ring8 = Array.from({ length: 8 }, (_, i): Point2d => [
  Math.cos((i * Math.PI) / 4),
  Math.sin((i * Math.PI) / 4),
]);
const grid25 = Array.from({ length: 25 }, (_, i): Point2d => [
  (i % 5) * 2 - 4,
  Math.floor(i / 5) * 2 - 4,
]);

/**
 * Points drawn from a known 2-D distribution, shape `[size, 2]`; the label is the component (or
 * moon) of each point.
 *
 * @throws TypeError on an unknown option or a wrong value
 */
export function mixture2d(options: Mixture2dOptions = {}): Mixture2d {
  const { kind, size, standardDeviation: given, seed } = readOptions(options);
  const random = randomStream(seed, "mixture2d");
  const centers =
    kind === "ring8" ? ring8 : kind === "grid25" ? grid25 : kind === "moons" ? [] : kind;
  const standardDeviation = given ?? (kind === "ring8" ? 0.01 : 0.05);
  const components = kind === "moons" ? 2 : centers.length;
  const samples = new Float32Array(size * 2);
  const labels = new Uint8Array(size);
  for (let i = 0; i < size; i++) {
    const component = random.integer(components);
    const [x, y] = kind === "moons" ? moonPoint(component, random) : centers[component]!;
    samples[2 * i] = x + standardDeviation * random.normal();
    samples[2 * i + 1] = y + standardDeviation * random.normal();
    labels[i] = component;
  }
  const name = typeof kind === "string" ? kind : `${kind.length} Gaussians`;
  const source = { loader: "mixture2d", options: { kind, size, standardDeviation, seed } };
  return {
    ...createDataset({ name, samples, shape: [2], labels }),
    centers,
    standardDeviation,
    source,
  };
}

function moonPoint(moon: number, random: RandomStream): Point2d {
  const angle = Math.PI * random.uniform();
  return moon === 0
    ? [Math.cos(angle), Math.sin(angle)]
    : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
}
