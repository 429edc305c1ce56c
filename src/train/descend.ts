import * as tf from "@tensorflow/tfjs";
import { computeGradients } from "../runtime/computeGradients";
import { unconnected } from "./losses/lossResult";

/** What a player moves down. */
export interface Objective {
  /** Whose loss it is, for messages. */
  readonly title: string;
  readonly optimizer: tf.Optimizer;
  readonly variables: tf.Variable[];
  /** The loss, and other scalars to report. */
  readonly compute: () => [tf.Scalar, ...tf.Scalar[]];
}

/**
 * Moves the variables one optimizer step down the loss. Returns all scalars and the gradient's norm
 * as one tensor.
 *
 * @throws Error when the loss does not depend on the variables
 */
export function descend({ title, optimizer, variables, compute }: Objective): tf.Tensor1D {
  let watched: tf.Scalar[] = [];
  const { value, grads } = computeGradients(() => {
    const [loss, ...others] = compute();
    watched = others.map((scalar) => tf.keep(scalar));
    return loss;
  }, variables);
  const named = variables.flatMap(({ name }, i) => {
    const tensor = grads[i];
    return tensor ? [{ name, tensor }] : [];
  });
  if (!named.length) {
    tf.dispose(watched);
    throw unconnected(title, "the player's weights");
  }
  const squares = named.map(({ tensor }) => tf.sum<tf.Scalar>(tf.square(tensor)));
  const measured = tf.stack([value, ...watched, tf.sqrt(tf.addN(squares))]) as tf.Tensor1D;
  tf.dispose(watched);
  optimizer.applyGradients(named);
  return measured;
}
