import assert from "node:assert/strict";
import { before, test, type TestContext } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { batchStream } from "../../src/data/batches";
import { mixture2d } from "../../src/data/mixture2d";
import { startRuntime } from "../../src/runtime/start";
import { roundOf } from "../../src/train/round";
import { createGame, type Game, type GameOptions } from "../../src/train/game";
import type { GanLoss, Penalty } from "../../src/train/losses/loss";
import { namedLoss } from "../../src/train/losses/named";
import { r1Penalty, withPenalty } from "../../src/train/losses/penalties";
import { discriminatorStep, generatorStep } from "../../src/train/steps";
import { trainGan } from "../../src/train/trainGan";
import { countTensors } from "../support/collect";
import { assertClose } from "../support/numbers";

before(() => startRuntime({ print: false }));

const data = mixture2d({ size: 100, seed: 1 });
const hinge = namedLoss("hinge")!;
const batchSize = 10;

/** A number that somebody's function reads, as JavaScript or as TensorFlow has it. */
type Weight = () => number | tf.Tensor;
type Players = Partial<GameOptions>;

/** What somebody may write, each with the name that it goes by. */
const places: Record<string, [RegExp, (weight: Weight) => Players]> = {
  "a discriminator's loss": [
    /^the discriminator's loss "mine" does not do the same at every step/,
    (w) => ({
      loss: {
        ...hinge,
        name: "mine",
        discriminator: (x, y) => tf.mul(w(), hinge.discriminator(x, y, 1)),
      },
    }),
  ],
  "a generator's loss": [
    /^the generator's loss "mine" does not do/,
    (w) => ({
      loss: { ...hinge, name: "mine", generator: (y, x) => tf.mul(w(), hinge.generator(y, x)) },
    }),
  ],
  "a penalty": [
    /^the penalty "mine" on the discriminator does not do/,
    (w) => ({ loss: withPenalty(hinge, ownPenalty(w)) }),
  ],
  "a penalty after one of the library's": [
    /^the penalty "R1\(1\) \+ mine" on the discriminator does not do/,
    (w) => ({ loss: withPenalty(withPenalty(hinge, r1Penalty()), ownPenalty(w)) }),
  ],
  "a layer of D": [/^the layer "mine" \(Scale\) does not do/, (w) => playersWith("D", w)],
  "a layer of G": [/^the layer "mine" \(Scale\) does not do/, (w) => playersWith("G", w)],
  "the gradient of a loss": [
    /^the generator's loss "mine" does not do/,
    (w) => ({
      loss: { ...hinge, name: "mine", generator: (y, x) => hinge.generator(reverse(w)(y), x) },
    }),
  ],
};
const ownPenalty = (w: Weight): Penalty => ({
  name: "mine",
  of: (parts) => tf.mul(w(), r1Penalty(1).of(parts)),
});
/** The same values, with a gradient times the weight. */
const reverse = (w: Weight): ((x: tf.Tensor) => tf.Tensor) =>
  tf.customGrad((x) => ({
    value: (x as tf.Tensor).clone(),
    gradFunc: (dy: tf.Tensor) => tf.mul(dy, w()),
  }));

class Scale extends tf.layers.Layer {
  static readonly className = "Scale";
  readonly uses = tf.variable(tf.scalar(0), false);
  constructor(readonly weight: Weight) {
    super({ name: "mine" });
  }
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    this.uses.assign(tf.add(this.uses, 1));
    return tf.mul([inputs].flat()[0]!, this.weight());
  }
  override computeOutputShape(shape: tf.Shape): tf.Shape {
    return shape;
  }
}
const built = new Map<Game, Scale>();

function playersWith(player: "D" | "G", w: Weight): Players {
  const scale = new Scale(w);
  const layers = (units: number, seed: number): tf.layers.Layer[] => [
    tf.layers.dense({
      units: 4,
      inputShape: [2],
      activation: "tanh",
      kernelInitializer: tf.initializers.glorotUniform({ seed }),
    }),
    scale,
    tf.layers.dense({ units, kernelInitializer: tf.initializers.glorotUniform({ seed: 9 }) }),
  ];
  return player === "D"
    ? { discriminator: tf.sequential({ layers: layers(1, 5) }), loss: "hinge" }
    : { generator: tf.sequential({ layers: layers(2, 6) }), loss: "hinge" };
}

const gameOf = (players: Players): Game => {
  const small = { hiddenUnits: [4], seed: 1 };
  const game = createGame({
    generator: buildGenerator("mlp", small),
    discriminator: buildDiscriminator("mlp", small),
    seed: 2,
    ...players,
  });
  const own = [game.generator, game.discriminator].flatMap(({ layers }) => layers);
  const scale = own.find((layer) => layer.name === "mine");
  if (scale instanceof Scale) built.set(game, scale);
  return game;
};

/** Trains while `set` prepares each step, counted from 1. Returns the warnings. */
async function train(t: TestContext, game: Game, steps: number, set: (step: number) => void) {
  const warn = t.mock.method(console, "warn", () => undefined);
  const prepare = ({ stepsDone }: { stepsDone: number }): void => set(stepsDone + 1);
  await trainGan({
    game,
    data,
    batchSize,
    steps,
    callbacks: [{ onStart: prepare, onStep: prepare }],
  });
  warn.mock.restore();
  return warn.mock.calls.map((call) => String(call.arguments[0]));
}

