import assert from "node:assert/strict";

/** Asserts that two rows of numbers agree within `tolerance`, absolute and relative. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance = 1e-5,
): void {
  assert.equal(actual.length, expected.length, "length");
  for (let i = 0; i < expected.length; i++) {
    const allowed = tolerance * Math.max(1, Math.abs(expected[i]!));
    if (!(Math.abs(actual[i]! - expected[i]!) <= allowed))
      assert.fail(`entry ${i}: expected ${expected[i]} within ${allowed}, received ${actual[i]}`);
  }
}

/** The slope of `f` along each coordinate of `at`, by central differences. */
export function finiteDifferences(
  f: (x: number[]) => number,
  at: readonly number[],
  step = 1e-3,
): number[] {
  return at.map((_, i) => {
    const shifted = (by: number): number => f(at.map((value, j) => (i === j ? value + by : value)));
    return (shifted(step) - shifted(-step)) / (2 * step);
  });
}
