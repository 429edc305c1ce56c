import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { compileStep } from "../../src/runtime/compile/compileStep";
import { groupedConv2d } from "../../src/runtime/groupedConvolution";
import { double, halve } from "../../src/runtime/lowpass";
import { startRuntime } from "../../src/runtime/start";
import { assertClose } from "../support/numbers";

before(() => startRuntime({ print: false }));

const random = (shape: [number, number, number, number], seed: number): tf.Tensor4D =>
  tf.randomNormal(shape, 0, 1, "float32", seed);
/** What a grouped convolution is, in products: for each group a sum over the filter's places. */
function split(x: tf.Tensor4D, filter: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const [rows, columns, each, outputs] = filter.shape;
  const groups = channels / each;
  const pads = [rows, columns].map((side): [number, number] => [(side - 1) / 2, (side - 1) / 2]);
  const padded = tf.pad(x, [[0, 0], pads[0]!, pads[1]!, [0, 0]]);
  const group = (g: number): tf.Tensor => {
    const terms = Array.from({ length: rows * columns }, (_, place) => {
      const [r, c] = [Math.floor(place / columns), place % columns];
      const seen = tf.slice(padded, [0, r, c, g * each], [batch, height, width, each]);
      const [at, size] = [(g * outputs) / groups, outputs / groups];
      const taps = tf.slice(filter, [r, c, 0, at], [1, 1, each, size]);
      return tf.matMul(tf.reshape(seen, [-1, each]), tf.reshape(taps, [each, size]));
    });
    return tf.reshape(tf.addN(terms), [batch, height, width, -1]);
  };
  const parts = Array.from({ length: groups }, (_, g) => group(g));
  return tf.concat(parts, 3) as tf.Tensor4D;
}

test("a grouped convolution, its slopes and their slopes are those of its parts", () => {
  const [x, filter] = [random([2, 5, 6, 8], 1), random([3, 3, 2, 12], 2)];
  type Convolve = typeof split;
  const values = (convolve: Convolve): tf.Tensor[] => {
    const f = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
      tf.sum(tf.square(convolve(a as tf.Tensor4D, b as tf.Tensor4D)));
    const slopes = tf.grads(f);
    const second = tf.grads((a: tf.Tensor, b: tf.Tensor) =>
      tf.addN(slopes([a, b]).map((slope) => tf.sum(tf.square(slope)))),
    );
    const third = tf.grads((a: tf.Tensor, b: tf.Tensor) =>
      tf.addN(second([a, b]).map((slope) => tf.sum(tf.sin(tf.mul(1e-3, slope))))),
    );
    return [convolve(x, filter), ...slopes([x, filter]), ...second([x, filter])].concat(
      third([x, filter]),
    );
  };
  const [ours, theirs] = [values(groupedConv2d), values(split)];
  assert.equal(ours.length, 7);
  ours.forEach((value, i) => {
    const size = tf.max(tf.abs(theirs[i]!)).dataSync()[0]!;
    assert.ok(size > 0);
    assertClose(tf.div(value, size).dataSync(), tf.div(theirs[i]!, size).dataSync(), 1e-4);
  });
});

test("where TensorFlow has no gradients of groups, they are split", () => {
  // Ours chose oneDNN, which has them, when it started; a process of its own does without.
  const code = `
    const { startRuntime, tf } = require("./src");
    const { groupedConv2d } = require("./src/runtime/groupedConvolution");
    void startRuntime({ print: false }).then(() => {
      const [x, filter] = [tf.ones([1, 4, 4, 4]), tf.ones([3, 3, 2, 4])];
      const slope = tf.grad((a) => tf.sum(tf.square(groupedConv2d(a, filter))));
      console.log(JSON.stringify([...slope(x).dataSync()]));
    });`;
  const slopesBy = (oneDnn: string): number[] => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", "--eval", code],
      { encoding: "utf8", env: { ...process.env, TF_ENABLE_ONEDNN_OPTS: oneDnn } },
    );
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout) as number[];
  };
  const [x, filter] = [tf.ones<tf.Rank.R4>([1, 4, 4, 4]), tf.ones<tf.Rank.R4>([3, 3, 2, 4])];
  const wanted = tf.grad((a: tf.Tensor) => tf.sum(tf.square(split(a as tf.Tensor4D, filter))))(x);
  for (const oneDnn of ["0", "1"])
    assertClose(Float32Array.from(slopesBy(oneDnn)), wanted.dataSync(), 1e-3);
});

