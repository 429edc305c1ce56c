/** Exercises of notebook 3: how many weights, and a generator of one's own. */
import * as tf from "@tensorflow/tfjs";
import { describeError } from "../base/describeError";
import { functionExercise, right, safely, wrong, type Look, type Verdict } from "./exercise";

/** The weights of a dense layer. */
export const denseWeights = functionExercise<readonly [inputs: number, units: number]>({
  inputs: ["inputs", "units"],
  cases: [
    [100, 128],
    [128, 784],
    [1, 5],
  ],
  truth: (inputs, units) => inputs * units + units,
  mistakes: [
    { gives: (inputs, units) => inputs * units, hint: "each unit also has a bias." },
    { gives: (inputs, units) => inputs * units + inputs, hint: "a bias belongs to a unit." },
    { gives: (inputs, units) => inputs * units + 1, hint: "one bias, or one for each unit?" },
    { gives: (inputs, units) => inputs + units, hint: "every input is connected with every unit." },
  ],
  hint: "every unit has a weight for each input, and something that it adds.",
  right: "Compare with `generator.summary()` above: 12,928 and 101,136.",
});

/** The weights of a convolution. */
export const convolutionWeights = functionExercise<
  readonly [window: number, channels: number, filters: number]
>({
  inputs: ["window", "channels", "filters"],
  cases: [
    [3, 1, 32],
    [3, 32, 64],
    [5, 3, 2],
  ],
  truth: (window, channels, filters) => window * window * channels * filters + filters,
  mistakes: [
    { gives: (w, c, f) => w * w * c * f, hint: "each filter also has a bias." },
    { gives: (w, _, f) => w * w * f + f, hint: "a filter looks at all channels of its input." },
    { gives: (w, c, f) => w * c * f + f, hint: "the window is a square." },
    {
      gives: (w, c, f) => 28 * 28 * w * w * c * f + f,
      hint: "the same filter looks everywhere: the size of the picture does not matter.",
    },
  ],
  hint: "what one filter looks at has window x window x channels numbers; then come the biases.",
  right: "The size of the picture is not in it: one detector is used at every place.",
});

const latentSize = 16;
const side = 8;
const shapeOf = (shape: readonly unknown[]): string => `[${shape.slice(1).join(", ")}]`;

/** A generator of grey pictures of 8 x 8 pixels from a z of 16 numbers. */
export const smallGenerator: Look = (answer) => {
  try {
    return looked(answer);
  } catch (thrown) {
    const says = `expected a model that draws, but it threw "${describeError(thrown)}"`;
    return wrong(says, "look at generator.summary(): does each layer take what the last gives?");
  }
};

function looked(model: unknown): Verdict {
  if (!(model instanceof tf.LayersModel))
    return wrong(`expected a model, received ${safely(model)}`, "tf.sequential({ layers: [ … ] })");
  if (!model.layers.length)
    return wrong("expected a model with layers, received one without", "which layer comes first?");
  const [input, output] = [model.inputs[0]!.shape, model.outputs[0]!.shape].map(shapeOf);
  if (input !== `[${latentSize}]`)
    return wrong(
      `expected inputs of [${latentSize}], received ${input}`,
      "inputShape of the first layer is the length of z; the batch is not counted",
    );
  if (output !== `[${side}, ${side}, 1]`)
    return wrong(
      `expected pictures of [${side}, ${side}, 1], received ${output}`,
      output === `[${side * side}]`
        ? "these are the right numbers, in a row: a last layer has to fold them"
        : "how many numbers does such a picture have? A dense layer paints them, one folds them",
    );
  const [low, high] = tf.tidy(() => {
    const drawn = model.predict(tf.mul(1e3, tf.randomNormal([64, latentSize]))) as tf.Tensor;
    return [tf.min(drawn), tf.max(drawn)].map((one) => one.dataSync()[0]!);
  }) as [number, number];
  const range = `${low.toFixed(2)} … ${high.toFixed(2)}`;
  if (!(low >= -1 && high <= 1))
    return wrong(`expected pixels in -1 … 1, received ${range}`, "which activation bounds them?");
  if (low > -0.9)
    return wrong(
      `expected pixels of the whole range -1 … 1, received ${range}`,
      "0 would be grey, and paper is -1: which activation goes below 0?",
    );
  return right("It takes a z, it draws in the data's range: this is all that the game asks of G.");
}
