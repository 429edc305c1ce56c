// One worker of the bench of workers: `tsx workersChild.ts <index> <address,…> game|sums`.
import * as tf from "@tensorflow/tfjs";
import { buildDiscriminator, buildGenerator } from "../../src/build";
import { loadMnist } from "../../src/data";
import { startRuntime } from "../../src/runtime";
import { Cluster } from "../../src/runtime/collectives/cluster";
import { createGame, trainGan } from "../../src/train";

/** Samples that each worker has of a batch. */
export const share = 16;
/** Numbers in a message. */
export const sizes = [1000, 30_000, 300_000, 3_000_000];
const steps = 14;

async function main([index, all, kind]: readonly string[]): Promise<void> {
  await startRuntime({ print: false });
  const addresses = all!.split(",");
  const workers =
    addresses.length > 1 ? Cluster.join({ addresses, index: Number(index) }, "all") : undefined;
  const result = kind === "game" ? await playGame(workers) : measureSums(workers!);
  console.log(JSON.stringify(result));
  process.exit(0);
}

/** Seconds of each compiled step, its sums, and how many numbers both players send. */
async function playGame(workers: Cluster | undefined): Promise<object> {
  const game = createGame({
    generator: buildGenerator("dcgan", { seed: 1 }),
    discriminator: buildDiscriminator("dcgan", { seed: 1 }),
    seed: 1,
  });
  let calls = 0;
  const counted = workers && {
    index: workers.index,
    count: workers.count,
    batchStatistics: workers.batchStatistics,
    sum: (x: tf.Tensor, key: string): tf.Tensor => {
      calls++;
      return workers.sum(x, key);
    },
  };
  const { history } = await trainGan({
    game,
    data: loadMnist({ seed: 1 }).train,
    batchSize: share * (workers?.count ?? 1),
    steps,
    ...(counted && { workers: counted }),
  });
  const count = (variables: readonly tf.Variable[]): number =>
    variables.reduce((sum, { size }) => sum + size, 0);
  return {
    seconds: history.secondsPerStep.slice(4),
    sums: calls / 3, // the first three steps run JavaScript, then they are compiled
    weights: count(game.generatorVariables) + count(game.discriminatorVariables),
  };
}

/** The fastest sum of each size, in seconds. */
function measureSums(workers: Cluster): object {
  return sizes.map((size) => {
    const x = tf.ones([size]);
    let best = Infinity;
    for (let i = 0; i < 12; i++) {
      const begun = performance.now();
      const total = tf.tidy(() => workers.sum(x, `size ${size}`));
      total.dataSync();
      total.dispose();
      best = Math.min(best, (performance.now() - begun) / 1000);
    }
    x.dispose();
    return { size, seconds: best };
  });
}
if (process.argv[1]?.endsWith("workersChild.ts")) void main(process.argv.slice(2));
