import {
  buildDiscriminator,
  buildGenerator,
  mixture2d,
  type Game,
  type TrainGanOptions,
} from "../../src/index";
import { readGameState } from "../../src/train";

/** 200 points on a ring. */
export const smallData = mixture2d({ size: 200, seed: 1 });
export const smallPlayer = { hiddenUnits: [8], seed: 2 };

/** A game of two small networks on {@link smallData}: ten steps an epoch, some ms each. */
export const smallGame = (more: object = {}): TrainGanOptions => ({
  generator: buildGenerator("mlp", smallPlayer),
  discriminator: buildDiscriminator("mlp", smallPlayer),
  data: smallData,
  batchSize: 20,
  seed: 3,
  ...more,
});

/** Everything of a game that training changes, to compare. */
export const tensorsOf = (game: Game): object => Object.fromEntries(readGameState(game).tensors);
