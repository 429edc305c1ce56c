import type * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { describeError } from "../base/describeError";
import { meanInterval, type Interval } from "../base/interval";
import { meanOfLast } from "../base/mean";
import { defineOptions, describeValue, positiveInteger } from "../base/options";
import { dataOption, type Data } from "../data/pictures";
import { callbackOption } from "../train/callbacks";
import { createGame, type Game, type GameOptions } from "../train/game";
import type { History } from "../train/history";
import {
  trainGan,
  type TrainingCallback,
  type TrainingEnding,
  type TrainingRun,
} from "../train/trainGan";

/** What one side plays differently; everything else is the same. */
export type Side = { name: string } & Omit<GameOptions, "generator" | "discriminator" | "seed">;

export interface DuelOptions {
  /** Makes the players; called twice for each seed, and has to give the same weights both times. */
  build: (seed: number) => Players | Promise<Players>;
  data: Data;
  a: Side;
  b: Side;
  /** Rounds of each game. */
  steps: number;
  /** Default 100. */
  batchSize?: number;
  /** One pair of games for each; at least two. Default `[1, 2, 3, 4, 5]`. */
  seeds?: readonly number[];
  /**
   * A number for each finished game, which is disposed then. Default: the generator's loss, mean of
   * the last 20 steps.
   */
  measure?: (game: Game) => number | Promise<number>;
  /** As for `trainGan`, in each game. Default none. */
  callbacks?: readonly TrainingCallback[];
}

/** What a duel gives. */
export interface Duel {
  readonly a: DuelSide;
  readonly b: DuelSide;
  /**
   * b - a of the measure over the seeds, paired, with its 95 % confidence interval (Student's t).
   */
  readonly difference: Interval;
}

export interface DuelSide {
  readonly name: string;
  /** The measure of each seed's game. */
  readonly values: readonly number[];
  readonly histories: readonly History[];
  /** Why each seed's game ended: one that diverged has the measure NaN. */
  readonly endings: readonly TrainingEnding[];
}

interface Players {
  generator: tf.LayersModel;
  discriminator: tf.LayersModel;
}

const isSame = (first: Players, second: Players): boolean =>
  (["generator", "discriminator"] as const).every((player) => {
    const [a, b] = [first, second].map((players) =>
      players[player].getWeights().map((weight) => [...weight.dataSync()].join()),
    );
    return String(a) === String(b);
  });

interface Played {
  name: string;
  value: number;
  history: History;
  ending: TrainingEnding;
}

const isFunction = (value: unknown): boolean => typeof value === "function";
const side = z.looseObject({ name: z.string() });
const schema = z
  .strictObject({
    build: z.custom<DuelOptions["build"]>(isFunction, "expected a function of the seed"),
    data: dataOption,
    a: side,
    b: side,
    steps: positiveInteger,
    batchSize: positiveInteger.default(100),
    seeds: z
      .array(z.int().min(0))
      .min(2)
      .refine((seeds) => new Set(seeds).size === seeds.length, "expected each seed once")
      .default([1, 2, 3, 4, 5]),
    measure: z
      .custom<(game: Game) => number | Promise<number>>(
        isFunction,
        "expected a function of the game",
      )
      .optional(),
    callbacks: z.array(callbackOption).default([]),
  })
  .superRefine(({ a, b }, context) => {
    if (a.name === b.name)
      context.addIssue({ code: "custom", path: ["b"], message: "expected two names" });
  });
const readOptions = defineOptions("duel", schema);

const lastLoss = ({ history }: Game): number => meanOfLast(history.generatorLoss, 20);

/**
 * Plays two games that differ in one thing, from the same weights, on the same batches, with the
 * same noise, once for each seed, and compares them pair by pair. A side that diverges is named,
 * with its seed, and has the measure NaN there. Where a game is stopped the duel ends, with the
 * seeds so far.
 *
 * @throws TypeError naming the side, on wrong options, before anything is trained; Error when
 *   `build` does not repeat itself, or the duel is stopped before two seeds have been played
 */
export async function duel(options: DuelOptions): Promise<Duel> {
  const { build, a, b, seeds, ...play } = readOptions(options);
  const pairs: (readonly [Played, Played])[] = [];
  for (const seed of seeds) {
    const [first, second] = [await makePlayers(build, seed), await makePlayers(build, seed)];
    if (first.generator === second.generator || first.discriminator === second.discriminator)
      throw new Error(
        `duel: expected build(${seed}) to make new players each time, received the same twice`,
      );
    if (!isSame(first, second))
      throw new Error(
        `duel: expected build(${seed}) to give the same weights both times; hand its seed ` +
          "to everything random in it",
      );
    const games = [setUp(a, first, seed), setUp(b, second, seed)] as const;
    try {
      const playedA = await playSide(a, games[0], play);
      const playedB = playedA && (await playSide(b, games[1], play));
      if (!playedB) break;
      pairs.push([playedA, playedB]);
    } finally {
      for (const game of games) game.dispose();
    }
  }
  if (pairs.length < 2)
    throw new Error(
      `duel: stopped after ${pairs.length} of ${seeds.length} seeds, too few to compare`,
    );
  if (pairs.length < seeds.length)
    console.warn(`duel: stopped; these are ${pairs.length} of ${seeds.length} seeds`);
  const sideOf = (index: 0 | 1): DuelSide => ({
    name: pairs[0]![index].name,
    values: pairs.map((pair) => pair[index].value),
    histories: pairs.map((pair) => pair[index].history),
    endings: pairs.map((pair) => pair[index].ending),
  });
  return {
    a: sideOf(0),
    b: sideOf(1),
    difference: meanInterval(pairs.map(([first, second]) => second.value - first.value)),
  };
}

async function makePlayers(build: DuelOptions["build"], seed: number): Promise<Players> {
  const made: unknown = await build(seed);
  const { generator, discriminator } = Object(made) as Partial<Players>;
  if (generator && discriminator) return { generator, discriminator };
  throw new TypeError(
    `duel: build(${seed}): expected { generator, discriminator }, received ${describeValue(made)}`,
  );
}

function setUp({ name, ...settings }: Side, players: Players, seed: number): Game {
  try {
    return createGame({ ...settings, ...players, seed });
  } catch (cause) {
    throw new TypeError(`duel: side "${name}": ${(cause as Error).message}`, { cause });
  }
}

type Play = Omit<z.output<typeof schema>, "build" | "a" | "b" | "seeds">;

/** Plays a side's game. Undefined where it was stopped. */
async function playSide(
  { name }: Side,
  game: Game,
  { data, steps, batchSize, measure = lastLoss, callbacks }: Play,
): Promise<Played | undefined> {
  const place = `duel: side "${name}", seed ${game.seed}`;
  let run: TrainingRun;
  try {
    run = await trainGan({ game, data, steps, batchSize, callbacks });
  } catch (cause) {
    throw new Error(`${place}: ${describeError(cause)}`, { cause });
  }
  const { ending, history } = run;
  if (ending === "stopped") return undefined;
  const value: unknown = ending === "diverged" ? NaN : await measure(game);
  if (typeof value !== "number")
    throw new TypeError(
      `${place}: expected a measure that is a number, received ${describeValue(value)}`,
    );
  if (ending === "diverged")
    console.warn(`${place}: diverged at step ${game.step}; its measure is NaN`);
  return { name, value, history, ending };
}
