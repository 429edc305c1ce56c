import * as tf from "@tensorflow/tfjs";
import { describeValue, requireInteger } from "../base/options";
import { drawUniforms, placesTensor, randomNormal } from "../runtime/randomTensor";
import { updateAverage } from "./average";
import { descend, type Objective } from "./descend";
import { requireUndisposed } from "./disposal";
import type { Game } from "./game";
import { discriminatorLoss, generatorLoss, lossTitle, penaltyValue } from "./losses/lossResult";
import { crossEntropy, drawSamples, judge, reservePlaces, show, type Places } from "./players";

/** What one update of the discriminator measured, before the update. */
export interface DiscriminatorReport {
  readonly loss: number;
  /** Mean score of the real samples, as in {@link History}. */
  readonly realScore: number;
  /** The same of the generated ones. */
  readonly fakeScore: number;
  readonly gradientNorm: number;
}

/** What one update of the generator measured, before the update. */
export interface GeneratorReport {
  readonly loss: number;
  /** Mean D(G(z)). */
  readonly fakeScore: number;
  readonly gradientNorm: number;
}

/**
 * `count` noise vectors z ~ N(0, I) from the game's own stream: `[count, latentSize]`.
 *
 * @throws RangeError where `count` is no whole number; Error when the game has been disposed
 */
export function drawNoise(game: Game, count: number): tf.Tensor2D {
  requireUndisposed("drawNoise", game);
  requireInteger("drawNoise", "count", count);
  return randomNormal(game.noise, [count, game.latentSize]) as tf.Tensor2D;
}

/**
 * One update of the discriminator: push D(x) up and D(G(z)) down. The generator does not change.
 *
 * @param real real samples `[batch, ...sampleShape]`
 * @param z noise `[batch, latentSize]`; drawn from the game's stream when left out
 * @param condition what the players of a conditional game are told of each real sample, `[batch,
 *   conditionSize]`; G draws the same
 * @throws TypeError when the rows or the condition are not of the game's size; Error when the game
 *   has been disposed
 */
export async function discriminatorStep(
  game: Game,
  real: tf.Tensor,
  z?: tf.Tensor,
  condition?: tf.Tensor,
): Promise<DiscriminatorReport> {
  requireUndisposed("discriminatorStep", game);
  checkRows("discriminatorStep", "real samples", real, sampleShapeOf(game));
  if (z) checkRows("discriminatorStep", "noise", z, [game.latentSize]);
  checkTold("discriminatorStep", game, condition);
  const batch = real.shape[0] ?? 1;
  const measured = tf.tidy(() =>
    updateDiscriminator(game, real, z ?? drawNoise(game, batch), {
      condition,
      places: placesTensor(reservePlaces(game, "discriminator", batch, real.size / batch)),
    }),
  );
  return discriminatorReport(await readNumbers(measured));
}

/**
 * One update of the generator: push D(G(z)) up. The discriminator does not change.
 *
 * @param count how many samples to draw; or `z`, the noise itself `[batch, latentSize]`
 * @param real as many real samples; only relativistic losses need them
 * @param condition what to draw in a conditional game, `[batch, conditionSize]`: that of the real
 *   samples
 * @throws TypeError when the rows or the condition are not of the game's size; RangeError where a
 *   count is no whole number from 1 on; Error when the game has been disposed
 */
export async function generatorStep(
  game: Game,
  count: number | tf.Tensor,
  real?: tf.Tensor,
  condition?: tf.Tensor,
): Promise<GeneratorReport> {
  requireUndisposed("generatorStep", game);
  if (typeof count === "number") requireInteger("generatorStep", "count", count);
  else checkRows("generatorStep", "a count or noise", count, [game.latentSize]);
  if (real) checkRows("generatorStep", "real samples", real, sampleShapeOf(game));
  checkTold("generatorStep", game, condition);
  const batch = typeof count === "number" ? count : count.shape[0];
  const measured = tf.tidy(() =>
    updateGenerator(game, typeof count === "number" ? drawNoise(game, count) : count, {
      real,
      condition,
      places: placesTensor(reservePlaces(game, "generator", batch, 0)),
    }),
  );
  return generatorReport(await readNumbers(measured));
}

const sampleShapeOf = ({ generator }: Game): tf.Shape => generator.outputs[0]!.shape.slice(1);

