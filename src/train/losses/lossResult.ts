import * as tf from "@tensorflow/tfjs";
import { describeValue } from "../../base/options";
import type { GanLoss, Penalty, PenaltyParts } from "./loss";

type Player = "discriminator" | "generator";

/** What somebody's own function is called in messages. */
export const lossTitle = (player: Player, { name }: GanLoss): string =>
  `the ${player}'s loss "${name}"`;

/** What somebody's own penalty is called in messages. */
export const penaltyTitle = ({ name }: Penalty): string =>
  `the penalty "${name}" on the discriminator`;

/**
 * L_D of logits `[batch, 1]`, without its penalty.
 *
 * @throws TypeError naming the loss where it gives no scalar, Error where it fails
 */
export function discriminatorLoss(
  loss: GanLoss,
  realLogits: tf.Tensor,
  fakeLogits: tf.Tensor,
  realTarget: number,
): tf.Scalar {
  return scalarOf(lossTitle("discriminator", loss), () =>
    loss.discriminator(realLogits, fakeLogits, realTarget),
  );
}

/** L_G of logits `[batch, 1]`; throws as {@link discriminatorLoss}. */
export function generatorLoss(
  loss: GanLoss,
  fakeLogits: tf.Tensor,
  realLogits: tf.Tensor,
): tf.Scalar {
  return scalarOf(lossTitle("generator", loss), () => loss.generator(fakeLogits, realLogits));
}

/** A penalty's value; throws as {@link discriminatorLoss}. */
export function penaltyValue(penalty: Penalty, parts: PenaltyParts): tf.Scalar {
  return scalarOf(penaltyTitle(penalty), () => penalty.of(parts));
}

/** For a loss that has no slope along anything. */
export function unconnected(title: string, along: string): Error {
  return new LossError(
    `${title}: expected a value that depends on ${along}, received one without a slope along ` +
      "them; compute it with TensorFlow.js' ops from the logits, without reading their values",
  );
}

/** Thrown by {@link scalarOf}: it names the function already. */
class LossError extends Error {}
class LossTypeError extends TypeError {}

function scalarOf(title: string, compute: () => unknown): tf.Scalar {
  let value: unknown;
  try {
    value = compute();
  } catch (cause) {
    if (cause instanceof LossError || cause instanceof LossTypeError) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new LossError(`${title} failed: ${message}`, { cause });
  }
  if (value instanceof tf.Tensor && value.isDisposed)
    throw new LossTypeError(
      `${title}: expected a scalar, received a tensor that has been disposed; leave that ` +
        "to the library",
    );
  if (value instanceof tf.Tensor && value.rank === 0 && value.dtype === "float32")
    return value as tf.Scalar;
  const [received, advice] = describeResult(value);
  throw new LossTypeError(
    `${title}: expected a scalar, a float32 tensor of shape [], received ${received}; ${advice}`,
  );
}

/** What came in place of a scalar, and what to do. */
function describeResult(value: unknown): [received: string, advice: string] {
  if (value instanceof tf.Tensor && value.rank > 0)
    return [`a tensor of shape ${JSON.stringify(value.shape)}`, "end it in tf.mean(…)"];
  if (value instanceof tf.Tensor)
    return [`a scalar of ${value.dtype}`, 'end it in tf.cast(…, "float32")'];
  if (value instanceof Promise) {
    value.catch(() => undefined); // what it computes is thrown away, errors too
    return ["a promise", "a loss cannot be async and reads no values"];
  }
  if (value === undefined) return ["undefined", "return the value"];
  if (typeof value === "number")
    return [String(value), "compute it with tensors: numbers have no gradient"];
  return [describeValue(value), "return one tensor"];
}
