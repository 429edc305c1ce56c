import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { shareInterval } from "../../src/base/interval";
import { randomStream } from "../../src/base/random";
import { buildDiscriminator } from "../../src/build/discriminator";
import { createDataset, type Dataset } from "../../src/data/dataset";
import { takeSamples } from "../../src/data/samples";
import { balanceRows, encodeTable } from "../../src/tables";
import { loadMnist } from "../../src/data/mnist";
import { mixture2d } from "../../src/data/mixture2d";
import { samplePeople } from "../../src/data/people";
import { stackedMnist } from "../../src/data/stackedMnist";
import { createTable } from "../../src/tables";
import { exportModel } from "../../src/export/exportModel";
import { labelAgreement, rejectMislabelled, trainOnSynthetic } from "../../src/measure/agreement";
import { bootstrapInterval } from "../../src/measure/bootstrap";
import { classify, trainClassifier } from "../../src/measure/classifier";
import { findCopies } from "../../src/measure/copies";
import { inceptionFeatures, loadInception } from "../../src/measure/inception";
import { measureImages } from "../../src/measure/measureImages";
import { countStackedModes } from "../../src/measure/modes";
import { compareTables, labelledBy } from "../../src/measure/tables";
import { startRuntime } from "../../src/runtime/start";
import { runPython } from "../support/exportsPython";
import { assertClose } from "../support/numbers";
import { temporaryFolder } from "../support/temporary";

before(() => startRuntime({ print: false }));

const digits = loadMnist({ seed: 0 });
const first = (data: Dataset, count: number): Dataset =>
  takeSamples(
    data,
    Array.from({ length: count }, (_, i) => i),
  );

test("a share's interval is Wilson's, a bootstrap's is that of the mean", async () => {
  const random = randomStream(1, "test");
  const [a, b] = [0.9, 1.2].map((scale) =>
    Array.from({ length: 300 }, () => Math.round(100 * scale * random.normal()) / 100),
  ) as [number[], number[]];
  const theirs = (await runPython("test/support/intervals.py", { a, b })) as {
    wilson: number[];
    ks: number;
    sem: number;
  };
  const wilson = shareInterval(27, 30);
  assertClose([wilson.low, wilson.high], theirs.wilson, 1e-6);
  const table = (values: number[]): ReturnType<typeof createTable> =>
    createTable(values.map((x) => ({ x })));
  assertClose([compareTables(table(a), table(b)).columns.x!], [theirs.ks], 1e-9);
  const { low, high } = bootstrapInterval(
    a.length,
    (some) => some.reduce((sum, i) => sum + a[i]!, 0) / some.length,
    { repeats: 400 },
  );
  assertClose([(high - low) / 2 / (1.96 * theirs.sem)], [1], 0.12);
});

test("a classifier that learns from labels in disorder falls behind", () => {
  const some = first(digits.train, 1500);
  const shuffled = {
    ...some,
    labels: some.labels!.map((label, i) => (i % 2 ? label : (label + 1) % 10)),
  };
  const { synthetic, real, gap } = trainOnSynthetic(shuffled, some, first(digits.test, 500), {
    epochs: 4,
  });
  assert.ok(
    real.mean > 0.85 && synthetic.mean < real.mean - 0.03,
    `${real.mean} ${synthetic.mean}`,
  );
  assertClose([gap], [100 * (real.mean - synthetic.mean)]);
  assert.throws(
    () =>
      trainOnSynthetic(
        createDataset({ name: "bare", samples: new Float32Array(18), shape: [2] }),
        some,
        some,
      ),
    /labels in all data/,
  );
  assert.throws(() => labelAgreement([1], []), /as many labels/);
});

test("three times as many generated as real data do not mean three times the training", () => {
  const [real, synthetic, test_] = [
    first(digits.train, 320),
    first(digits.test, 960),
    first(digits.train, 500),
  ];
  const accuracy = (model: tf.LayersModel): number =>
    labelAgreement(test_.labels!, classify(model, test_)).mean;
  const seen = trainOnSynthetic(synthetic, real, test_, { epochs: 2, seed: 3 });
  assert.equal(seen.real.mean, accuracy(trainClassifier(real, { epochs: 2, seed: 3 })));
  assert.equal(seen.synthetic.mean, accuracy(trainClassifier(synthetic, { steps: 10, seed: 3 })));
  assert.notEqual(
    seen.synthetic.mean,
    accuracy(trainClassifier(synthetic, { epochs: 2, seed: 3 })),
  );
});

