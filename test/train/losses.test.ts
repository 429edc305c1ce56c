import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import {
  buildDiscriminator,
  type BuildDiscriminatorOptions,
  type DiscriminatorPreset,
} from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { loadMnist } from "../../src/data/mnist";
import { mixture2d } from "../../src/data/mixture2d";
import { startRuntime } from "../../src/runtime/start";
import { roundOf } from "../../src/train/round";
import { createGame, type Game } from "../../src/train/game";
import { examineLoss } from "../../src/train/losses/examineLoss";
import type { GanLoss, PenaltyParts } from "../../src/train/losses/loss";
import { lossNames, namedLoss, type LossName } from "../../src/train/losses/named";
import {
  draganPenalty,
  oneCentredPenalty,
  r1Penalty,
  r2Penalty,
  withPenalty,
  zeroCentredPenalty,
} from "../../src/train/losses/penalties";
import { trainGan } from "../../src/train/trainGan";
import { assertClose, finiteDifferences } from "../support/numbers";

before(() => startRuntime({ print: false }));

const real = [-2, 0.3, 1.7];
const fake = [0.4, -1.1, 2.2];
const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));
const mean = (values: number[]): number => values.reduce((a, b) => a + b) / values.length;
const column = (values: number[]): tf.Tensor => tf.tensor2d(values, [values.length, 1]);
const squared = (value: number): number => value * value;

/**
 * The papers' formulas, in plain numbers, with sigmoids and logarithms as they write them: [L_D,
 * L_G].
 */
type Formula = (target: number) => [discriminator: number, generator: number];
const crossEntropy = (target: number): number =>
  -mean(real.map((l) => target * Math.log(sigmoid(l)) + (1 - target) * Math.log(1 - sigmoid(l)))) -
  mean(fake.map((l) => Math.log(1 - sigmoid(l))));
const averaged = (x: number[], y: number[]): number =>
  -mean(x.map((l) => Math.log(sigmoid(l - mean(y))))) -
  mean(y.map((l) => Math.log(1 - sigmoid(l - mean(x)))));
const nonSaturating: Formula = (target) => [
  crossEntropy(target),
  -mean(fake.map((l) => Math.log(sigmoid(l)))),
];
const wasserstein: Formula = () => [mean(fake) - mean(real), -mean(fake)];
const formulas: Record<string, Formula> = {
  minimax: (target) => [crossEntropy(target), mean(fake.map((l) => Math.log(1 - sigmoid(l))))],
  "non-saturating": nonSaturating,
  "least-squares": (target) => [
    0.5 * mean(real.map((l) => squared(l - target))) + 0.5 * mean(fake.map(squared)),
    0.5 * mean(fake.map((l) => squared(l - 1))),
  ],
  wasserstein,
  "wasserstein-gp": wasserstein,
  hinge: () => [
    mean(real.map((l) => Math.max(0, 1 - l))) + mean(fake.map((l) => Math.max(0, 1 + l))),
    -mean(fake),
  ],
  dragan: nonSaturating,
  "relativistic-paired": () => [
    -mean(real.map((l, i) => Math.log(sigmoid(l - fake[i]!)))),
    -mean(fake.map((l, i) => Math.log(sigmoid(l - real[i]!)))),
  ],
  "relativistic-average": () => [averaged(real, fake), averaged(fake, real)],
};

