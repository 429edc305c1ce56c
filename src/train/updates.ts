import * as tf from "@tensorflow/tfjs";
import { drawOwnRows, gatherAlike, partOfMean } from "../runtime/collectives/share";
import { drawUniforms } from "../runtime/randomTensor";
import { updateAverage } from "./average";
import { descend, type Objective } from "./descend";
import type { Game } from "./game";
import { discriminatorLoss, generatorLoss, lossTitle, penaltyValue } from "./losses/lossResult";
import { crossEntropy, drawSamples, judge, show, type Places } from "./players";

/** What an update takes beside samples and noise. */
export interface Extras {
  readonly condition?: tf.Tensor | undefined;
  readonly places?: Places | undefined;
  /** Where the game is annealed: from {@link annealedTensor}. */
  readonly annealed?: tf.Tensor1D | undefined;
  /** Of one of several workers: 1 where it wants to stop, else 0. */
  readonly vote?: tf.Scalar | undefined;
}

/** What has been annealed of a game as a step takes it, `[2]`; nothing where nothing has. */
export const annealedTensor = ({ annealed }: Game): tf.Tensor1D | undefined =>
  annealed && tf.tensor1d([annealed.penaltyFactor, annealed.averageDecay]);

/** One of the two numbers. */
const numberOf = (annealed: tf.Tensor1D, place: 0 | 1): tf.Scalar =>
  tf.reshape<tf.Rank.R0>(tf.slice(annealed, [place], [1]), []);

/** D's update without reading anything back: `[loss, D(x), D(G(z)), gradient norm]`. */
export function updateDiscriminator(
  game: Game,
  real: tf.Tensor,
  z: tf.Tensor,
  extras: Extras,
): tf.Tensor1D {
  const { discriminatorVariables, loss, labelSmoothing, auxiliaryWeight } = game;
  const { condition, places, annealed } = extras;
  const shown = {
    real: show(game, real, 1, places),
    fake: show(game, drawSamples(game, z, condition), 2, places),
  };
  const compute: Objective["compute"] = () => {
    const [ofReal, ofFake] = [
      judge(game, shown.real, condition),
      judge(game, shown.fake, condition),
    ];
    const [real, fake] = gatherAlike([ofReal.logits, ofFake.logits]) as [tf.Tensor, tf.Tensor];
    const terms = [discriminatorLoss(loss, real, fake, 1 - labelSmoothing)];
    if (ofReal.classLogits)
      terms.push(tf.mul(auxiliaryWeight, crossEntropy(ofReal.classLogits, condition!)));
    if (loss.penalty) {
      const penalty = penaltyValue(loss.penalty, {
        ...shown,
        discriminate: (samples) => judge(game, samples, condition).logits,
        uniform: (shape, block) =>
          drawOwnRows(shape, (whole) => drawUniforms(places!, 0, whole, block)),
      });
      terms.push(annealed ? tf.mul(numberOf(annealed, 0), penalty) : penalty);
    }
    const scores = scoresOf(game, real, fake);
    const whole = terms.reduce((sum, term) => tf.add(sum, term));
    return [partOfMean(whole), scores.real, scores.fake];
  };
  const measured = descend({
    title: lossTitle("discriminator", loss),
    optimizer: game.discriminatorOptimizer,
    variables: discriminatorVariables,
    compute,
  });
  const { clip } = loss;
  if (clip !== undefined)
    for (const variable of discriminatorVariables)
      variable.assign(tf.clipByValue(variable, -clip, clip));
  return measured;
}

/**
 * G's update without reading anything back: `[loss, D(G(z)), gradient norm]`, and the votes, where
 * there are any.
 */
export function updateGenerator(
  game: Game,
  z: tf.Tensor,
  { real, condition, places, annealed, vote }: Extras & { real?: tf.Tensor | undefined },
): tf.Tensor1D {
  const { loss, auxiliaryWeight } = game;
  if (loss.isRelativistic && !real)
    throw new TypeError(
      `generatorStep: expected real samples, which the loss "${loss.name}" compares with, ` +
        "received none",
    );
  const compute: Objective["compute"] = () => {
    const ofFake = judge(game, show(game, drawSamples(game, z, condition), 2, places), condition);
    const ofReal = loss.isRelativistic && judge(game, show(game, real!, 1, places), condition);
    const judged = gatherAlike([ofFake.logits, ...(ofReal ? [ofReal.logits] : [])]);
    const [fakeLogits, realLogits = fakeLogits] = judged as [tf.Tensor, tf.Tensor?];
    const objective = generatorLoss(loss, fakeLogits, realLogits);
    const { classLogits } = ofFake;
    const told = classLogits && tf.mul(auxiliaryWeight, crossEntropy(classLogits, condition!));
    const whole = told ? tf.add<tf.Scalar>(objective, told) : objective;
    return [partOfMean(whole), scoresOf(game, realLogits, fakeLogits).fake];
  };
  const measured = descend({
    title: lossTitle("generator", loss),
    optimizer: game.generatorOptimizer,
    variables: game.generatorVariables,
    compute,
    vote,
  });
  if (game.average) updateAverage(game.average, annealed && numberOf(annealed, 1));
  return measured;
}

/**
 * Mean D(x) and D(G(z)). Where the loss is relativistic a logit by itself means nothing: D(x) is
 * the probability that the real one of a pair is the real one, D(G(z)) that the fake is.
 */
function scoresOf(
  { loss }: Game,
  real: tf.Tensor,
  fake: tf.Tensor,
): { real: tf.Scalar; fake: tf.Scalar } {
  const score = (logits: tf.Tensor): tf.Scalar => tf.mean(tf.sigmoid(logits));
  if (!loss.isRelativistic) return { real: score(real), fake: score(fake) };
  const ahead = tf.sub(real, fake);
  return { real: score(ahead), fake: score(tf.neg(ahead)) };
}
