/**
 * npm run bench:classifier: a classifier of one's own, its step op by op and compiled, in turns.
 *
 * Reported: the minimum of each over all turns, and their ratio.
 */
import { loadMnist } from "../../src/data/mnist";
import { batchStream } from "../../src/data/batches";
import { oneHot } from "../../src/data/conditions";
import { compileStep } from "../../src/runtime/compile/compileStep";
import { startRuntime } from "../../src/runtime/start";
import * as tf from "@tensorflow/tfjs";

const turns = Number(process.argv[2] ?? 40);
const batchSize = 32;

function buildModel(kind: string): tf.LayersModel {
  const { dense, conv2d, flatten, maxPooling2d } = tf.layers;
  const relu = { activation: "relu" } as const;
  if (kind === "dense")
    return tf.sequential({
      layers: [
        flatten({ inputShape: [28, 28, 1] }),
        dense({ units: 64, ...relu }),
        dense({ units: 10 }),
      ],
    });
  return tf.sequential({
    layers: [
      conv2d({ filters: 16, kernelSize: 3, inputShape: [28, 28, 1], ...relu }),
      maxPooling2d({ poolSize: 2 }),
      conv2d({ filters: 32, kernelSize: 3, ...relu }),
      maxPooling2d({ poolSize: 2 }),
      flatten(),
      dense({ units: 10 }),
    ],
  });
}

type Step = (x: tf.Tensor, y: tf.Tensor) => [tf.Scalar];

function newStep(kind: string): Step {
  const model = buildModel(kind);
  const optimizer = tf.train.adam(1e-3);
  return (x, y) => {
    const loss = (): tf.Scalar =>
      tf.losses.softmaxCrossEntropy(y, model.apply(x, { training: true }) as tf.Tensor);
    return [optimizer.minimize(loss, true)!];
  };
}

async function main(): Promise<void> {
  await startRuntime();
  const { train } = loadMnist();
  const { batch, indices } = batchStream(train, batchSize, 0);
  for (const kind of ["dense", "convolutions"]) {
    const plain = newStep(kind);
    const steps: Record<string, Step> = {
      "op by op": (x, y) => tf.tidy(() => plain(x, y)),
      compiled: compileStep(newStep(kind)),
    };
    const least: Record<string, number> = {};
    for (let turn = 0; turn < turns; turn++)
      for (const [name, step] of Object.entries(steps)) {
        const x = tf.tensor(batch(turn).slice(), [batchSize, 28, 28, 1]);
        const labels = Array.from(indices(turn), (i) => train.labels![i]!);
        const y = tf.tensor(oneHot(labels, 10), [batchSize, 10]);
        const begun = performance.now();
        const [loss] = step(x, y);
        loss.dataSync();
        const time = performance.now() - begun;
        tf.dispose([x, y, loss]);
        if (turn > 3) least[name] = Math.min(least[name] ?? Infinity, time);
      }
    const ratio = least["op by op"]! / least.compiled!;
    console.log(kind, least, `op by op / compiled: ${ratio.toFixed(2)}`);
  }
}

void main();
