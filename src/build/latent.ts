import { describeValue, requireInteger } from "../base/options";
import { randomStream } from "../base/random";

/**
 * `count` latent vectors z ~ N(0, I), one after the other: `[count, latentSize]` numbers.
 *
 * @throws RangeError where a number is no whole one
 */
export function drawLatents(count: number, latentSize: number, seed: number): Float32Array {
  requireInteger("drawLatents", "count", count);
  requireInteger("drawLatents", "latentSize", latentSize);
  requireInteger("drawLatents", "seed", seed, 0);
  return randomStream(seed, "latents").normals(count * latentSize);
}

/**
 * `steps` latent vectors on the way from one to another, both included: `[steps, latentSize]`
 * numbers.
 *
 * `"spherical"` follows the great circle, which keeps the length that Gaussian vectors have;
 * `"linear"` cuts through the middle, where the generator was never trained
 * (https://arxiv.org/abs/1609.04468).
 *
 * @throws RangeError when the vectors' lengths differ or there are fewer than two steps
 */
export function interpolateLatents(
  from: Float32Array,
  to: Float32Array,
  steps: number,
  method: "spherical" | "linear" = "spherical",
): Float32Array {
  if (from.length !== to.length)
    throw new RangeError(
      `interpolateLatents: expected two vectors of one length, received ${from.length} and ` +
        `${to.length}`,
    );
  if (!Number.isInteger(steps) || steps < 2)
    throw new RangeError(
      `interpolateLatents: expected at least 2 steps, received ${describeValue(steps)}`,
    );
  const product = (a: Float32Array, b: Float32Array): number =>
    a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const cosine = product(from, to) / Math.sqrt(product(from, from) * product(to, to));
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  const straight = method === "linear" || Math.sin(angle) < 1e-6;
  const path = new Float32Array(steps * from.length);
  for (let step = 0; step < steps; step++) {
    const t = step / (steps - 1);
    const a = straight ? 1 - t : Math.sin((1 - t) * angle) / Math.sin(angle);
    const b = straight ? t : Math.sin(t * angle) / Math.sin(angle);
    for (let i = 0; i < from.length; i++) path[step * from.length + i] = a * from[i]! + b * to[i]!;
  }
  return path;
}

/**
 * A square grid of latent vectors in the plane through the origin spanned by two directions, made
 * orthogonal: `[side * side, latentSize]` numbers, rows from top (+reach along `up`) to bottom.
 *
 * @throws RangeError where `side` is no whole number, the directions differ in length, or the
 *   reach is not finite
 */
export function latentPlane(
  right: Float32Array,
  up: Float32Array,
  side: number,
  reach: number,
): Float32Array {
  requireInteger("latentPlane", "side", side);
  if (right.length !== up.length || !Number.isFinite(reach))
    throw new RangeError(
      "latentPlane: expected two directions of one length and a finite reach, received " +
        `${right.length} and ${up.length} numbers and ${describeValue(reach)}`,
    );
  const length = (v: Float32Array): number => Math.hypot(...v);
  const u = right.map((value) => value / length(right));
  const overlap = up.reduce((sum, value, i) => sum + value * u[i]!, 0);
  const rest = up.map((value, i) => value - overlap * u[i]!);
  const v = rest.map((value) => value / length(rest));
  const plane = new Float32Array(side * side * right.length);
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      const a = side === 1 ? 0 : (2 * column) / (side - 1) - 1;
      const b = side === 1 ? 0 : 1 - (2 * row) / (side - 1);
      const start = (row * side + column) * right.length;
      for (let i = 0; i < right.length; i++) plane[start + i] = reach * (a * u[i]! + b * v[i]!);
    }
  return plane;
}
