import type * as tf from "@tensorflow/tfjs";
import { adamState } from "../runtime/adam";
import { leaveHome } from "../runtime/compile/homes";
import { forgetSortedLayers } from "../runtime/variables";
import type { Average } from "./average";

/** What a game holds inside TensorFlow. */
interface Holder {
  readonly generator: tf.LayersModel;
  readonly discriminator: tf.LayersModel;
  readonly generatorOptimizer: tf.AdamOptimizer;
  readonly discriminatorOptimizer: tf.AdamOptimizer;
  readonly average?: Average;
}

/** The games' compiled rounds. */
export const compiledRounds = new WeakMap<object, { dispose(): void }>();

/** The games that play with a model. */
const games = new WeakMap<tf.LayersModel, WeakRef<Holder>[]>();

const playersOf = ({ generator, discriminator }: Holder): tf.LayersModel[] => [
  ...new Set([generator, discriminator]),
];

const gamesOf = (player: tf.LayersModel): WeakRef<Holder>[] =>
  (games.get(player) ?? []).filter((reference) => {
    const game = reference.deref();
    return game && !isDisposed(game);
  });

/** Notes a new game, so that its players are not taken from it when another one is disposed. */
export function enterPlayers(game: Holder): void {
  for (const player of playersOf(game)) games.set(player, [...gamesOf(player), new WeakRef(game)]);
}

/** Gives back everything of a game that nobody else has; a second time it does nothing. */
export function disposeGame(game: Holder): void {
  if (isDisposed(game)) return;
  const { average } = game;
  compiledRounds.get(game)?.dispose();
  const models = playersOf(game).filter((player) =>
    gamesOf(player).every((reference) => reference.deref() === game),
  );
  if (average) models.push(average.generator);
  const alive = models.filter((model) => !isGone(model));
  const optimizers = [game.generatorOptimizer, game.discriminatorOptimizer];
  const variables = alive.flatMap(variablesOf).concat(optimizers.flatMap(momentsOf));
  for (const thing of [...alive, ...optimizers]) thing.dispose();
  average?.steps.dispose();
  for (const variable of variables) if (variable.isDisposed) leaveHome(variable);
  forgetSortedLayers();
}

/**
 * Throws where a game, or a copy of it, has been disposed.
 *
 * @throws Error naming the caller
 */
export function requireUndisposed(caller: string, game: Holder): void {
  if (isDisposed(game))
    throw new Error(
      `${caller}: expected a game that can be played, received one that has been disposed; ` +
        "make a new one with createGame",
    );
}

const isDisposed = ({ generatorOptimizer }: Holder): boolean =>
  adamState(generatorOptimizer).accBeta1.isDisposed;

const variablesOf = (model: tf.LayersModel): tf.Variable[] =>
  model.weights.map((weight) => weight.read() as tf.Variable);

function momentsOf(optimizer: tf.AdamOptimizer): tf.Variable[] {
  const { accumulatedFirstMoment, accumulatedSecondMoment } = adamState(optimizer);
  return [...accumulatedFirstMoment, ...accumulatedSecondMoment].map(({ variable }) => variable);
}

/** Whether somebody has disposed the model. */
export const isGone = (model: tf.LayersModel): boolean => Reflect.get(model, "_refCount") === 0;
