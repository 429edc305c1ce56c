import assert from "node:assert/strict";
import { before, test } from "node:test";
import { randomStream } from "../../src/base/random";
import { createDataset, type Dataset } from "../../src/data/dataset";
import { createPictures } from "../../src/data/pictures";
import { takeSamples } from "../../src/data/samples";
import { frechetOf } from "../../src/measure/frechet";
import { judgeSamples, type Judge } from "../../src/measure/judge";
import { buildJudge } from "../../src/measure/judgeNetwork";
import { measureImages } from "../../src/measure/measureImages";
import { trainJudge } from "../../src/measure/trainJudge";
import { startRuntime } from "../../src/runtime/start";

const side = 32;
/** Bars that lie, stand or lean, in a colour that says nothing, on dark noise. */
function bars(size: number, seed: number): Dataset {
  const random = randomStream(seed, "bars");
  const samples = new Float32Array(size * side * side * 3);
  const labels = Uint8Array.from({ length: size }, (_, i) => i % 3);
  for (let i = 0; i < size; i++) {
    const [at, colour] = [8 + random.integer(16), random.integer(3)];
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++) {
        const away = [y - at, x - at, (x + y) / 2 - at][labels[i]!]!;
        for (let c = 0; c < 3; c++) {
          const ink = Math.abs(away) < 2 && (c === colour || c === (colour + 1) % 3);
          samples[((i * side + y) * side + x) * 3 + c] = ink ? 1 : -1 + 0.4 * random.uniform();
        }
      }
  }
  const classNames = ["lying", "standing", "leaning"];
  return createDataset({ name: "bars", samples, shape: [side, side, 3], labels, classNames });
}

const real = bars(360, 1);
let judge: Judge;
before(async () => {
  await startRuntime({ print: false });
  judge = trainJudge(real, { steps: 60, batchSize: 32 });
});

test("a judge of one's own colour pictures names those that it has not seen", () => {
  assert.equal(judge.name, "judge of bars");
  const others = bars(120, 2);
  const { labels, probabilities, features, featureSize } = judgeSamples(others, { judge });
  const right = labels.filter((label, i) => label === others.labels![i]).length / others.size;
  assert.ok(right > 0.9, `${right}`);
  assert.ok(Math.abs(right - judge.accuracy) < 0.1, `${judge.accuracy}`);
  assert.equal(probabilities.length, 120 * 3);
  assert.equal(features.length, 120 * featureSize);
});

test("its features have variance 1 on average where it was trained, and tell kinds apart", () => {
  const seen = judgeSamples(real, { judge });
  const { featureSize: size } = seen;
  const means = Array.from({ length: size }, (_, j) =>
    seen.features.reduce((sum, v, k) => (k % size === j ? sum + v / real.size : sum), 0),
  );
  const total = seen.features.reduce((sum, value, k) => sum + (value - means[k % size]!) ** 2, 0);
  const variance = total / (real.size - 1) / size;
  assert.ok(Math.abs(variance - 1) < 0.2, `${variance}`);
  const to = (other: Dataset): number =>
    frechetOf(seen.features, judgeSamples(other, { judge }).features, size);
  const others = bars(240, 3);
  const leaning = takeSamples(
    others,
    [...others.labels!.keys()].filter((i) => others.labels![i] === 2),
  );
  assert.ok(to(leaning) > 10 * to(others), `${to(leaning)} ${to(others)}`);
});

test("all measures take it, of pictures as numbers or as bytes", () => {
  const others = bars(200, 4);
  const bytes = Uint8Array.from(others.samples, (value) => Math.round((value + 1) * 127.5));
  const pictures = createPictures({ name: "bars", bytes, shape: others.shape });
  const numbers = measureImages(others, real, { judge });
  const asBytes = measureImages(real, pictures, { judge });
  assert.equal(numbers.classes.length, 3);
  assert.ok(numbers.agreement!.mean > 0.85);
  assert.ok(Math.abs(numbers.frechet - asBytes.frechet) < 0.1 * numbers.frechet);
});

test("the same seed gives the same judge, whatever the labels are kept in", () => {
  const options = { steps: 4, batchSize: 32, heldOut: bars(60, 5), seed: 3 };
  const [a, b] = [real, { ...real, labels: Int32Array.from(real.labels!) }].map((data) =>
    trainJudge(data, options),
  );
  assert.equal(a!.featureScale, b!.featureScale);
  assert.notEqual(a!.featureScale, trainJudge(real, { ...options, seed: 4 }).featureScale);
});

test("pictures are halved until they have eight pixels or fewer", () => {
  const seen = [16, 28, 32, 64].map((pixels) => {
    const model = buildJudge([pixels, pixels, 1], 4);
    const flat = model.layers.find((layer) => layer.getClassName() === "Flatten")!;
    return (flat.input as { shape: number[] }).shape.slice(1);
  });
  assert.deepEqual(seen, [
    [8, 8, 32],
    [7, 7, 64],
    [8, 8, 64],
    [8, 8, 128],
  ]);
});

test("what it cannot be made of, or shown, is said", () => {
  const { labels, ...without } = real;
  assert.ok(labels);
  const rows = createDataset({
    name: "rows",
    samples: new Float32Array(8),
    shape: [2],
    labels: new Uint8Array(4),
  });
  for (const [work, message] of [
    [() => trainJudge(without), /trainJudge: expected data with labels, received "bars" without/],
    [
      () => trainJudge(rows),
      /expected pictures \[height, width, channels\], received "rows" of \[2\]/,
    ],
    [() => trainJudge(real, { heldOut: without }), /expected held-out data with labels/],
    [
      () => trainJudge(real, { heldOut: rows }),
      /option "heldOut": expected pictures \[32,32,3\], received "rows" of \[2\]/,
    ],
    [() => trainJudge(real, { batchSize: 1000 }), /expected 1000 pictures .*received 288/],
    [
      () =>
        judgeSamples(
          createDataset({
            ...real,
            samples: new Float32Array(784),
            shape: [28, 28, 1],
            labels: new Uint8Array(1),
          }),
          { judge },
        ),
      /\[32,32,3\], as "judge of bars" knows them, received \[28,28,1\]; trainJudge/,
    ],
  ] as const)
    assert.throws(work, message);
});
