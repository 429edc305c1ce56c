import * as tf from "@tensorflow/tfjs";
import type { GanLoss, Penalty } from "./loss";

/**
 * R1 = gamma / 2 E |grad_x D(x)|^2 on real samples, D being the logit: keeps D flat where the data are, which damps the
 * game. Source: https://arxiv.org/abs/1801.04406, equation 9.
 *
 * @param gamma the penalty's weight; default 1
 */
export function r1Penalty(gamma = 1): Penalty {
  return {
    name: `R1(${gamma})`,
    of: (discriminate, real) => {
      const gradient = tf.grad((x) => tf.sum(discriminate(x)))(real);
      return tf.mul(gamma / 2, tf.div(tf.sum(tf.square(gradient)), real.shape[0]));
    },
  };
}

/** A loss with a penalty added to the discriminator's side. */
export function withPenalty(loss: GanLoss, penalty: Penalty): GanLoss {
  return { ...loss, name: `${loss.name} + ${penalty.name}`, penalty };
}
