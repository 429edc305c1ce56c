import assert from "node:assert/strict";
import { test } from "node:test";
import { PNG } from "pngjs";
import { createDataset } from "../../src/data/dataset";
import { plotInterpolation, plotSamples } from "../../src/plot/samples";

const pixel = ({ bytes }: { bytes: Uint8Array }, x: number, y: number): number[] => {
  const { data, width } = PNG.sync.read(Buffer.from(bytes));
  return [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)];
};
const images = (values: number[], shape: number[]): ReturnType<typeof createDataset> =>
  createDataset({ name: "images", samples: Float32Array.from(values), shape });

test("a grid places each pixel where it belongs, -1 black, 1 white", () => {
  const png = plotSamples(images([-1, 1, 0, 3], [1, 2, 1]), { scale: 2, gap: 1, columns: 1 });
  assert.deepEqual([png.width, png.height], [4 + 2, 2 * 2 + 3]);
  assert.deepEqual(pixel(png, 1, 1), [0, 0, 0]);
  assert.deepEqual(pixel(png, 4, 2), [255, 255, 255]);
  assert.deepEqual(pixel(png, 1, 4), [128, 128, 128]);
  assert.deepEqual(pixel(png, 4, 4), [255, 255, 255]);
  assert.deepEqual(pixel(png, 0, 0), pixel(png, 5, 6));
});

test("colour images keep their channels", () => {
  assert.deepEqual(
    pixel(plotSamples(images([1, -1, 0], [1, 1, 3]), { gap: 0 }), 0, 0),
    [255, 0, 128],
  );
});

test("by default the grid is square and shows at most 100", () => {
  const png = plotSamples(images(new Array<number>(120).fill(0), [1, 1, 1]), { scale: 1, gap: 0 });
  assert.deepEqual([png.width, png.height], [10, 10]);
});

test("an interpolation has a row for each path", () => {
  const png = plotInterpolation(images(new Array<number>(6).fill(0), [1, 1, 1]), 3);
  assert.deepEqual([png.width, png.height], [3 * 3 + 1, 2 * 3 + 1]);
  assert.throws(
    () => plotInterpolation(images([0, 0, 0], [1, 1, 1]), 2),
    /expected a number of steps that divides 3 samples into paths, received 2/,
  );
});

test("samples that are no images are refused", () => {
  assert.throws(
    () => plotSamples(images([1, 2], [2])),
    /expected images of shape .* received \[2\]/,
  );
  assert.throws(
    () => plotSamples(images([1], [1, 1, 1]), { count: 0 }),
    /option "count": expected a value >= 1, received 0/,
  );
});