test("a group of all channels is a convolution; groups of one are depthwise", () => {
  const x = random([1, 4, 4, 3], 3);
  const [whole, single] = [random([3, 3, 3, 2], 4), random([3, 3, 1, 3], 5)];
  assertClose(groupedConv2d(x, whole).dataSync(), tf.conv2d(x, whole, 1, "same").dataSync(), 0);
  const depthwise = tf.depthwiseConv2d(x, tf.transpose(single, [0, 1, 3, 2]), 1, "same");
  assertClose(groupedConv2d(x, single).dataSync(), depthwise.dataSync(), 1e-6);
});

test("compiled with a bias and a leaky relu after it, it computes the same", () => {
  const [x, filter, bias] = [
    random([4, 6, 6, 8], 6),
    random([3, 3, 2, 8], 7),
    tf.randomNormal([8], 0, 1, "float32", 8),
  ];
  const step = compileStep((a: tf.Tensor4D, b: tf.Tensor4D, c: tf.Tensor) => [
    tf.leakyRelu(tf.add(groupedConv2d(a, b), c)),
  ]);
  const results = [0, 1, 2, 3, 4].map(() => step(x, filter, bias)[0]!.dataSync());
  assert.equal(step.fallback(), undefined);
  const wanted = tf.leakyRelu(tf.add(split(x, filter), bias)).dataSync();
  for (const result of results) assertClose(result, wanted, 1e-5);
});

/** The resampling of R3GAN along one axis, in plain numbers. */
const halveRow = (row: number[]): number[] =>
  Array.from({ length: row.length / 2 }, (_, i) => {
    const at = (k: number): number => row[2 * i + k] ?? 0;
    return (at(-1) + 3 * at(0) + 3 * at(1) + at(2)) / 8;
  });
const doubleRow = (row: number[]): number[] =>
  Array.from({ length: row.length * 2 }, (_, i) => {
    const [near, far] = i % 2 ? [(i - 1) / 2, (i + 1) / 2] : [i / 2, i / 2 - 1];
    return 0.75 * row[near]! + 0.25 * (row[far] ?? 0);
  });
const along =
  (ofRow: (row: number[]) => number[]) =>
  (image: number[][]): number[][] => {
    const rows = image.map(ofRow);
    const columns = rows[0]!.map((_, x) => ofRow(rows.map((row) => row[x]!)));
    return columns[0]!.map((_, y) => columns.map((column) => column[y]!));
  };

test("halving and doubling are the filter [1, 3, 3, 1] / 8, with zeros around", () => {
  const x = random([1, 6, 4, 2], 9);
  const image = tf.squeeze(tf.slice(x, [0, 0, 0, 1], [1, 6, 4, 1])).arraySync() as number[][];
  for (const [resample, ofRow] of [
    [halve, halveRow],
    [double, doubleRow],
  ] as const) {
    const y = resample(x);
    const channel = tf.slice(y, [0, 0, 0, 1], [1, y.shape[1], y.shape[2], 1]);
    assertClose(channel.dataSync(), along(ofRow)(image).flat(), 1e-6);
  }
});

test("halving and doubling are each other's slope, to any order", () => {
  const [x, dy] = [random([2, 4, 4, 3], 10), random([2, 2, 2, 3], 11)];
  const slope = (at: tf.Tensor): tf.Tensor =>
    tf.grad((a: tf.Tensor) => tf.sum(tf.mul(dy, halve(a as tf.Tensor4D))))(at);
  // <dy, halve(x)> is linear in x: its slope is the transposed of halving, applied to dy.
  const total = tf.sum(tf.mul(slope(x), x)).dataSync()[0]!;
  assert.ok(Math.abs(total - tf.sum(tf.mul(dy, halve(x))).dataSync()[0]!) < 1e-4);
  assertClose(slope(x).dataSync(), tf.mul(0.25, double(dy)).dataSync(), 1e-6);
  const second = tf.grad((a: tf.Tensor) =>
    tf.sum(tf.square(tf.grad((b: tf.Tensor) => tf.sum(tf.square(halve(b as tf.Tensor4D))))(a))),
  )(x);
  // d/dx |2 H' H x|^2 = 8 (H' H)^2 x
  const twice = (a: tf.Tensor4D): tf.Tensor4D => tf.mul(0.25, double(halve(a)));
  assertClose(second.dataSync(), tf.mul(8, twice(twice(x))).dataSync(), 1e-5);
});