/** The same by hand, op by op: [L_D, L_G] of each step. */
async function byHand(game: Game, steps: number, set: (step: number) => void): Promise<number[][]> {
  const { batch } = batchStream(data, batchSize, 2);
  const losses: number[][] = [];
  for (let step = 0; step < steps; step++) {
    set(step + 1);
    const x = tf.tensor(batch(step).slice(), [batchSize, 2]);
    const judged = await discriminatorStep(game, x);
    losses.push([judged.loss, (await generatorStep(game, batchSize, x)).loss]);
    x.dispose();
  }
  return losses;
}

const assertPlayed = ({ history }: Game, losses: number[][]): void => {
  assertClose(
    history.discriminatorLoss,
    losses.map(([d]) => d!),
    1e-4,
  );
  assertClose(
    history.generatorLoss,
    losses.map(([, g]) => g!),
    1e-4,
  );
};

for (const [place, [title, players]] of Object.entries(places)) {
  test(`a number in ${place} counts at once, whenever it changes, said once`, async (t) => {
    for (const at of [2, 3, 4, 5, 9]) {
      let number = 1;
      const set = (step: number): void => void (number = step < at ? 1 : 0.25);
      const game = gameOf(players(() => number));
      const warnings = await train(t, game, 14, set);
      assertPlayed(game, await byHand(gameOf(players(() => number)), 14, set));
      assert.equal(roundOf(game).fallback(), undefined, "it is compiled again");
      assert.equal(warnings.length, at > 2 ? 1 : 0, warnings.join("\n"));
      if (at > 2) assert.match(warnings[0]!, title);
    }
  });

  test(`a number in ${place} that goes on changing: op by op, said once`, async (t) => {
    let number = 1;
    const set = (step: number): void => void (number = 1 - 0.1 * Math.floor(step / 5));
    const game = gameOf(players(() => number));
    const warnings = await train(t, game, 24, set);
    assertPlayed(game, await byHand(gameOf(players(() => number)), 24, set));
    assert.match(roundOf(game).fallback() ?? "", / changes: /);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0]!, title);
    assert.match(warnings[0]!, /make a tf\.variable, read it .* assign it in a callback/);
  });

  test(`random numbers in ${place} are drawn at every step, said once`, async (t) => {
    let drawn = 0;
    const game = gameOf(players(() => (drawn++, 0.5 + Math.random())));
    const warnings = await train(t, game, 10, () => undefined);
    assert.match(roundOf(game).fallback() ?? "", / changes: /);
    assert.equal(warnings.length, 1);
    const before = drawn;
    await trainGan({ game, data, batchSize, steps: 2 });
    assert.ok(drawn >= before + 2);
  });

  test(`a tf.variable in ${place} counts at once, compiled, without a word`, async (t) => {
    const run = (): [Game, (step: number) => void] => {
      const number = tf.variable(tf.scalar(1), false);
      return [
        gameOf(players(() => number)),
        (step) => tf.tidy(() => number.assign(tf.scalar(1 / step))),
      ];
    };
    const [game, set] = run();
    assert.deepEqual(await train(t, game, 14, set), []);
    assert.equal(roundOf(game).fallback(), undefined);
    const [other, setOther] = run();
    assertPlayed(game, await byHand(other, 14, setOther));
    if (built.has(game))
      assert.equal(
        built.get(game)!.uses.dataSync()[0],
        built.get(other)!.uses.dataSync()[0],
        "what a layer counts is counted once",
      );
  });
}

test("a loss that fails once it is compiled fails as op by op, and keeps no tensors", async (t) => {
  const warn = t.mock.method(console, "warn", () => undefined);
  let isBroken = false;
  const loss: GanLoss = {
    ...hinge,
    name: "mine",
    generator: (y, x) => (isBroken ? tf.concat([]) : hinge.generator(y, x)),
  };
  const game = gameOf({ loss });
  await trainGan({ game, data, batchSize, steps: 6 });
  const numTensors = await countTensors();
  isBroken = true;
  for (const play of [
    () => trainGan({ game, data, batchSize, steps: 1 }),
    () => generatorStep(game, batchSize),
  ])
    await assert.rejects(play, /^Error: the generator's loss "mine" failed: Pass at least one/);
  assert.equal(await countTensors(), numTensors);
  isBroken = false;
  await trainGan({ game, data, batchSize, steps: 4 });
  assert.equal(roundOf(game).fallback(), undefined, "once repaired it is compiled again");
  assert.equal(warn.mock.callCount(), 0);
});

test("looking for changes keeps no tensors and draws no numbers", async () => {
  const game = gameOf(places["a layer of D"]![1](() => 1));
  await trainGan({ game, data, batchSize, steps: 6 });
  const numTensors = await countTensors();
  await trainGan({ game, data, batchSize, steps: 20 });
  assert.equal(await countTensors(), numTensors);
});
