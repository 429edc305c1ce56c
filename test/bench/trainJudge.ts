// Trains the judge of MNIST's digits and writes its weights: `npm run judge`. About a minute on two
// cores.
import * as tf from "@tensorflow/tfjs";
import { writeFileAtomically } from "../../src/base/files";
import { randomStream } from "../../src/base/random";
import { encodeTensors } from "../../src/base/tensorFile";
import { batchStream } from "../../src/data/batches";
import { createDataset, type Dataset } from "../../src/data/dataset";
import { loadMnist } from "../../src/data/mnist";
import { eyeOf, judgeFile, judgeSamples } from "../../src/measure/judge";
import { buildJudge } from "../../src/measure/judgeNetwork";
import { Moments } from "../../src/measure/moments";
import { compileStep } from "../../src/runtime/compile/compileStep";
import { startRuntime } from "../../src/runtime/start";

const epochs = 60;
const batchSize = 100;
const seed = 1;
const side = 28;

/** Each digit moved, turned and stretched a little. */
function distort(data: Dataset, epoch: number): Dataset {
  const random = randomStream(seed, `distort, epoch ${epoch}`);
  const samples = new Float32Array(data.samples.length);
  const between = (low: number, high: number): number => low + (high - low) * random.uniform();
  for (let i = 0; i < data.size; i++) {
    const [angle, sx, sy, dx, dy, shear] = [
      between(-0.18, 0.18),
      between(0.9, 1.1),
      between(0.9, 1.1),
      between(-1.5, 1.5),
      between(-1.5, 1.5),
      between(-0.12, 0.12),
    ];
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const image = data.samples.subarray(i * side * side, (i + 1) * side * side);
    const at = (x: number, y: number): number =>
      x < 0 || y < 0 || x >= side || y >= side ? -1 : image[y * side + x]!;
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++) {
        const [u, v] = [x - 13.5, y - 13.5];
        const [px, py] = [
          (c * u + s * v) * sx + shear * v + 13.5 + dx,
          (c * v - s * u) * sy + 13.5 + dy,
        ];
        const [x0, y0] = [Math.floor(px), Math.floor(py)];
        const [fx, fy] = [px - x0, py - y0];
        samples[(i * side + y) * side + x] =
          (1 - fy) * ((1 - fx) * at(x0, y0) + fx * at(x0 + 1, y0)) +
          fy * ((1 - fx) * at(x0, y0 + 1) + fx * at(x0 + 1, y0 + 1));
      }
  }
  return createDataset({ name: "distorted", samples, shape: data.shape });
}

async function main(): Promise<void> {
  await startRuntime();
  const { train, test } = loadMnist({ seed: 0, order: 1 });
  const model = buildJudge();
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const optimizer: tf.Optimizer = tf.train.adam(1e-3);
  const step = compileStep((x, y) => {
    const { value, grads } = tf.variableGrads(
      () =>
        tf.losses.softmaxCrossEntropy(
          tf.oneHot(tf.cast(y, "int32"), 10),
          model.apply(x, { training: true }) as tf.Tensor,
        ),
      variables,
    );
    optimizer.applyGradients(grads);
    return [value];
  });
  const eye = eyeOf(model);
  const accuracy = (): number => {
    const { labels } = judgeSamples(test, {
      judge: { name: "", accuracy: 0, model, eye, featureScale: 1 },
    });
    return labels.filter((label, i) => label === test.labels![i]).length / test.size;
  };
  for (let epoch = 0; epoch < epochs; epoch++) {
    const data = distort(train, epoch);
    const { stepsPerEpoch, indices, batch } = batchStream(data, batchSize, seed);
    let loss = 0;
    (optimizer as unknown as { learningRate: number }).learningRate =
      1e-3 * (0.5 + 0.5 * Math.cos((Math.PI * epoch) / epochs)) + 1e-5;
    for (let i = 0; i < stepsPerEpoch; i++) {
      const number = epoch * stepsPerEpoch + i;
      const x = tf.tensor(batch(number).slice(), [batchSize, side, side, 1]);
      const y = tf.tensor1d(Float32Array.from(indices(number), (index) => train.labels![index]!));
      const [value] = step(x, y);
      loss += value!.dataSync()[0]! / stepsPerEpoch;
      tf.dispose([x, y, value!]);
    }
    if (epoch % 10 === 9)
      console.log(`epoch ${epoch + 1}: loss ${loss.toFixed(4)}, held-out accuracy ${accuracy()}`);
  }
  const tensors = new Map(
    model
      .getWeights()
      .map((weight, i) => [
        String(i),
        { shape: weight.shape, values: weight.dataSync<"float32">().slice() },
      ]),
  );
  const { features, featureSize } = judgeSamples(train, {
    judge: { name: "", accuracy: 0, model, eye, featureScale: 1 },
  });
  const covariance = new Moments(featureSize).add(features).covariance();
  const featureScale =
    1 / Math.sqrt(covariance.reduce((sum, row, i) => sum + row[i]!, 0) / featureSize);
  const metadata = {
    featureScale: String(featureScale),
    name: "MNIST judge, 8,000 digits",
    accuracy: String(accuracy()),
    epochs: String(epochs),
    seed: String(seed),
  };
  writeFileAtomically(judgeFile, encodeTensors({ metadata, tensors }));
  console.log(`${judgeFile}: fallback ${step.fallback()}, accuracy ${metadata.accuracy}`);
}
void main();
