import type * as tf from "@tensorflow/tfjs";
import { describeValue } from "../base/options";
import { conditionSizeOf } from "../build/sample";

/** The shape of one sample that a model takes or gives. */
export function shapeOf(tensor: tf.SymbolicTensor | undefined): string {
  return JSON.stringify(tensor?.shape.slice(1));
}

/** Whether the players fit each other.
 *
 * @throws TypeError where they do not
 */
export function checkPlayers(
  generator: tf.LayersModel,
  discriminator: tf.LayersModel,
  packing: number,
): void {
  for (const [player, model] of Object.entries({ generator, discriminator }))
    if (!model.trainableWeights.length)
      throw new TypeError(
        `createGame: expected a ${player} with weights to train, received one without; ` +
          "add a layer that has some, such as tf.layers.dense, or set `trainable` of its " +
          "layers to true",
      );
  const drawn = generator.outputs[0]!.shape.slice(1) as number[];
  const expected = JSON.stringify([...drawn.slice(0, -1), drawn.at(-1)! * packing]);
  if (expected !== shapeOf(discriminator.inputs[0]))
    throw new TypeError(
      "createGame: expected a discriminator that takes what the generator draws" +
        `${packing > 1 ? ` (${packing} of them at once)` : ""}, ${expected}, ` +
        `received one for ${shapeOf(discriminator.inputs[0])}; build both with the same ` +
        "sampleShape, and D and the game with the same packing",
    );
  if (shapeOf(discriminator.outputs[0]) !== "[1]")
    throw new TypeError(
      "createGame: expected a discriminator with one logit per sample, [1], received " +
        `${shapeOf(discriminator.outputs[0])}`,
    );
  const activation = discriminator.layers.at(-1)?.getConfig().activation;
  if (activation === "sigmoid")
    throw new TypeError(
      "createGame: expected a discriminator that ends in logits, received one that ends in " +
        `${describeValue(activation)}; remove the last activation (the losses apply the sigmoid ` +
        "themselves, without overflow)",
    );
}

/** Both players are told the same, or neither is told anything. */
export function checkConditions(
  generator: tf.LayersModel,
  discriminator: tf.LayersModel,
  packing: number,
): void {
  const size = conditionSizeOf(generator);
  const { inputs, outputs } = discriminator;
  const told = inputs[1] ?? outputs[1];
  const fits = (tensor: tf.SymbolicTensor | undefined, count: number): boolean =>
    !tensor || shapeOf(tensor) === `[${count}]`;
  if (size === 0 ? told : !told || !fits(inputs[1], size * packing) || !fits(outputs[1], size))
    throw new TypeError(
      "createGame: expected two players that are told of the same classes, received a generator " +
        `${size ? `for ${size}` : "without classes"} and a discriminator ` +
        `${told ? `for ${shapeOf(told)}` : "without"}; build both with { classes: n }`,
    );
  if (outputs[1] && packing > 1)
    throw new TypeError(
      "createGame: expected packing 1 with an auxiliary classifier, which names the class " +
        `of one sample, received ${packing}`,
    );
}

/** Only images can be augmented. */
export function checkImages(generator: tf.LayersModel): void {
  if (generator.outputs[0]!.rank !== 4)
    throw new TypeError(
      "createGame: expected images [height, width, channels] to augment, received samples " +
        `of ${shapeOf(generator.outputs[0])}`,
    );
}