test("drawings that D names otherwise than asked are left out", () => {
  const drawn = createDataset({
    name: "drawn",
    shape: [2],
    samples: Float32Array.from([1, 0, 0, 1, 3, 1, 0, 2]),
    labels: Uint8Array.from([0, 0, 0, 1]),
  });
  const x = tf.input({ shape: [2] });
  const named = tf.layers.dense({ units: 2, useBias: false });
  const [logit, classLogits] = [
    tf.layers.dense({ units: 1 }).apply(x),
    named.apply(x),
  ] as tf.SymbolicTensor[];
  named.setWeights([tf.tensor2d([1, 0, 0, 1], [2, 2])]); // the class is the larger coordinate
  const discriminator = tf.model({ inputs: x, outputs: [logit!, classLogits!] });
  const { samples, labels } = rejectMislabelled(discriminator, drawn);
  assert.deepEqual(
    [[...samples], [...labels!]],
    [
      [1, 0, 3, 1, 0, 2],
      [0, 0, 1],
    ],
  );
  const none = { ...drawn, labels: Uint8Array.from([1, 0, 1, 0]) };
  assert.throws(() => rejectMislabelled(discriminator, none), /names every sample otherwise/);
  const both = buildDiscriminator("mlp", {
    classes: 2,
    conditioning: "projection + auxiliary",
    seed: 1,
  });
  const many = createDataset({
    name: "many",
    shape: [2],
    samples: mixture2d({ size: 700, seed: 1 }).samples,
    labels: Uint8Array.from({ length: 700 }, (_, i) => i % 2),
  });
  const kept = rejectMislabelled(both, many);
  assert.ok(kept.size > 0 && kept.size < 700, `${kept.size}`);
  assert.equal(rejectMislabelled(both, kept).size, kept.size);
  assert.throws(
    () => rejectMislabelled(buildDiscriminator("mlp"), drawn),
    /expected samples with labels and .*received one that does not/,
  );
  assert.throws(
    () =>
      rejectMislabelled(
        both,
        createDataset({ name: "bare", shape: [2], samples: new Float32Array(4) }),
      ),
    /received samples without/,
  );
});

test("copies are found: of training data all, of held-out data as many as the level says", () => {
  const [train, test_] = [first(digits.train, 2000), digits.test];
  const halves = [0, 1].map((half) =>
    takeSamples(
      test_,
      Array.from({ length: 1000 }, (_, i) => 2 * i + half),
    ),
  ) as [Dataset, Dataset];
  const fresh = findCopies(halves[0], train, halves[1], { level: 0.05 });
  assert.ok(fresh.copied.low < 0.05 && fresh.copied.high > 0.05, JSON.stringify(fresh.copied));
  assert.ok(fresh.copied.mean <= fresh.border && fresh.border < 0.1, `${fresh.border}`);
  assert.equal(fresh.level, 0.05);
  const copied = findCopies(first(train, 50), train, halves[1], { level: 0.05 });
  assert.ok(copied.copied.mean === 1 && copied.border < 0.2, `${copied.border}`);
  assert.deepEqual(
    [...copied.neighbours],
    Array.from({ length: 50 }, (_, i) => i),
  );
  assert.throws(() => findCopies(mixture2d({ size: 5 }), train, test_), /samples of one shape/);
});

test("all measures at once: real digits are good, a blur of them is not, copies are named", () => {
  const [train, held] = [first(digits.train, 1000), first(digits.test, 600)];
  const good = measureImages(held, train, { heldOut: digits.test });
  const { precision, recall, density, coverage } = good;
  assert.ok(coverage > 0.7, `${coverage}`);
  for (const one of [precision, recall, density])
    assert.ok(typeof one === "object" && one.mean > 0.7 && one.low < one.mean, JSON.stringify(one));
  assert.ok(good.agreement!.mean > 0.98 && good.score.mean > 9);
  assert.ok(good.frechet < 1.5 * good.frechetFloor, `${good.frechet} ${good.frechetFloor}`);
  assert.ok(good.copied!.mean <= good.copiedBorder!);
  const blurred = createDataset({
    name: "blurred",
    shape: held.shape,
    labels: held.labels!,
    samples: held.samples.map(
      (value, i) => (value + (held.samples[i - 1] ?? -1) + (held.samples[i - 2] ?? -1)) / 3,
    ),
  });
  const bad = measureImages(first(blurred, 499), train);
  assert.ok(bad.frechet > 3 * bad.frechetFloor && bad.kernel.low > good.kernel.high);
  assert.ok(typeof bad.precision === "number" && !("copied" in bad)); // no interval below 500
  assert.throws(() => measureImages(first(held, 9), train), /100 images or more/);
});

