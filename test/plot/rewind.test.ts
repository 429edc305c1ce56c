import assert from "node:assert/strict";
import { test } from "node:test";
import { createDataset } from "../../src/data/dataset";
import { plotRewind } from "../../src/plot/rewind";
import { plotSamples } from "../../src/plot/samples";
import { renderSvg } from "../../src/plot/svg";

const history = {
  step: [1, 2, 3],
  discriminatorLoss: [1, 2, 3],
  generatorLoss: [4, 5, 6],
  realScore: [0.1, 0.2, 0.3],
  fakeScore: [0.4, 0.5, 0.6],
};
const png = (value: number): Uint8Array =>
  plotSamples(
    createDataset({ name: "x", samples: new Float32Array(32).fill(value), shape: [4, 4, 1] }),
    { scale: 1, gap: 1 },
  ).bytes;

test("each place of the slider puts that step's picture and numbers in the figure", () => {
  const frames = [0, 2, 3].map((step) => ({ step, png: png(step / 3) }));
  const { layout } = plotRewind({ frames, history });
  const [slider] = layout.sliders!;
  assert.deepEqual(
    slider!.steps.map(({ label }) => label),
    ["0", "2", "3"],
  );
  const urls = slider!.steps.map(({ args }) => args[1]["images[0].source"]!);
  assert.deepEqual(
    urls.map((url) => Buffer.from(url.split(",")[1]!, "base64")),
    frames.map(({ png }) => Buffer.from(png)),
  );
  assert.equal(
    slider!.steps[1]!.args[1]["title.text"],
    "step 2 · L_D 2.00 · L_G 5.00 · D(x) 0.20 · D(G(z)) 0.50",
  );
  assert.equal(layout.images![0]!.source, urls[2]);
  assert.deepEqual(
    [layout.xaxis.range, layout.yaxis.range],
    [
      [0, 11],
      [0, 6],
    ],
  );
  assert.match(renderSvg(plotRewind({ frames, history })), /<image href="data:image\/png/);
});

test("points move in their trace, and all frames fit in the square", () => {
  const frames = [
    { step: 0, points: [0, 0, 1, 1] },
    { step: 1, points: [2, -3, 1, 0] },
  ];
  const { data, layout } = plotRewind({ frames, history });
  assert.deepEqual(layout.sliders![0]!.steps[0]!.args[0], { x: [[0, 1]], y: [[0, 1]] });
  assert.deepEqual(
    [data[0]!.x, data[0]!.y],
    [
      [2, 1],
      [-3, 0],
    ],
  );
  assert.ok(layout.xaxis.range![1] > 3);
});

test("long runs are thinned out evenly, and a run without pictures is refused", () => {
  const frames = Array.from({ length: 101 }, (_, step) => ({ step, points: [0, 0] }));
  const steps = plotRewind({ frames, history }, 11).layout.sliders![0]!.steps;
  assert.deepEqual(
    steps.map(({ label }) => Number(label)),
    Array.from({ length: 11 }, (_, i) => 10 * i),
  );
  assert.throws(() => plotRewind({ frames: [], history }), /expected a run with pictures/);
  assert.throws(
    () => plotRewind({ frames: [{ step: 0, points: [1] }], history }),
    /expected images or points of the plane/,
  );
});
