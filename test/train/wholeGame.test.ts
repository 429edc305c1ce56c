/** Whole games, all settings at once, against another implementation: reference/wholeGame.py. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { startRuntime } from "../../src/runtime/start";
import { createGame, type Game } from "../../src/train/game";
import { readGameState } from "../../src/train/gameState";
import type { History } from "../../src/train/history";
import { roundOf } from "../../src/train/round";
import { trainGan } from "../../src/train/trainGan";
import { assertClose } from "../support/numbers";
import {
  batchSize,
  classes,
  data,
  games,
  inputs,
  latentSize,
  steps,
  weights,
} from "./reference/wholeGame";

interface State {
  history: Partial<Record<keyof History, number>>;
  generator: number[][];
  discriminator: number[][];
  generatorMeans: number[][];
  generatorSquares: number[][];
  discriminatorMeans: number[][];
  discriminatorSquares: number[][];
  average: number[][];
}
const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(__dirname, "reference", name), "utf8"));
const reference = read("wholeGame.json") as { games: { name: string; states: State[] }[] };

before(() => startRuntime({ print: false }));

type Layers = (readonly [kernel: number[], bias: number[]])[];

function dense([kernel, bias]: Layers[number], activation: "tanh" | "linear"): tf.layers.Layer {
  const layer = tf.layers.dense({ units: bias.length, activation });
  layer.build([null, kernel.length / bias.length]);
  layer.setWeights([
    tf.tensor2d(kernel, [kernel.length / bias.length, bias.length]),
    tf.tensor1d(bias),
  ]);
  return layer;
}
const apply = (
  layer: tf.layers.Layer,
  x: tf.SymbolicTensor | tf.SymbolicTensor[],
): tf.SymbolicTensor => layer.apply(x) as tf.SymbolicTensor;

function players(name: keyof typeof weights): Pick<Game, "generator" | "discriminator"> {
  const { generator, discriminator } = weights[name];
  const [z, condition] = [latentSize, classes].map((size) => tf.input({ shape: [size] }));
  const isTold = name === "told";
  const drawn = isTold ? apply(tf.layers.concatenate(), [z!, condition!]) : z!;
  const inner = apply(dense(generator[0]!, "tanh"), drawn);
  const x = tf.input({ shape: [isTold ? 2 : 4] });
  const seen = apply(dense(discriminator[0]!, "tanh"), x);
  const outputs = discriminator.slice(1).map((layer) => apply(dense(layer, "linear"), seen));
  return {
    generator: tf.model({
      inputs: isTold ? [z!, condition!] : z!,
      outputs: apply(dense(generator[1]!, "tanh"), inner),
    }),
    discriminator: tf.model({ inputs: x, outputs }),
  };
}

test("the batches and the noise are those that the other implementation was given", () => {
  assert.deepEqual(JSON.parse(JSON.stringify(inputs())), read("wholeGame.inputs.json"));
});

for (const { name, states } of reference.games)
  test(`${name}: all numbers of ${steps} steps are the reference's`, async () => {
    assert.equal(states.length, steps);
    const game = createGame({ ...players(name as keyof typeof weights), ...games[name] });
    const compareStep = (): void => {
      const { tensors } = readGameState(game);
      const { history, ...expected } = states[game.step - 1]!;
      const valuesOf = (prefix: string, count: number): number[][] =>
        Array.from({ length: count }, (_, i) => Array.from(tensors.get(`${prefix}/${i}`)!.values));
      const prefixes: Record<keyof typeof expected, string> = {
        generator: "generator",
        discriminator: "discriminator",
        generatorMeans: "generator/adam/mean",
        generatorSquares: "generator/adam/square",
        discriminatorMeans: "discriminator/adam/mean",
        discriminatorSquares: "discriminator/adam/square",
        average: "average",
      };
      for (const [key, prefix] of Object.entries(prefixes)) {
        const wanted = expected[key as keyof typeof expected];
        assertClose(valuesOf(prefix, wanted.length).flat(), wanted.flat(), 5e-6);
      }
      const measured = Object.entries(history) as [keyof History, number][];
      assert.equal(measured.length, 7);
      assertClose(
        measured.map(([key]) => game.history[key].at(-1)!),
        measured.map(([, value]) => value),
        5e-6,
      );
      compared++;
    };
    let compared = 0;
    await trainGan({ game, data, steps, batchSize, callbacks: [{ onStep: compareStep }] });
    assert.equal(compared, steps);
    assert.equal(roundOf(game).fallback(), undefined, "the last steps were compiled");
  });