for (const name of lossNames) {
  const loss = namedLoss(name)!;
  test(`${name}: both losses equal the paper's formulas`, () => {
    for (const target of loss.hasTargets ? [1, 0.9] : [1]) {
      const [ofD, ofG] = formulas[name]!(target);
      assertClose(loss.discriminator(column(real), column(fake), target).dataSync(), [ofD]);
      assertClose(loss.generator(column(fake), column(real)).dataSync(), [ofG]);
    }
  });

  test(`${name}: gradients equal finite differences, on both sides`, () => {
    const value = (f: () => tf.Tensor): number => tf.tidy(() => f().dataSync()[0]!);
    const check = (f: (x: tf.Tensor) => tf.Tensor, at: number[]): void =>
      assertClose(
        tf.tidy(() => tf.grad(f)(column(at)).dataSync<"float32">()),
        finiteDifferences((x) => value(() => f(column(x))), at, 1e-2),
        2e-3,
      );
    check((x) => loss.discriminator(x, column(fake), 1), real);
    check((x) => loss.discriminator(column(real), x, 1), fake);
    check((x) => loss.generator(x, column(real)), fake);
  });

  test(`${name}: compiled steps equal steps op by op, on points and on images`, async () => {
    const digits = loadMnist({ seed: 1 }).test;
    for (const preset of ["mlp", "dcgan"] as const) {
      const data = preset === "mlp" ? mixture2d({ size: 200 }) : digits;
      const game = (compile: boolean): Game =>
        createGame({
          generator: buildGenerator(preset),
          discriminator: buildDiscriminator(preset),
          loss: compile ? name : readsBack(loss),
          seed: 1,
        });
      const [fast, slow] = [game(true), game(false)];
      for (const played of [fast, slow])
        await trainGan({ game: played, data, batchSize: 8, steps: 6 });
      assert.equal(roundOf(fast).fallback(), undefined);
      assert.match(roundOf(slow).fallback() ?? "", /read in the middle/);
      assertClose(fast.history.discriminatorLoss, slow.history.discriminatorLoss, 1e-5);
      assertClose(fast.history.generatorLoss, slow.history.generatorLoss, 1e-5);
    }
  });
}

/** The same loss, read in the middle of the step, which cannot be compiled. */
const readsBack = (loss: GanLoss): GanLoss => ({
  ...loss,
  generator(fakeLogits, realLogits) {
    const value = loss.generator(fakeLogits, realLogits);
    value.dataSync();
    return value;
  },
});

test("losses stay finite where the sigmoid rounds to 0 or 1", () => {
  const extremes = column([-200, 200]);
  for (const name of lossNames) {
    const loss = namedLoss(name)!;
    const values = [loss.discriminator(extremes, extremes, 1), loss.generator(extremes, extremes)];
    assert.ok(
      values.every((scalar) => Number.isFinite(scalar.dataSync()[0])),
      name,
    );
  }
});

test("where D is sure of a fake, the minimax gradient vanishes", () => {
  const slope = (name: LossName): number =>
    Math.abs(
      tf
        .grad((x) => namedLoss(name)!.generator(x, x))(column([-12]))
        .dataSync()[0]!,
    );
  assert.ok(slope("minimax") < 1e-5 && slope("non-saturating") > 0.99);
});

/** D(x) = sum of w x^2, whose gradient is 2 w x. */
const parts = (w: tf.Tensor): PenaltyParts => ({
  discriminate: (x) => tf.sum(tf.mul(w, tf.square(x)), 1, true),
  real: tf.tensor2d([1, 2, -1, 0.5], [2, 2]),
  fake: tf.tensor2d([0, 1, 3, -2], [2, 2]),
  uniform: (shape) => tf.fill(shape, 0.25),
});
const norms = (w: number[], points: number[][]): number[] =>
  points.map((point) => Math.hypot(...point.map((x, i) => 2 * w[i]! * x)));
const [reals, fakes] = [
  [
    [1, 2],
    [-1, 0.5],
  ],
  [
    [0, 1],
    [3, -2],
  ],
];
const middles = reals.map((point, i) => point.map((x, j) => x + 0.25 * (fakes[i]![j]! - x)));
const deviation = Math.sqrt(mean([1, 2, -1, 0.5].map((x) => squared(x - 0.625))));
const around = reals.map((point) => point.map((x) => x + 0.25 * 0.25 * 0.5 * deviation));
const penalties = [
  [r1Penalty(0.3), (w: number[]) => 0.15 * mean(norms(w, reals).map(squared))],
  [r2Penalty(0.3), (w: number[]) => 0.15 * mean(norms(w, fakes).map(squared))],
  [zeroCentredPenalty(0.3), (w: number[]) => 0.15 * mean(norms(w, middles).map(squared))],
  [
    oneCentredPenalty(10),
    (w: number[]) => 10 * mean(norms(w, middles).map((norm) => squared(norm - 1))),
  ],
  [
    draganPenalty(10),
    (w: number[]) => 10 * mean(norms(w, around).map((norm) => squared(norm - 1))),
  ],
] as const;

