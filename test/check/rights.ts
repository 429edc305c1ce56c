/** Right answers to the exercises, by other code than the checks': the library's, TensorFlow's. */
import * as tf from "@tensorflow/tfjs";
import { buildDiscriminator, interpolateLatents } from "../../src/build";
import { batchStream, createDataset } from "../../src/data";
import * as measure from "../../src/measure";
import { compareTables, createTable } from "../../src/tables";
import { nonSaturatingLoss } from "../../src/train";

type Vector = number[];

const logits = (values: readonly number[]): Float32Array => Float32Array.from(values);
const noted = (values: readonly unknown[]) => createTable(values.map((k) => ({ k }) as never));
const paramsOf = (layer: tf.layers.Layer): number =>
  tf.sequential({ layers: [layer] }).countParams();
/** A column of 20 categories in these shares. */
const inShares = (shares: Vector) =>
  noted(shares.flatMap((share, i) => Array<string>(Math.round(20 * share)).fill(`c${i}`)));

export const rights: Readonly<Record<string, unknown>> = {
  optimalDiscriminator: (p: number, q: number, share: number) =>
    1 / (1 + ((1 - share) * q) / (share * p)), // by the odds
  crossing: (mint: number, forger: number) => {
    let [low, high] = [Math.min(mint, forger), Math.max(mint, forger)];
    const bell = (x: number, at: number): number => Math.exp(-((x - at) ** 2));
    for (let i = 0; i < 60; i++) {
      const x = (low + high) / 2;
      if (bell(x, Math.min(mint, forger)) > bell(x, Math.max(mint, forger))) low = x;
      else high = x;
    }
    return low;
  },
  gameValue: -nonSaturatingLoss.discriminator(tf.zeros([4, 1]), tf.zeros([4, 1]), 1).dataSync()[0]!,
  toPixel: (byte: number) => -1 + (byte / 255) * 2,
  stepsPerEpoch: (samples: number, batch: number) => {
    if (batch > samples) return 0;
    const data = { name: "d", samples: new Float32Array(samples), shape: [1] };
    return batchStream(createDataset(data), batch, 0).stepsPerEpoch;
  },
  classShares: (labels: Vector, classes: number) =>
    measure.classHistogram(labels, classes).map((count) => count / labels.length),
  denseWeights: (inputs: number, units: number) =>
    paramsOf(tf.layers.dense({ units, inputShape: [inputs] })),
  convolutionWeights: (kernelSize: number, channels: number, filters: number) =>
    paramsOf(tf.layers.conv2d({ kernelSize, filters, inputShape: [28, 28, channels] })),
  smallGenerator: tf.sequential({
    layers: [
      tf.layers.dense({ units: 16, activation: "relu", inputShape: [16] }),
      tf.layers.dense({ units: 64, activation: "tanh" }),
      tf.layers.reshape({ targetShape: [8, 8, 1] }),
    ],
  }),
  discriminatorLoss: (real: tf.Tensor, fake: tf.Tensor) =>
    nonSaturatingLoss.discriminator(real, fake, 1),
  generatorLoss: (fake: tf.Tensor) => nonSaturatingLoss.generator(fake, fake),
  slope: (f: (x: number) => number, x: number) =>
    (8 * (f(x + 1e-3) - f(x - 1e-3)) - (f(x + 2e-3) - f(x - 2e-3))) / 12e-3,
  variety: (pictures: Vector[]) => {
    const all = tf.tensor2d(pictures);
    const ways = tf.norm(tf.sub(tf.expandDims(all, 0), tf.expandDims(all, 1)), "euclidean", 2);
    return tf.div(tf.sum(ways), pictures.length * (pictures.length - 1));
  },
  smoothed: (values: Vector, keep: number) =>
    values.map((_, n) =>
      values
        .slice(0, n + 1)
        .reduce((sum, value, i) => sum + keep ** (n - i) * (i ? 1 - keep : 1) * value, 0),
    ),
  latentLength: (size: number) => Math.hypot(...Array<number>(size).fill(1)),
  greatCircle: (a: Vector, b: Vector, t: number) => {
    const path = interpolateLatents(Float32Array.from(a), Float32Array.from(b), 101);
    return path.slice(Math.round(100 * t) * a.length, (Math.round(100 * t) + 1) * a.length);
  },
  nearest: (picture: Vector, others: Vector[]) =>
    tf.argMin(tf.norm(tf.sub(tf.tensor2d(others), picture), "euclidean", 1)),
  keptCheckpoint: (values: Vector, patience: number) => {
    // At each place: has the best so far stood for long enough?
    const kept = values
      .map((_, i) => values.slice(0, i + 1))
      .map((seen) => [seen.indexOf(Math.max(...seen)), seen.length - 1]);
    return (kept.find(([best, last]) => last! - best! >= patience) ?? kept.at(-1)!)[0];
  },
  fiveSeeds: (differences: Vector) => {
    const { low, high } = measure.meanInterval(differences);
    return [low, high];
  },
  frechet: (m1: number, s1: number, m2: number, s2: number) => {
    const of = (mean: number, s: number) => ({ mean: [mean], covariance: [[s * s]] });
    const [a, b] = [of(m1, s1), of(m2, s2)];
    const root = Math.sqrt(a.covariance[0]![0]! * b.covariance[0]![0]!);
    return (m1 - m2) ** 2 + s1 * s1 + s2 * s2 - 2 * root;
  },
  reverseKl: (hits: Vector) =>
    measure.reverseKl(
      hits,
      hits.map(() => 1),
    ),
  classScore: (rows: Vector[]) =>
    measure.classScore(Float32Array.from(rows.flat()), rows[0]!.length),
  oneHot: (label: number, classes: number) => tf.oneHot(tf.scalar(label, "int32"), classes),
  projection: (features: Vector, weights: Vector, ofClass: Vector[], label: number) =>
    tf.dot(tf.add(weights, ofClass[label]!), tf.tensor1d(features)),
  agreement: (asked: Vector, named: Vector) =>
    measure.labelAgreement(Int32Array.from(asked), Int32Array.from(named)).mean,
  softmax: (values: Vector) => tf.softmax(tf.tensor1d(logits(values))),
  gumbelChoice: (values: Vector, uniform: Vector) => {
    // The first of exponential clocks whose rates are exp(logit): the same race.
    const rings = values.map((logit, i) => -Math.log(uniform[i]!) / Math.exp(logit));
    return rings.indexOf(Math.min(...rings));
  },
  columnDistance: (a: Vector, b: Vector) =>
    compareTables(noted(a), noted(b)).columns.k ?? assertNever(),
  shareDistance: (p: Vector, q: Vector) =>
    compareTables(inShares(p), inShares(q)).columns.k ?? assertNever(),
  halvings: (side: number) =>
    buildDiscriminator("dcgan", { sampleShape: [side, side, 1] }).layers.filter(
      (layer) => layer.getClassName() === "Conv2D",
    ).length,
  mirrored: (pixels: Vector, width: number, channels: number) =>
    tf.reverse(tf.tensor3d(pixels, [pixels.length / width / channels, width, channels]), 1),
};

function assertNever(): never {
  throw new Error("expected a column k");
}
