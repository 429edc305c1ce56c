import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { takeSamples } from "../../src/data/samples";
import { loadMnist } from "../../src/data/mnist";
import { mixture2d } from "../../src/data/mixture2d";
import { inspectGame } from "../../src/doctor/inspect";
import { startRuntime } from "../../src/runtime/start";
import { learningRates, setDiscriminatorSteps, setLearningRate } from "../../src/train/changeGame";
import { createGame, type Game, type GameOptions } from "../../src/train/game";
import { readGameState, writeGameState } from "../../src/train/gameState";
import { decisionCurve, decisionSurface, fakeGradients } from "../../src/train/inspect2d";
import { discriminatorStep, drawNoise, generatorStep } from "../../src/train/steps";
import { trainGan } from "../../src/train/trainGan";
import { settle } from "../support/collect";

before(() => startRuntime({ print: false }));

const data = mixture2d({ size: 100, seed: 1 });
const count = (): number => tf.memory().numTensors;
const gameOf = (options: Partial<GameOptions> = {}): Game =>
  createGame({
    generator: buildGenerator("mlp"),
    discriminator: buildDiscriminator("mlp"),
    averageDecay: 0.9,
    ...options,
  });
/** Plays until the round is compiled, and on. */
const play = async (game: Game, steps = 6): Promise<Game> =>
  (await trainGan({ game, data, batchSize: 10, steps })).game;
const draw = (model: tf.LayersModel): Float32Array =>
  tf.tidy(() => {
    const z = tf.ones([1, model.inputs[0]!.shape[1]!]);
    return (model.predict(z) as tf.Tensor).dataSync<"float32">();
  });
/** The test's own function, so that the game is in nobody's hands when it returns. */
const playOne = async <T>(take: (game: Game) => T, options?: Partial<GameOptions>): Promise<T> =>
  take(await play(gameOf(options)));

test("a disposed game leaves nothing of TensorFlow's, and its history", async () => {
  const tensors = count();
  const game = await play(gameOf());
  assert.ok(count() > tensors);
  game.dispose();
  assert.equal(count(), tensors);
  assert.equal(game.history.step.length, 6);
  game.dispose();
  assert.equal(count(), tensors, "a second time nothing happens");
  (await play(gameOf()))[Symbol.dispose]();
  gameOf().dispose(); // never played
  assert.equal(count(), tensors);
});

test("a disposed game says that it is, whatever it is asked to do", async () => {
  const game = await play(gameOf());
  const state = readGameState(game);
  game.dispose();
  const asked: [string, () => unknown][] = [
    ["trainGan", () => play(game)],
    ["decisionSurface", () => decisionSurface(game.discriminator, 1)],
    ["decisionCurve", () => decisionCurve(game.discriminator, 0, 1)],
    ["fakeGradients", () => fakeGradients(game, new Float32Array(4), new Float32Array(4))],
    ["discriminatorStep", () => discriminatorStep(game, tf.ones([2, 2]))],
    ["generatorStep", () => generatorStep(game, 2)],
    ["readGameState", () => readGameState(game)],
    ["writeGameState", () => writeGameState(game, state)],
    ["inspectGame", () => inspectGame(game, data)],
    ["drawNoise", () => drawNoise(game, 2)],
    ["learningRates", () => learningRates(game)],
    ["setLearningRate", () => setLearningRate(game, "generator", 1e-3)],
    ["setDiscriminatorSteps", () => setDiscriminatorSteps(game, 2)],
  ];
  for (const [caller, ask] of asked)
    await assert.rejects(
      async () => ask(),
      new RegExp(
        `^Error: ${caller}: expected a (game|discriminator) that can be .*, .* been disposed`,
      ),
    );
  assert.throws(
    () => createGame({ generator: game.generator, discriminator: buildDiscriminator("mlp") }),
    /option "generator": expected a tf\.LayersModel that has not been disposed/,
  );
});

test("what another game or model has too stays when a game is disposed", async () => {
  const [first, second] = [gameOf(), gameOf()];
  const third = gameOf({ generator: first.generator });
  const z = tf.input({ shape: [second.latentSize] });
  const ends = second.generator.layers
    .slice(0, -1)
    .reduce((x, layer) => layer.apply(x) as typeof z, z);
  const part = tf.model({ inputs: z, outputs: ends });
  await play(first);
  await play(second);
  const drawn = draw(part);
  first.dispose();
  second.dispose();
  await play(third);
  assert.deepEqual(draw(part), drawn);
  third.dispose();
  assert.throws(() => draw(first.generator), /disposed/);
});

test("a game that nobody holds is freed, but for what somebody holds", async () => {
  gameOf().dispose(); // what was used last is not held any more
  const tensors = await settle(count);
  await playOne(() => undefined);
  await playOne(() => undefined);
  const generator = await playOne((game) => game.generator);
  const kept = draw(generator);
  const all = generator.weights.length;
  assert.equal(await settle(count), tensors + all);
  assert.deepEqual(draw(generator), kept);
  const again = gameOf({ generator });
  await play(again);
  assert.notDeepEqual(draw(generator), kept, "it can be played with");
  again.dispose();
  assert.equal(await settle(count), tensors);
});

test("what a training run uploads is freed whatever callback fails, and whenever", async () => {
  const game = await play(gameOf());
  const tensors = count();
  const fail = (): never => {
    throw new Error("disk full");
  };
  const failing = [{ onStart: fail }, { onStep: fail }, { onEpoch: fail }, { onEnd: fail }];
  for (const callback of failing) {
    const played = trainGan({ game, data, batchSize: 10, steps: 20, callbacks: [callback] });
    await assert.rejects(played, /disk full/);
    assert.equal(count(), tensors, Object.keys(callback)[0]);
  }
  game.dispose();
});

test("a variable, or a copy of one, outlives the game that it is from", async () => {
  const [variable, copy] = await playOne(({ generatorVariables: [, second, third] }) => [
    second!,
    third!.clone(),
  ]);
  const values = [variable, copy].map((tensor) => tensor.dataSync().slice());
  const tensors = count();
  assert.ok((await settle(count)) < tensors - 20);
  assert.deepEqual(
    [variable, copy].map((tensor) => tensor.dataSync()),
    values,
  );
  assert.ok(tf.engine().registeredVariables[variable.name] === variable);
  tf.dispose([variable, copy]);
});

for (const [name, end] of [
  ["dropped", () => undefined],
  ["disposed", (game: Game) => game.dispose()],
] as const)
  test(`30 games of images, compiled and ${name}, leave the resident memory flat`, async (t) => {
    const digits = takeSamples(
      loadMnist({ seed: 1 }).test,
      Int32Array.from({ length: 40 }, (_, i) => i),
    );
    const playImages = async (): Promise<void> => {
      const game = gameOf({
        generator: buildGenerator("dcgan"),
        discriminator: buildDiscriminator("dcgan"),
      });
      await trainGan({ game, data: digits, batchSize: 4, steps: 5 });
      end(game);
    };
    const memory: number[] = [];
    const tensors: number[] = [];
    for (let i = 0; i < 30; i++) {
      await playImages();
      tensors.push(await settle(count));
      memory.push(Math.round(process.memoryUsage().rss / 2 ** 20));
    }
    t.diagnostic(`resident MB ${memory.join(" ")}; tensors ${tensors.join(" ")}`);
    assert.ok(Math.max(...tensors.slice(1)) <= tensors[0]!, tensors.join(" "));
    assert.ok(memory.at(-1)! - memory[9]! < 25, memory.join(" "));
  });
