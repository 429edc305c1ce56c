/** Wrong answers to the exercises of notebooks 1 to 4. */
import * as tf from "@tensorflow/tfjs";
import type { Wrongs } from "./wrong";

const model = (...layers: tf.layers.Layer[]): tf.Sequential => tf.sequential({ layers });
const dense = (units: number, activation: "tanh" | "linear" | "sigmoid", first = true) =>
  tf.layers.dense({ units, activation, ...(first && { inputShape: [16] }) });
const fold = (...targetShape: number[]) => tf.layers.reshape({ targetShape });
const count = (labels: readonly number[], kind: number): number =>
  labels.reduce((sum, label) => sum + (label === kind ? 1 : 0), 0);

export const early: Wrongs = {
  optimalDiscriminator: [
    [(p: number, q: number) => p / (p + q), /where both print as many/],
    [
      (p: number, q: number, s: number) => ((1 - s) * q) / (s * p + (1 - s) * q),
      /probability of forged/,
    ],
    [(p: number, q: number, s: number) => (s * p) / ((1 - s) * q), /a ratio, which may exceed 1/],
    [(p: number, q: number, s: number) => (s * p) / (p + q), /below has to be weighed/],
    [(p: number) => p, /Count both kinds/],
    [(p: number, q: number) => (p > q ? 1 : 0), /Count both kinds/],
  ],
  crossing: [
    [(mint: number, forger: number) => (mint - forger) / 2, /how far away it is, not where/],
    [(mint: number) => mint, /Where are they equal/],
    [() => 0, /means of -1 and 1/],
    [(mint: number, forger: number) => mint + forger, /Halve it/],
  ],
  gameValue: [
    [0.5, /what D answers/],
    [1.386, /never above 0/],
    [-0.693, /one of the two terms/],
    [-0.602, /natural logarithm/],
    [0, /if it knew every note/],
    [-3, /mean of a constant/],
  ],
  toPixel: [
    [(byte: number) => byte / 255, /from 0 to 1/],
    [(byte: number) => byte / 128 - 1, /255, the largest byte/],
    [(byte: number) => 1 - (2 * byte) / 255, /upside down/],
    [(byte: number) => byte / 255 - 1, /too narrow/],
    [(byte: number) => byte - 128, /a straight line/],
  ],
  stepsPerEpoch: [
    [(samples: number, batch: number) => samples / batch, /a whole batch/],
    [(samples: number, batch: number) => Math.ceil(samples / batch), /left out/],
    [(samples: number, batch: number) => Math.round(samples / batch), /rounding up/],
    [(samples: number, batch: number) => samples * batch, /larger batches/],
  ],
  classShares: [
    [
      (labels: number[], classes: number) =>
        Array.from({ length: classes }, (_, kind) => count(labels, kind)),
      /these are counts/,
    ],
    [
      (labels: number[], classes: number) =>
        Array.from({ length: classes }, (_, kind) => count(labels, kind) / classes),
      /not of classes/,
    ],
    [
      (labels: number[]) => {
        const kinds = [...new Set(labels)].sort((a, b) => a - b);
        return kinds.map((kind) => count(labels, kind) / labels.length);
      },
      /never occurs/,
    ],
    [(labels: number[]) => labels, /one number for each class/],
  ],
  denseWeights: [
    [(inputs: number, units: number) => inputs * units, /also has a bias/],
    [(inputs: number, units: number) => (inputs + 1) * units - units + inputs, /belongs to a unit/],
    [(inputs: number, units: number) => inputs * units + 1, /one for each unit/],
    [(inputs: number, units: number) => inputs + units, /connected with every unit/],
  ],
  convolutionWeights: [
    [(w: number, c: number, f: number) => w ** 2 * c * f, /also has a bias/],
    [(w: number, _: number, f: number) => w ** 2 * f + f, /all channels/],
    [(w: number, c: number, f: number) => (w * c + 1) * f, /a square/],
    [(w: number, c: number, f: number) => 784 * w * w * c * f + f, /looks everywhere/],
  ],
  smallGenerator: [
    [tf.sequential(), /which layer comes first/],
    [model(dense(64, "sigmoid"), fold(8, 8, 1)), /which activation goes below 0/],
    [model(dense(64, "linear"), fold(8, 8, 1)), /which activation bounds them/],
    [model(dense(64, "tanh")), /in a row: a last layer has to fold/],
    [model(dense(49, "tanh"), fold(7, 7, 1)), /how many numbers/],
    [
      model(tf.layers.dense({ units: 64, activation: "tanh", inputShape: [100] }), fold(8, 8, 1)),
      /length of z/,
    ],
    [(z: unknown) => z, /tf\.sequential/],
  ],
  discriminatorLoss: [
    [
      (real: tf.Tensor, fake: tf.Tensor) =>
        tf.add(tf.mean(tf.softplus(real)), tf.mean(tf.softplus(tf.neg(fake)))),
      /small where D is fooled/,
    ],
    [
      (real: tf.Tensor, fake: tf.Tensor) => {
        const ofReal = tf.mean(tf.log(tf.sigmoid(real)));
        return tf.neg(tf.add(ofReal, tf.mean(tf.log(tf.sub(1, tf.sigmoid(fake))))));
      },
      /the sigmoid rounds/,
    ],
    [(real: tf.Tensor) => tf.mean(tf.softplus(tf.neg(real))), /only the real samples/],
    [
      (real: tf.Tensor, fake: tf.Tensor) =>
        tf.add(tf.sum(tf.softplus(tf.neg(real))), tf.sum(tf.softplus(fake))),
      /take means/,
    ],
    [
      (real: tf.Tensor, fake: tf.Tensor) =>
        tf.div(tf.add(tf.mean(tf.softplus(tf.neg(real))), tf.mean(tf.softplus(fake))), 2),
      /the two means are added/,
    ],
    [
      (real: tf.Tensor, fake: tf.Tensor) =>
        tf.neg(tf.add(tf.mean(tf.softplus(tf.neg(real))), tf.mean(tf.softplus(fake)))),
      /mind the sign/,
    ],
    [(real: tf.Tensor, fake: tf.Tensor) => tf.sub(tf.mean(fake), tf.mean(real)), /a softplus/],
  ],
  generatorLoss: [
    [(fake: tf.Tensor) => tf.neg(tf.mean(tf.softplus(fake))), /game of 2014/],
    [(fake: tf.Tensor) => tf.mean(tf.softplus(fake)), /What does G want/],
    [(fake: tf.Tensor) => tf.neg(tf.mean(tf.log(tf.sigmoid(fake)))), /the sigmoid rounds/],
    [(fake: tf.Tensor) => tf.sum(tf.softplus(tf.neg(fake))), /take the mean/],
    [(fake: tf.Tensor) => tf.mean(tf.logSigmoid(fake)), /mind the sign/],
  ],
  slope: [
    [(f: (x: number) => number, x: number) => (f(x + 1e-4) - f(x - 1e-4)) / 1e-4, /two steps of h/],
    [(f: (x: number) => number, x: number) => (f(x + 1e-4) - f(x)) / 2e-4, /one step of h/],
    [(f: (x: number) => number, x: number) => f(x + 1e-4) - f(x - 1e-4), /how much f has changed/],
    [(f: (x: number) => number, x: number) => (f(x + 1e-17) - f(x)) / 1e-17, /16 digits/],
    [(f: (x: number) => number, x: number) => (f(x - 1e-4) - f(x)) / 1e-4, /further left/],
    [(f: (x: number) => number, x: number) => f(x + 1) - f(x), /for each unit of way/],
  ],
};