/** Rows of a shape, one at least. */
function checkRows(where: string, what: string, rows: unknown, shape: tf.Shape): void {
  const given = rows instanceof tf.Tensor ? (rows as tf.Tensor).shape : undefined;
  if (given && given[0]! > 0 && String(given.slice(1)) === String(shape)) return;
  throw new TypeError(
    `${where}: expected ${what} [batch, ${shape.join(", ")}], received ` +
      (given ? JSON.stringify(given) : describeValue(rows)),
  );
}

function checkTold(where: string, { conditionSize }: Game, condition: tf.Tensor | undefined): void {
  const given = condition?.shape[1] ?? 0;
  if (given !== conditionSize)
    throw new TypeError(
      `${where}: expected a condition [batch, ` +
        `${conditionSize}]${conditionSize ? "" : " (none: the game is not conditional)"}, ` +
        `received ${condition ? JSON.stringify(condition.shape) : "none"}`,
    );
}

/** What an update takes beside samples and noise. */
export interface Extras {
  readonly condition?: tf.Tensor | undefined;
  readonly places?: Places | undefined;
}

/** D's update without reading anything back: `[loss, D(x), D(G(z)), gradient norm]`. */
export function updateDiscriminator(
  game: Game,
  real: tf.Tensor,
  z: tf.Tensor,
  extras: Extras,
): tf.Tensor1D {
  const { discriminatorVariables, loss, labelSmoothing, auxiliaryWeight } = game;
  const { condition, places } = extras;
  const shown = {
    real: show(game, real, 1, places),
    fake: show(game, drawSamples(game, z, condition), 2, places),
  };
  const compute: Objective["compute"] = () => {
    const [ofReal, ofFake] = [
      judge(game, shown.real, condition),
      judge(game, shown.fake, condition),
    ];
    const terms = [discriminatorLoss(loss, ofReal.logits, ofFake.logits, 1 - labelSmoothing)];
    if (ofReal.classLogits)
      terms.push(tf.mul(auxiliaryWeight, crossEntropy(ofReal.classLogits, condition!)));
    if (loss.penalty)
      terms.push(
        penaltyValue(loss.penalty, {
          ...shown,
          discriminate: (samples) => judge(game, samples, condition).logits,
          uniform: (shape, block) => drawUniforms(places!, 0, shape, block),
        }),
      );
    const scores = scoresOf(game, ofReal.logits, ofFake.logits);
    return [terms.reduce((sum, term) => tf.add(sum, term)), scores.real, scores.fake];
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

/** G's update without reading anything back: `[loss, D(G(z)), gradient norm]`. */
export function updateGenerator(
  game: Game,
  z: tf.Tensor,
  { real, condition, places }: Extras & { real?: tf.Tensor | undefined },
): tf.Tensor1D {
  const { loss, auxiliaryWeight } = game;
  if (loss.isRelativistic && !real)
    throw new TypeError(
      `generatorStep: expected real samples, which the loss "${loss.name}" compares with, ` +
        "received none",
    );
  const compute: Objective["compute"] = () => {
    const { logits, classLogits } = judge(
      game,
      show(game, drawSamples(game, z, condition), 2, places),
      condition,
    );
    const realLogits = loss.isRelativistic
      ? judge(game, show(game, real!, 1, places), condition).logits
      : logits;
    const objective = generatorLoss(loss, logits, realLogits);
    const told = classLogits && tf.mul(auxiliaryWeight, crossEntropy(classLogits, condition!));
    return [told ? tf.add(objective, told) : objective, scoresOf(game, realLogits, logits).fake];
  };
  const measured = descend({
    title: lossTitle("generator", loss),
    optimizer: game.generatorOptimizer,
    variables: game.generatorVariables,
    compute,
  });
  if (game.average) updateAverage(game.average);
  return measured;
}

/** Names the numbers of {@link updateDiscriminator}. */
export function discriminatorReport(numbers: readonly number[]): DiscriminatorReport {
  const [loss, realScore, fakeScore, gradientNorm] = numbers as [number, number, number, number];
  return { loss, realScore, fakeScore, gradientNorm };
}

/** Names the numbers of {@link updateGenerator}. */
export function generatorReport(numbers: readonly number[]): GeneratorReport {
  const [loss, fakeScore, gradientNorm] = numbers as [number, number, number];
  return { loss, fakeScore, gradientNorm };
}

/** A tensor's numbers; frees it. */
export async function readNumbers(measured: tf.Tensor): Promise<number[]> {
  const numbers = Array.from(await measured.data());
  measured.dispose();
  return numbers;
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