test("Stacked MNIST has three digits in an image, and its modes are those", () => {
  const data = stackedMnist({ size: 400, part: "test", seed: 1 });
  assert.deepEqual(data.shape, [28, 28, 3]);
  const { hits, covered, reverseKl } = countStackedModes(data);
  assert.equal(
    hits.reduce((a, b) => a + b),
    400,
  );
  assert.ok(covered > 280 && covered < 360, `${covered}`); // 1,000 (1 - 0.999^400) = 330
  assert.ok(reverseKl > 0.8 && reverseKl < 1.6, `${reverseKl}`);
  const same = createDataset({
    name: "same",
    shape: data.shape,
    samples: data.samples.map((_, i) => data.samples[i % (28 * 28 * 3)]!),
  });
  assert.deepEqual(
    [countStackedModes(same).covered, countStackedModes(same).reverseKl.toFixed(3)],
    [1, Math.log(1000).toFixed(3)],
  );
});

test("tables: two real ones are near, shuffled columns break pairs only", () => {
  const [real, other] = [
    samplePeople({ size: 2000, seed: 1 }),
    samplePeople({ size: 2000, seed: 2 }),
  ];
  const floor = compareTables(real, other);
  const shuffled = {
    ...real,
    columns: real.columns.map((column) => {
      const order = randomStream(7, column.name).permutation(real.size);
      return { ...column, values: Array.from(order, (i) => column.values[i]!) } as typeof column;
    }),
  };
  const broken = compareTables(real, shuffled);
  assert.ok(broken.meanColumn < 1e-9);
  assert.ok(
    floor.meanPair < 0.08 && broken.meanPair > 2 * floor.meanPair,
    `${floor.meanPair} ${broken.meanPair}`,
  );
  const encoded = encodeTable(real);
  const [own, test_] = [real, other].map((table) => labelledBy(table, "home", encoded)) as [
    Dataset,
    Dataset,
  ];
  const { real: accuracy } = trainOnSynthetic(own, own, test_, { epochs: 5 });
  assert.ok(accuracy.low > 0.72, JSON.stringify(accuracy));
  assert.throws(() => labelledBy(real, "age", encoded), /a column of categories, received "age"/);
  assert.throws(
    () => compareTables(real, createTable([{ a: 1 }])),
    /expected the columns age \(number\)/,
  );
  assert.equal(balanceRows(encoded, { size: 10 }).size, 10);
});

test("an Inception network of one's own is loaded, and sees grey digits in colour", async () => {
  const folder = temporaryFolder();
  // A small network with Inception's input and output stands in for the real one, whose weights the
  // user brings.
  const network = tf.sequential({
    layers: [
      tf.layers.averagePooling2d({ poolSize: 100, strides: 99, inputShape: [299, 299, 3] }),
      tf.layers.flatten(),
    ],
  });
  await exportModel(network, "savedmodel", `${folder}/inception`);
  const inception = await loadInception(`${folder}/inception`);
  const some = first(digits.test, 20);
  const { features, featureSize } = inceptionFeatures(some, inception);
  assert.deepEqual([featureSize, features.length], [27, 540]);
  for (let i = 0; i < 540; i += 3)
    assert.ok(features[i] === features[i + 1] && features[i] === features[i + 2]);
  const one = tf.image.resizeBilinear(
    tf.tensor4d(some.samples.slice(19 * 784), [1, 28, 28, 1]),
    [299, 299],
  );
  assertClose(
    [features[19 * 27]!],
    tf.mean(tf.slice(one, [0, 0, 0, 0], [1, 100, 100, 1])).dataSync(),
    1e-4,
  );
  inception.dispose();
  mkdirSync(`${folder}/empty`);
  await assert.rejects(loadInception(`${folder}/empty`), /expected a SavedModel/);
  assert.throws(() => inceptionFeatures(mixture2d({ size: 3 }), inception), /expected images/);
});
