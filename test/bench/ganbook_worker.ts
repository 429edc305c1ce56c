/**
 * ganbook: compiled (the default), xla, eager (op by op) and wasm; stock: TensorFlow.js as its
 * guides teach it (sequential models, `optimizer.minimize`), on the same libtensorflow.
 */
import { createInterface } from "node:readline";
import {
  buildDiscriminator,
  buildGenerator,
  createDataset,
  batchStream,
  classicGame,
  createGame,
  discriminatorStep,
  generatorStep,
  randomStream,
  startRuntime,
  tf,
  type GeneratorPreset,
} from "../../src/index";
import { compileRound, reserveNoise } from "../../src/train/round";

const [mode, pair, size] = process.argv.slice(2) as [string, GeneratorPreset, string];
const batch = Number(size);

async function main(): Promise<void> {
  const runtime = await startRuntime({
    print: false,
    backend: mode === "wasm" ? "wasm" : "tensorflow",
  });
  const shape = pair === "mlp" ? [2] : [28, 28, 1];
  const random = randomStream(0, "bench");
  const samples = Float32Array.from(
    { length: 10_000 * shape.reduce((a, b) => a * b) },
    () => random.uniform() * 2 - 1,
  );
  const batches = batchStream(createDataset({ name: "bench", samples, shape }), batch, 0);
  const game = createGame({
    ...classicGame,
    generator: buildGenerator(pair),
    discriminator: buildDiscriminator(pair),
  });
  const xla = mode === "xla";
  const round = compileRound(game, { xla });
  const { generator: G, discriminator: D } = game;
  const stockStep = (real: tf.Tensor): number[] => {
    const ones = tf.ones([batch, 1]);
    const zeros = tf.zeros([batch, 1]);
    const bce = (labels: tf.Tensor, logits: tf.Tensor): tf.Scalar =>
      tf.losses.sigmoidCrossEntropy(labels, logits);
    const fake = G.apply(tf.randomNormal([batch, game.latentSize]), {
      training: true,
    }) as tf.Tensor;
    const judge = (x: tf.Tensor): tf.Tensor => D.apply(x, { training: true }) as tf.Tensor;
    const dLoss = game.discriminatorOptimizer.minimize(
      () => tf.add(bce(ones, judge(real)), bce(zeros, judge(fake))),
      true,
      game.discriminatorVariables,
    );
    const z = tf.randomNormal([batch, game.latentSize]);
    const gLoss = game.generatorOptimizer.minimize(
      () => bce(ones, judge(G.apply(z, { training: true }) as tf.Tensor)),
      true,
      game.generatorVariables,
    );
    return [dLoss!.dataSync()[0]!, gLoss!.dataSync()[0]!];
  };

  let step = 0;
  const play = async (): Promise<number[]> => {
    if (mode === "compiled" || mode === "xla") {
      return tf.tidy(() => {
        const real = tf.tensor(batches.batch(step++).slice(), [batch, ...shape]);
        const length = samples.length / 10_000;
        const updates = [
          {
            real,
            condition: undefined,
            noise: reserveNoise(game, "discriminator", batch, length),
          },
        ];
        const noise = reserveNoise(game, "generator", batch, length);
        const { discriminator, generator } = round({ updates, noise });
        return [discriminator, generator].map((measured) => measured.dataSync()[0]!);
      });
    }
    const real = tf.tensor(batches.batch(step++), [batch, ...shape]);
    try {
      if (mode === "stock")
        return tf.tidy(() => stockStep(real) as unknown as tf.Tensor[]) as unknown as number[];
      return [(await discriminatorStep(game, real)).loss, (await generatorStep(game, batch)).loss];
    } finally {
      real.dispose();
    }
  };
  for (let i = 0; i < 4; i++) await play();
  console.log(
    JSON.stringify({ ready: true, versions: `${runtime.description}, Node ${process.version}` }),
  );
  for await (const line of createInterface({ input: process.stdin })) {
    const times: number[] = [];
    for (let i = 0; i < Number(line); i++) {
      const begun = performance.now();
      const losses = await play();
      times.push(performance.now() - begun);
      if (!losses.every(Number.isFinite)) throw new Error(`losses ${losses.join(" ")}`);
    }
    console.log(JSON.stringify({ times }));
  }
}

void main();
