import * as tf from "@tensorflow/tfjs";
import { describeValue } from "../../base/options";
import { isLibraryFunction, markLibraryFunctions } from "../../base/libraryCode";
import { meanOfWorkers } from "../../runtime/collectives/share";
import { isNamed, markNamed } from "./isNamed";
import type { GanLoss, Penalty, PenaltyParts } from "./loss";
import { penaltyValue } from "./lossResult";

/**
 * A loss with a penalty added to the discriminator's side; may be applied more than once.
 *
 * @throws TypeError for what is no loss or no penalty
 */
export function withPenalty(loss: GanLoss, penalty: Penalty): GanLoss {
  if (typeof loss?.discriminator !== "function" || typeof penalty?.of !== "function")
    throw new TypeError(
      `withPenalty: expected a loss and a penalty, such as withPenalty(nonSaturatingLoss, ` +
        `r1Penalty(1)), received ${describeValue(loss)} and ${describeValue(penalty)}; by name: ` +
        '"hinge + R1(1)"',
    );
  const before = loss.penalty;
  const both: Penalty = before
    ? {
        name: `${before.name} + ${penalty.name}`,
        of: (parts) => tf.add(penaltyValue(before, parts), penaltyValue(penalty, parts)),
      }
    : penalty;
  const terms = before ? [before, penalty] : [penalty];
  if (terms.every((term) => isLibraryFunction(term, "of"))) markLibraryFunctions(both);
  const sum = { ...loss, name: `${loss.name} + ${penalty.name}`, penalty: both };
  return isNamed(loss) && isNamed(penalty) ? markNamed(sum) : sum;
}

function ours(penalty: Penalty, weight: number): Penalty {
  if (!(weight >= 0 && Number.isFinite(weight)))
    throw new TypeError(
      `a penalty: expected a weight of 0 or more, received ${describeValue(weight)}`,
    );
  return markNamed(markLibraryFunctions(penalty));
}

/**
 * |grad_x D(x)|^2 for each sample: `[batch]`. Where D judges m samples at once (packing), by one of
 * them: the squares of m such slopes add up to that of all that D sees.
 */
function squaredGradients({ discriminate }: PenaltyParts, at: tf.Tensor): tf.Tensor1D {
  const gradient = tf.grad((x) => tf.sum(discriminate(x)))(at);
  return tf.sum(tf.square(tf.reshape(gradient, [at.shape[0], -1])), 1);
}

/** A number in [0, 1) for each sample: `[batch, 1, …]`. */
const shareOf = ({ real, uniform }: PenaltyParts, row?: number): tf.Tensor =>
  uniform([real.shape[0], ...real.shape.slice(1).map(() => 1)], row);

/** Points between real and generated samples, one for each pair, evenly. */
const between = (parts: PenaltyParts): tf.Tensor =>
  tf.add(parts.real, tf.mul(shareOf(parts), tf.sub(parts.fake, parts.real)));

/** gamma / 2 E |grad D|^2 */
const flatness = (parts: PenaltyParts, at: tf.Tensor, gamma: number): tf.Scalar =>
  tf.mul(gamma / 2, tf.mean<tf.Scalar>(squaredGradients(parts, at)));
/** lambda E (|grad D| - 1)^2; 1e-12 keeps the root's slope finite. */
const steepness = (parts: PenaltyParts, at: tf.Tensor, lambda: number): tf.Scalar =>
  tf.mul(
    lambda,
    tf.mean<tf.Scalar>(tf.square(tf.sub(tf.sqrt(tf.add(squaredGradients(parts, at), 1e-12)), 1))),
  );

/**
 * R1 = gamma / 2 E |grad_x D(x)|^2 on real samples, D being the logit: keeps D flat where the data
 * are, which damps the game. Source: https://arxiv.org/abs/1801.04406, equation 9.
 *
 * The mean is over samples, also in a game with packing m: that is 1/m of the R1 of what D sees at
 * once, so a gamma m times as large gives that. The same holds of R2 and 0-GP; 1-GP and DRAGAN hold
 * the slope by each sample at 1, that by all m at sqrt(m).
 *
 * @param gamma the penalty's weight; default 1
 */
export const r1Penalty = (gamma = 1): Penalty =>
  ours(
    {
      name: `R1(${gamma})`,
      of: (parts) => flatness(parts, parts.real, gamma),
    },
    gamma,
  );

/** R2: as R1, on generated samples. Source: https://arxiv.org/abs/1801.04406, equation 10. */
export const r2Penalty = (gamma = 1): Penalty =>
  ours(
    {
      name: `R2(${gamma})`,
      of: (parts) => flatness(parts, parts.fake, gamma),
    },
    gamma,
  );

/**
 * 0-GP: as R1, on points between real and generated samples. Source:
 * https://arxiv.org/abs/1902.03984, section 6.
 */
export const zeroCentredPenalty = (gamma = 1): Penalty =>
  ours(
    {
      name: `0-GP(${gamma})`,
      of: (parts) => flatness(parts, between(parts), gamma),
    },
    gamma,
  );

/**
 * 1-GP = lambda E (|grad D| - 1)^2 on points between real and generated samples: D's slope is held
 * at 1, as the Wasserstein distance asks. Source: https://arxiv.org/abs/1704.00028, equation 3.
 *
 * @param lambda default 10, the paper's
 */
export const oneCentredPenalty = (lambda = 10): Penalty =>
  ours(
    {
      name: `1-GP(${lambda})`,
      of: (parts) => steepness(parts, between(parts), lambda),
    },
    lambda,
  );

/**
 * DRAGAN's = lambda E (|grad D| - 1)^2 around the data, at x + a s u / 2: a uniform in [0, 1) for
 * each sample, u for each of its values, s the standard deviation of all values of the batch.
 * Source: the authors' code, DRAGAN.ipynb of https://github.com/kodalinaveen3/DRAGAN;
 * https://arxiv.org/abs/1705.07215, section 2.3, has normal noise in place of a s u / 2.
 *
 * @param lambda default 10, the paper's
 */
export const draganPenalty = (lambda = 10): Penalty =>
  ours(
    {
      name: `DRAGAN(${lambda})`,
      of(parts) {
        const { real, uniform } = parts;
        const apart = tf.sub(real, meanOfWorkers(tf.mean(real)));
        const deviation = tf.sqrt(meanOfWorkers(tf.mean(tf.square(apart))));
        const reach = tf.mul(uniform(real.shape), tf.mul(0.5, deviation));
        return steepness(parts, tf.add(real, tf.mul(shareOf(parts, 1), reach)), lambda);
      },
    },
    lambda,
  );