for (const [penalty, formula] of penalties)
  test(`${penalty.name}: its value and its gradient by D's weights are the formula's`, () => {
    const w = [0.7, -0.4];
    assertClose(penalty.of(parts(tf.tensor1d(w))).dataSync(), [formula(w)], 1e-5);
    const slope = tf
      .grad((weights) => penalty.of(parts(weights)))(tf.tensor1d(w))
      .dataSync();
    assertClose(slope, finiteDifferences(formula, w, 1e-5), 1e-4);
  });

test("second-order gradients work through every discriminator", async () => {
  const all: [DiscriminatorPreset, BuildDiscriminatorOptions][] = [
    ["mlp", {}],
    ["mlp", { spectralNorm: true, minibatchDeviation: true }],
    ["mlp", { classes: 3 }],
    ["mlp", { classes: 3, conditioning: "concatenation", packing: 2 }],
    ["mlp", { classes: 3, conditioning: "auxiliary" }],
    ["seed", {}],
    ["dcgan", {}],
    ["dcgan", { spectralNorm: true, minibatchDeviation: true }],
    ["dcgan", { classes: 3 }],
    ["dcgan", { classes: 3, conditioning: "concatenation" }],
    ["resnet", {}],
  ];
  for (const [preset, options] of all) {
    const discriminator = buildDiscriminator(preset, { seed: 1, ...options });
    const told = discriminator.inputs[1] && tf.ones([4, discriminator.inputs[1].shape[1]!]);
    const kernels = discriminator.trainableWeights
      .map((weight) => weight.read() as tf.Variable)
      .filter(({ rank }) => rank > 1);
    const samples = tf.randomNormal(
      [4, ...(discriminator.inputs[0]!.shape.slice(1) as number[])],
      0,
      1,
      "float32",
      2,
    );
    const value = (): tf.Scalar =>
      r1Penalty().of({
        discriminate: (x) =>
          [discriminator.apply(told ? [x, told] : x) as tf.Tensor | tf.Tensor[]].flat()[0]!,
        real: samples,
        fake: samples,
        uniform: (shape) => tf.ones(shape),
      }) as tf.Scalar;
    // A kink of a leaky relu makes the penalty jump when the first kernel moves far, and rounding
    // drowns small moves: the best of several steps must agree. The logit's kernel moves no kink.
    // The one that sees the samples.
    const first = kernels.find(({ rank }) => rank === samples.rank)!;
    for (const [kernel, tolerance] of [
      [first, 0.06],
      [kernels.find(({ shape }) => shape.at(-1) === 1)!, 0.01],
    ] as const) {
      const slope = Object.values(tf.variableGrads(value, [kernel]).grads)[0]!;
      const along = tf.div(slope, tf.norm(slope));
      const at = (by: number): number =>
        tf.tidy(() => {
          const before = kernel.clone();
          kernel.assign(tf.add(kernel, tf.mul(along, by)));
          const [moved] = value().dataSync();
          kernel.assign(before);
          return moved!;
        });
      const expected = tf.norm(slope).dataSync()[0]!;
      const errors = [3e-4, 1e-3, 3e-3, 1e-2, 3e-2].map((step) =>
        Math.abs((at(step) - at(-step)) / (2 * step) / expected - 1),
      );
      assert.ok(
        Math.min(...errors) < tolerance,
        `${preset} ${JSON.stringify(options)}, ${kernel.name}: ${errors.join(" ")}`,
      );
    }
  }
});

