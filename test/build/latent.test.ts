import assert from "node:assert/strict";
import { test } from "node:test";
import { drawLatents, interpolateLatents, latentPlane } from "../../src/build/latent";
import { assertClose } from "../support/numbers";

test("the spherical way keeps a constant length and equal angles", () => {
  const path = interpolateLatents(Float32Array.of(1, 0), Float32Array.of(0, 1), 3);
  assertClose(path, [1, 0, Math.SQRT1_2, Math.SQRT1_2, 0, 1], 1e-6);
});

test("the linear way cuts through the middle, and both begin and end where they should", () => {
  const [from, to] = [Float32Array.of(2, 0), Float32Array.of(0, 4)];
  assertClose(interpolateLatents(from, to, 3, "linear"), [2, 0, 1, 2, 0, 4]);
  const round = interpolateLatents(from, to, 5);
  assertClose([...round.slice(0, 2), ...round.slice(-2)], [2, 0, 0, 4], 1e-6);
});

test("between a vector and itself nothing moves", () => {
  assertClose(interpolateLatents(Float32Array.of(1, 2), Float32Array.of(1, 2), 2), [1, 2, 1, 2]);
});

test("a latent plane is orthogonal, centred and as wide as asked", () => {
  const plane = latentPlane(Float32Array.of(3, 0, 0), Float32Array.of(1, 1, 0), 3, 2);
  const at = (i: number): number[] => [...plane.slice(3 * i, 3 * i + 3)];
  assertClose(at(0), [-2, 2, 0]);
  assertClose(at(4), [0, 0, 0]);
  assertClose(at(8), [2, -2, 0]);
});

test("latents come from the seed; wrong lengths and steps are refused", () => {
  assert.deepEqual(drawLatents(2, 3, 1), drawLatents(2, 3, 1));
  assert.throws(
    () => interpolateLatents(Float32Array.of(1), Float32Array.of(1, 2), 3),
    /expected two vectors of one length, received 1 and 2/,
  );
  assert.throws(
    () => interpolateLatents(Float32Array.of(1), Float32Array.of(2), 1),
    /expected at least 2 steps, received 1/,
  );
});
