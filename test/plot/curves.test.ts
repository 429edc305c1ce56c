import assert from "node:assert/strict";
import { test } from "node:test";
import { plotCurves, renderSvg } from "../../src/plot";

test("each curve is a line of its own colour, with the numbers that were given", () => {
  const x = [0, 1, 2];
  const figure = plotCurves(
    x,
    { a: [1, 2, 3], "b & c": [3, 2, 1] },
    { title: "T", xTitle: "shift" },
  );
  assert.deepEqual(
    figure.data.map(({ name, x, y }) => [name, x, y]),
    [
      ["a", x, [1, 2, 3]],
      ["b & c", x, [3, 2, 1]],
    ],
  );
  assert.equal(new Set(figure.data.map(({ line }) => line!.color)).size, 2);
  const svg = renderSvg(figure);
  for (const text of ["T", "shift", "b &#38; c"]) assert.ok(svg.includes(`>${text}<`), text);
});

test("curves that do not fit are refused", () => {
  assert.throws(
    () => plotCurves([0, 1], { a: [1] }),
    /RangeError: plotCurves: expected 2 numbers for "a", one for each x, received an array of len/,
  );
  assert.throws(() => plotCurves([0], { a: 5 as never }), /for "a", one for each x, received 5/);
  assert.throws(() => plotCurves([0], {}), /expected 1 to 5 curves, received 0/);
  const six = Object.fromEntries([..."abcdef"].map((name) => [name, [1]]));
  assert.throws(() => plotCurves([0], six), /expected 1 to 5 curves, received 6/);
});