test("a game is found by the name of its loss and penalties, and refused by another", () => {
  const name = "relativistic-paired + R1(0.1) + R2(0.05)";
  const loss = withPenalty(
    withPenalty(namedLoss("relativistic-paired")!, r1Penalty(0.1)),
    r2Penalty(0.05),
  );
  assert.equal(loss.name, name);
  assert.equal(namedLoss(name)!.penalty!.name, loss.penalty!.name);
  for (const wrong of ["magic", "hinge + R3(1)", "hinge + R1", "hinge + R1(x)"])
    assert.equal(namedLoss(wrong), undefined);
  const players = { generator: buildGenerator("mlp"), discriminator: buildDiscriminator("mlp") };
  assert.throws(
    () => createGame({ ...players, loss: "magic" as LossName }),
    /option "loss": expected "minimax", .*"hinge \+ R1\(0\.1\)".*received "magic"/,
  );
  assert.throws(
    () => createGame({ ...players, loss: "hinge", labelSmoothing: 0.1 }),
    /expected labelSmoothing 0, received 0\.1: the loss "hinge" has no targets/,
  );
});

test("Wasserstein's D stays within its clip", async () => {
  const game = createGame({
    generator: buildGenerator("mlp"),
    discriminator: buildDiscriminator("mlp"),
    loss: "wasserstein",
    learningRate: 1e-2,
  });
  await trainGan({ game, data: mixture2d({ size: 200 }), batchSize: 20, steps: 10 });
  const weights = game.discriminatorVariables.flatMap((variable) => [...variable.dataSync()]);
  assert.ok(weights.every((weight) => Math.abs(weight) <= Math.fround(0.01)));
});

test("the report on a loss knows the Dirac game: who rests, who circles, who is damped", () => {
  const plain = examineLoss(namedLoss("non-saturating")!);
  assert.ok(plain.gradientError < 1e-3 && plain.restsAtEquilibrium && !plain.isDamped);
  assertClose(
    plain.eigenvalues.flatMap(({ re, im }) => [re, im]),
    [0, 0.5, 0, -0.5],
    1e-3,
  );
  const damped = examineLoss(withPenalty(namedLoss("non-saturating")!, r1Penalty(2)));
  assert.ok(damped.isDamped && damped.restsAtEquilibrium);
  assertClose(
    damped.eigenvalues.map(({ re }) => re),
    [-1 + Math.sqrt(0.75), -1 - Math.sqrt(0.75)],
    2e-3,
  );
  assert.ok(examineLoss(namedLoss("relativistic-paired + R1(1) + R2(1)")!).isDamped);
  assert.equal(examineLoss(namedLoss("wasserstein")!).isDamped, false);
  const wrong: GanLoss = {
    ...namedLoss("hinge")!,
    name: "wrong",
    generator: (x) =>
      tf.mean<tf.Scalar>(
        tf.customGrad((...inputs) => ({
          value: (inputs[0] as tf.Tensor).square(),
          gradFunc: (dy) => dy,
        }))(x),
      ),
  };
  assert.ok(examineLoss(wrong).gradientError > 0.1, "a wrong gradient is found");
  assert.match(examineLoss(wrong).says, /^Its gradients are wrong: .* The players/);
});

test("the report says in words what the numbers mean, and gives none where there are none", () => {
  assert.match(plainWords("non-saturating"), /circle .* "\+ R1\(1\)"/);
  assert.match(plainWords("non-saturating + R1(1)"), /come to rest by themselves/);
  assert.match(plainWords("least-squares"), /hardly answers .* targets such as least squares'/);
  for (const name of ["wasserstein-gp", "dragan"] as const) {
    const { restsAtEquilibrium, eigenvalues, isDamped, says } = examineLoss(name);
    assert.deepEqual([restsAtEquilibrium, eigenvalues, isDamped], [false, [], false], name);
    assert.match(says, /^The losses have a kink/);
  }
  const away: GanLoss = {
    ...namedLoss("non-saturating")!,
    name: "away",
    generator: (fake) => tf.mean<tf.Scalar>(tf.softplus(fake)),
    penalty: {
      name: "reward",
      of: ({ discriminate, real }) =>
        tf.neg(tf.mean<tf.Scalar>(tf.square(discriminate(tf.onesLike(real))))),
    },
  };
  assert.match(examineLoss(away).says, /any push sends them away/);
});

const plainWords = (name: LossName): string => examineLoss(name).says;
