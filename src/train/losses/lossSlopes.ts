import * as tf from "@tensorflow/tfjs";
import { computeGradients } from "../../runtime/computeGradients";
import type { GanLoss } from "./loss";
import { discriminatorLoss, generatorLoss } from "./lossResult";

/** Where both losses push the logits: down along a positive slope, up along a negative one. */
export interface LossSlopes {
  /** Of L_D along the logits of real samples, a mean: below 0 where D learns what is real. */
  readonly real: number;
  /** Of L_D along those of fakes: above 0 where D learns what is fake. */
  readonly fake: number;
  /** Of L_G along those of fakes: below 0 where G learns to be taken for real. */
  readonly generator: number;
}

/** The slope of `f` at x; 0 where it does not look at x. */
export function slopeOf(f: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor): tf.Tensor {
  return computeGradients(() => f(x), [x]).grads[0] ?? tf.zerosLike(x);
}

/** A loss's slopes, means over logits from -2 to 2. */
export function lossSlopes(loss: GanLoss): LossSlopes {
  return tf.tidy(() => {
    const logits = tf.tensor2d([-2, -0.7, 0.7, 2], [4, 1]);
    const others = tf.reverse(logits, 0);
    const mean = (f: (x: tf.Tensor) => tf.Tensor): number =>
      tf.mean(slopeOf(f, logits)).dataSync()[0]!;
    return {
      real: mean((x) => discriminatorLoss(loss, x, others, 1)),
      fake: mean((x) => discriminatorLoss(loss, others, x, 1)),
      generator: mean((x) => generatorLoss(loss, x, others)),
    };
  });
}
