/**
 * The games of wholeGame.test.ts: their settings, first weights, batches and noise. Run as a
 * program it writes them for wholeGame.py, which plays the games by other means.
 *
 *     node --import tsx test/train/reference/wholeGame.ts
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomStream } from "../../../src/base/random";
import { batchStream } from "../../../src/data/batches";
import { createDataset, type Dataset } from "../../../src/data/dataset";
import type { GameOptions } from "../../../src/train/game";

export const steps = 5; // the fourth and fifth are compiled
export const batchSize = 4;
export const [latentSize, hidden, classes] = [2, 3, 3];

/** Settings that all differ from the defaults, and from each other. */
export const games: Record<string, Omit<GameOptions, "generator" | "discriminator">> = {
  packed: {
    loss: "relativistic-paired + R1(0.3) + R2(0.7)",
    learningRate: { generator: 0.02, discriminator: 0.05 },
    beta1: 0.3,
    beta2: 0.8,
    epsilon: 1e-3,
    discriminatorSteps: 2,
    packing: 2,
    averageDecay: 0.15,
    seed: 5,
  },
  told: {
    loss: "non-saturating + R1(0.5)",
    learningRate: { generator: 0.03, discriminator: 0.01 },
    beta1: 0.6,
    beta2: 0.9,
    epsilon: 2e-3,
    labelSmoothing: 0.1,
    auxiliaryWeight: 0.4,
    seed: 6,
  },
};

const stream = randomStream(7, "a whole game");
const numbers = (length: number): Float32Array => stream.normals(length);

/** 12 points with labels. */
export const data: Dataset = createDataset({
  name: "twelve points",
  samples: numbers(24).map((x) => Math.tanh(x)),
  shape: [2],
  labels: Uint8Array.from({ length: 12 }, (_, i) => i % classes),
});

const layer = (inputs: number, units: number): [number[], number[]] => [
  Array.from(numbers(inputs * units)),
  Array.from(numbers(units)),
];

/** First weights: kernel and bias of each layer. */
export const weights = {
  packed: {
    generator: [layer(latentSize, hidden), layer(hidden, 2)],
    discriminator: [layer(4, hidden), layer(hidden, 1)],
  },
  told: {
    generator: [layer(latentSize + classes, hidden), layer(hidden, 2)],
    discriminator: [layer(2, hidden), layer(hidden, 1), layer(hidden, classes)],
  },
};

/** What each game is given: the positions of the batches, and z, as they are used. */
export function inputsOf(name: string): { batches: number[][]; noise: number[][] } {
  const { discriminatorSteps: k = 1, seed = 0 } = games[name]!;
  const { indices } = batchStream(data, batchSize, seed);
  const noise = randomStream(seed, "noise");
  return {
    batches: Array.from({ length: steps * k }, (_, i) => Array.from(indices(i))),
    noise: Array.from({ length: steps * (k + 1) }, () =>
      Array.from(noise.normals(batchSize * latentSize)),
    ),
  };
}

/** Everything that the other implementation needs. */
export const inputs = (): object => ({
  steps,
  samples: Array.from(data.samples),
  labels: Array.from(data.labels!),
  games: Object.keys(games).map((name) => ({
    name,
    settings: games[name],
    weights: weights[name as keyof typeof weights],
    ...inputsOf(name),
  })),
});

if (require.main === module)
  writeFileSync(join(__dirname, "wholeGame.inputs.json"), JSON.stringify(inputs(), null, 1));
