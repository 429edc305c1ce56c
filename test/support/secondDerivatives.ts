import { test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { assertClose, finiteDifferences } from "./numbers";

type Op = (x: tf.Tensor, w: tf.Tensor) => tf.Tensor;
interface Case {
  /** The shape of what the op looks at, and of its weights; where it has none, a factor's. */
  readonly x: number[];
  readonly w?: number[];
  readonly op: Op;
}

const image = (x: tf.Tensor): tf.Tensor4D => x as tf.Tensor4D;
const volume = (x: tf.Tensor): tf.Tensor5D => x as tf.Tensor5D;
const [small, odd] = [
  [1, 4, 4, 2],
  [2, 5, 4, 2],
];

/**
 * Ops that TensorFlow.js 4.22.0 differentiates once, wrongly twice, or not at all, and ganbook
 * twice.
 */
const cases: Record<string, Case> = {
  elu: { x: [6], op: (x) => tf.elu(tf.sub(x, 1)) },
  tanh: { x: [6], op: (x) => tf.tanh(x) },
  sigmoid: { x: [6], op: (x) => tf.sigmoid(x) },
  "the exponential": { x: [6], op: (x) => tf.exp(x) },
  softmax: { x: [2, 3], op: (x) => tf.softmax(x) },
  "the logarithm of softmax": { x: [2, 3], op: (x) => tf.logSoftmax(x) },
  relu: { x: [6], op: (x) => tf.relu(tf.sub(x, 0.7)) },
  "hard sigmoid": { x: [6], op: (x) => tf.clipByValue(tf.mul(x, 0.4), 0, 0.5) },
  "a mask": {
    x: [3, 2],
    op: (x) => tf.mul(x, tf.cast(tf.any(tf.notEqual(x, 0), -1, true), "float32")),
  },
  "the maximum": { x: [3, 4], op: (x) => tf.max(x, 1) },
  "sums from the start, along the first axis": {
    x: [3, 3],
    op: (x) => tf.cumsum(tf.square(x), 0, true),
  },
  "sums from the end, along the second axis": {
    x: [2, 3, 2],
    op: (x) => tf.cumsum(tf.square(x), 1, false, true),
  },
  "average pooling": { x: small, op: (x) => tf.avgPool(image(x), 2, 2, "valid") },
  "average pooling, overlapping, padded": {
    x: odd,
    op: (x) => tf.avgPool(image(x), 3, 2, "same"),
  },
  "average pooling, 3-D": {
    x: [1, 4, 3, 2, 2],
    op: (x) => tf.avgPool3d(volume(x), 2, 1, "same"),
  },
  "max-pooling": { x: small, op: (x) => tf.maxPool(image(x), 2, 2, "valid") },
  "max-pooling, overlapping, padded": { x: odd, op: (x) => tf.maxPool(image(x), 3, 2, "same") },
  "max-pooling, 3-D": {
    x: [1, 4, 3, 2, 2],
    op: (x) => tf.maxPool3d(volume(x), 2, 1, "same"),
  },
  "resizing, nearest": {
    x: [1, 2, 3, 2],
    op: (x) => tf.image.resizeNearestNeighbor(image(x), [4, 6]),
  },
  "resizing, bilinear": {
    x: [1, 2, 3, 2],
    op: (x) => tf.image.resizeBilinear(image(x), [4, 6]),
  },
  "depthwise convolution": {
    x: small,
    w: [3, 3, 2, 2],
    op: (x, w) => tf.depthwiseConv2d(image(x), image(w), 1, "same"),
  },
  "depthwise convolution, strides": {
    x: odd,
    w: [2, 3, 2, 2],
    op: (x, w) => tf.depthwiseConv2d(image(x), image(w), 2, "same"),
  },
  "depthwise convolution, dilated": {
    x: odd,
    w: [2, 2, 2, 1],
    op: (x, w) => tf.depthwiseConv2d(image(x), image(w), 1, "same", "NHWC", 2),
  },
  "dilated convolution": {
    x: odd,
    w: [2, 2, 2, 2],
    op: (x, w) => tf.conv2d(image(x), image(w), 1, "same", "NHWC", [2, 3]),
  },
  "dilated convolution, fused with its bias": {
    x: odd,
    w: [2, 2, 2, 2],
    op: (x, w) =>
      tf.fused.conv2d({
        x: image(x),
        filter: image(w),
        strides: 1,
        pad: "valid",
        dilations: [2, 2],
        bias: tf.slice(tf.reshape(w, [-1]), [0], [2]),
      }),
  },
  "dilated convolution of sequences": {
    x: [1, 6, 2],
    w: [2, 2, 2],
    op: (x, w) => tf.conv1d(x as tf.Tensor3D, w as tf.Tensor3D, 1, "valid", "NWC", 3),
  },
  "3-D convolution": {
    x: [1, 3, 3, 3, 1],
    w: [2, 2, 2, 1, 2],
    op: (x, w) => tf.conv3d(volume(x), volume(w), 1, "same"),
  },
  "3-D convolution, dilated": {
    x: [1, 4, 3, 4, 1],
    w: [2, 2, 2, 1, 2],
    op: (x, w) => tf.conv3d(volume(x), volume(w), 1, "valid", "NDHWC", 2),
  },
  "3-D convolution, transposed": {
    x: [1, 2, 2, 2, 2],
    w: [2, 2, 2, 1, 2],
    op: (x, w) => tf.conv3dTranspose(volume(x), volume(w), [1, 4, 4, 4, 1], 2, "same"),
  },
};

/** Irregular numbers, no two alike. */
const wave = (size: number, phase: number): number[] =>
  Array.from({ length: size }, (_, i) => Math.sin(i * 1.7 + phase) + i / 500);
const sizeOf = (shape: number[]): number => shape.reduce((a, b) => a * b);

/**
 * Tests that on the running backend the slope of |slope of the op|^2, which penalties on D's
 * gradient need, equals finite differences, by what the op looks at and by its weights.
 */
export function testSecondDerivatives(backend: string, use: () => Promise<unknown>): void {
  for (const [name, { x: shape, w: weights = [1], op }] of Object.entries(cases))
    test(`${backend}: ${name}: squared slopes have the slope of finite differences`, async () => {
      await use();
      const hasWeights = weights.length > 1;
      const bent = (x: tf.Tensor): tf.Tensor => tf.mul(x, tf.add(x, 0.3));
      const value = (x: tf.Tensor, w: tf.Tensor): tf.Scalar => {
        const y = hasWeights ? op(bent(x), w) : tf.mul(op(bent(x), w), w);
        return tf.sum(tf.mul(y, tf.reshape(tf.tensor1d(wave(y.size, 2)), y.shape)));
      };
      const penalty = (x: tf.Tensor, w: tf.Tensor): tf.Tensor =>
        tf.sum(tf.square(tf.grad((at) => value(at, w))(x)));
      const [xs, ws] = [wave(sizeOf(shape), 0.4), wave(sizeOf(weights), 1)];
      const at = (x: number[], w: number[]): number =>
        tf.tidy(() => penalty(tf.tensor(x, shape), tf.tensor(w, weights)).dataSync()[0]!);
      const [ofX, ofW] = tf.grads(penalty)([tf.tensor(xs, shape), tf.tensor(ws, weights)]);
      assertClose(
        ofX!.dataSync(),
        finiteDifferences((x) => at(x, ws), xs, 3e-3),
        2e-2,
      );
      assertClose(
        ofW!.dataSync(),
        finiteDifferences((w) => at(xs, w), ws, 3e-3),
        2e-2,
      );
    });
}
