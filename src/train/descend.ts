import * as tf from "@tensorflow/tfjs";
import { addUpAll } from "../runtime/collectives/share";
import { computeGradients } from "../runtime/computeGradients";
import { unconnected } from "./losses/lossResult";

/** What a player moves down. */
export interface Objective {
  /** Whose loss it is, for messages. */
  readonly title: string;
  readonly optimizer: tf.Optimizer;
  readonly variables: tf.Variable[];
  /** The loss, or this worker's part of it, and other scalars to report. */
  readonly compute: () => [tf.Scalar, ...tf.Scalar[]];
  /** How many workers want to stop is reported too, of what each says: 0 or 1. */
  readonly vote?: tf.Scalar | undefined;
}

/**
 * Moves the variables one optimizer step down the loss. Returns all scalars, the gradient's norm
 * and the votes as one tensor.
 *
 * @throws Error when the loss does not depend on the variables
 */
export function descend({ title, optimizer, variables, compute, vote }: Objective): tf.Tensor1D {
  let watched: tf.Scalar[] = [];
  const { value, grads } = computeGradients(() => {
    const [loss, ...others] = compute();
    watched = others.map((scalar) => tf.keep(scalar));
    return loss;
  }, variables);
  const slopes = grads.flatMap((slope) => slope ?? []);
  if (!slopes.length) {
    tf.dispose(watched);
    throw unconnected(title, "the player's weights");
  }
  const votes = vote ? [vote] : [];
  const [loss, ...sums] = addUpAll([value, ...votes, ...slopes]);
  const votesOfAll = sums.splice(0, votes.length);
  const moved = variables.filter((_, i) => grads[i]);
  const named = moved.map(({ name }, i) => ({ name, tensor: sums[i]! }));
  const squares = named.map(({ tensor }) => tf.sum<tf.Scalar>(tf.square(tensor)));
  const norm = tf.sqrt(tf.addN(squares));
  const measured = tf.stack([loss!, ...watched, norm, ...votesOfAll]) as tf.Tensor1D;
  tf.dispose(watched);
  optimizer.applyGradients(named);
  return measured;
}
