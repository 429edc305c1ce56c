import assert from "node:assert/strict";
import { test } from "node:test";
import { createDataset } from "../../src/data/dataset";
import { plotDecision2d } from "../../src/plot/decision2d";
import { plotDensity1d } from "../../src/plot/density1d";
import { plotLosses, plotScores } from "../../src/plot/history";
import { plotLatent } from "../../src/plot/latent";
import { niceTicks } from "../../src/plot/ticks";
import { assertClose } from "../support/numbers";

const steps = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

test("short histories are drawn as they are, long ones as means of runs", () => {
  const short = plotLosses({ step: [1, 2], discriminatorLoss: [3, 4], generatorLoss: [5, 6] });
  assert.deepEqual(
    short.data.map(({ x, y }) => [x, y]),
    [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [1, 2],
        [5, 6],
      ],
    ],
  );
  const long = plotScores({ step: steps(1000), realScore: steps(1000), fakeScore: steps(1000) });
  const { x, y } = long.data[0]!;
  assert.equal(x.length, 334);
  assert.deepEqual([y[0], x.at(-1)], [2, 1000]);
  assert.deepEqual(long.layout.yaxis.range, [0, 1]);
});

test("a decision figure has the surface, the points and arrows along the gradients", () => {
  const points = createDataset({ name: "p", samples: Float32Array.of(0, 0, 1, 1), shape: [2] });
  const figure = plotDecision2d({
    surface: {
      x: [-1, 1],
      y: [-1, 1],
      probability: [
        [0, 1],
        [1, 0],
      ],
    },
    real: points,
    fake: points,
    gradients: { points: points.samples, steps: Float32Array.of(3, 4, 0, -2.5) },
    reach: 5,
  });
  assert.deepEqual(
    figure.data.map(({ type }) => type),
    ["heatmap", "scatter", "scatter"],
  );
  const lengths = figure.layout.annotations!.map(({ x, y, ax, ay }) => Math.hypot(x - ax, y - ay));
  assertClose(lengths, [1, 0.5]);
  assertClose([figure.layout.annotations![0]!.x, figure.layout.annotations![0]!.y], [0.6, 0.8]);
  const line = createDataset({ name: "line", samples: Float32Array.of(1), shape: [1] });
  assert.throws(
    () => plotDecision2d({ real: line }),
    /expected points of shape \[2\], received \[1\]/,
  );
});

test("histograms are densities: their areas are the shares inside the range", () => {
  const { data } = plotDensity1d({ real: [-1, 0, 1, 9], fake: [0], range: [-2, 2] });
  const area = ({ y, width }: (typeof data)[number]): number =>
    (y as number[]).reduce((a, b) => a + b) * width!;
  assertClose([area(data[0]!), area(data[1]!)], [0.75, 1]);
});

test("a latent map stretches its pictures so that their centres lie on the coordinates", () => {
  const images = createDataset({ name: "i", samples: new Float32Array(9), shape: [1, 1, 1] });
  const { images: [picture] = [] } = plotLatent(images, 2).layout;
  assert.deepEqual([picture!.x, picture!.y, picture!.sizex], [-3, 3, 6]);
  assert.match(picture!.source, /^data:image\/png;base64,/);
  const two = createDataset({ name: "i", samples: new Float32Array(2), shape: [1, 1, 1] });
  assert.throws(() => plotLatent(two, 2), /expected a square number of images .*received 2/);
});

test("ticks are round numbers inside the range", () => {
  assert.deepEqual(niceTicks(0, 1, 5), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(niceTicks(-3, 42, 4), [0, 20, 40]);
  assert.deepEqual(niceTicks(7, 7, 4), [7]);
});

test("ticks have all the digits that tell them apart", () => {
  assert.deepEqual(niceTicks(100.001, 100.002, 2), [100.001, 100.0015, 100.002]);
  for (const [low, high] of [
    [0.3, 0.30000000000000004],
    [1, 1.0000000000000002],
    [1e16, 1e16 + 2],
    [5, 5],
  ] as const)
    assert.equal(niceTicks(low, high, 5).length, 1, `${low} ${high}`);
});
