import * as tf from "@tensorflow/tfjs";
import { isLibraryFunction } from "../base/libraryCode";
import { computeGradients } from "../runtime/computeGradients";
import type { GanLoss } from "./losses/loss";
import { lossNames, namedLoss } from "./losses/named";

type Order = "once" | "twice";

/** One sample, or as many as a model was made for. */
const zerosFor = ({ shape, dtype }: tf.SymbolicTensor): tf.Tensor =>
  tf.zeros(
    shape.map((side) => side ?? 1),
    dtype,
  );

/**
 * Takes both players' slopes once, on zeros, as training will: what a layer of theirs cannot do is
 * said before anything is trained, and by the layer's name. Nothing of the players changes.
 *
 * @throws TypeError naming the player, the layer and what to do
 */
export function tryPlayers(
  generator: tf.LayersModel,
  discriminator: tf.LayersModel,
  loss: GanLoss,
): void {
  tryModel("generator", generator, "once");
  tryModel("discriminator", discriminator, "once");
  if (loss.penalty && isLibraryFunction(loss.penalty, "of"))
    tryModel("discriminator", discriminator, "twice", loss);
}

function tryModel(
  player: "generator" | "discriminator",
  model: tf.LayersModel,
  order: Order,
  loss?: GanLoss,
): void {
  checkNormalization(player, model);
  const first = model.inputs[0]!;
  let reached: boolean;
  try {
    reached = follow((inputs) => model.apply(inputs, {}) as tf.Tensor, model.inputs, order);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new TypeError(
      `createGame: expected a ${player} whose slope can be taken ${order}, received one in which ` +
        `${describeCulprit(model, order)}: ${message.replace(/\.?$/, ".")} ` +
        `${adviceFor(order, loss)}`,
      { cause },
    );
  }
  if (!reached && player === "discriminator")
    throw new TypeError(
      "createGame: expected a discriminator whose logits have a slope along its samples, " +
        "by which the generator learns, received one without; a layer after " +
        `"${first.name}" takes whole numbers, or stops the slope`,
    );
}

/**
 * Batch normalisation along another axis than the last has no slope while it is trained
 * (tfjs-layers 4.22.0, dist/layers/normalization.js, `broadcastNormalizeBatchInTraining`), which
 * can only be seen in training mode.
 */
function checkNormalization(player: string, model: tf.LayersModel): void {
  const odd = leavesOf(model).find((layer) => {
    if (layer.getClassName() !== "BatchNormalization") return false;
    const { axis } = layer.getConfig() as { axis: number };
    return axis !== -1 && axis !== layer.inboundNodes[0]!.inputTensors[0]!.rank - 1;
  });
  if (odd)
    throw new TypeError(
      `createGame: expected a ${player} whose slope can be taken once, received one in which the ` +
        `layer "${odd.name}" (BatchNormalization) normalises along another axis than the last, ` +
        "which TensorFlow.js cannot train; permute before and after it, and leave its axis out.",
    );
}

/** Takes the slope of what is computed of inputs; says whether there is one along the first. */
function follow(
  compute: (inputs: tf.Tensor[]) => tf.Tensor | tf.Tensor[],
  symbols: readonly tf.SymbolicTensor[],
  order: Order,
): boolean {
  return tf.tidy(() => {
    const inputs = symbols.map(zerosFor);
    const total = (at: tf.Tensor): tf.Scalar => {
      const outputs = [compute([at, ...inputs.slice(1)])].flat();
      return tf.sum(tf.square(tf.cast(outputs[0]!, "float32")));
    };
    const slopeOf = (at: tf.Tensor): tf.Tensor | undefined =>
      computeGradients(() => total(at), [at]).grads[0];
    if (order === "once") return slopeOf(inputs[0]!) !== undefined;
    const squared = (at: tf.Tensor): tf.Scalar => tf.sum(tf.square(slopeOf(at) ?? at));
    computeGradients(() => squared(inputs[0]!), [inputs[0]!]);
    return true;
  });
}

/** The first layer that cannot do it by itself. */
function describeCulprit(model: tf.LayersModel, order: Order): string {
  const culprit = leavesOf(model).find((layer) => {
    const { inputTensors } = layer.inboundNodes[0]!;
    if (!inputTensors.length || layer.getClassName() === "InputLayer") return false;
    try {
      follow((inputs) => layer.call(inputs, {}), inputTensors, order);
      return false;
    } catch {
      return true;
    }
  });
  return culprit
    ? `the layer "${culprit.name}" (${culprit.getClassName()}) fails`
    : "a layer fails";
}

const leavesOf = (model: tf.LayersModel): tf.layers.Layer[] =>
  model.layers.flatMap((layer) => (layer instanceof tf.LayersModel ? leavesOf(layer) : [layer]));

function adviceFor(order: Order, loss: GanLoss | undefined): string {
  if (order === "once") return "Take another layer in its place.";
  const able = lossNames.filter((name) => !namedLoss(name)!.penalty);
  return (
    `The loss "${loss!.name}" has a penalty on the discriminator's slope; ` +
    `without one the same players can play "${able.join('", "')}".`
  );
}
