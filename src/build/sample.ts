import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { randomStream } from "../base/random";
import { joinNumbers } from "../base/joinNumbers";
import { defineOptions, positiveInteger, seedOption } from "../base/options";
import { oneHot } from "../data/conditions";
import { createDataset, sampleLength, type Dataset } from "../data/dataset";
import { toLabels, type Labels } from "../data/labels";
import { drawLatents } from "./latent";

export interface SampleGeneratorOptions {
  /** How many samples to draw. Default 64; ignored when `latents` is given. */
  count?: number;
  /** Decides the latent vectors, and the choices of `categories` with noise. Default 0. */
  seed?: number;
  /** Draw from these latent vectors instead: `[n, latentSize]` numbers, or a list of such. */
  latents?: Float32Array | readonly Float32Array[];
  /** Conditional generators: the class of each sample. Default: 0, 1, … in turn. */
  labels?: ArrayLike<number>;
  /**
   * Conditional generators: what each sample is to be, instead of labels: `[n, conditionSize]`
   * numbers.
   */
  conditions?: Float32Array;
  /** Samples computed at a time, to bound the memory. Default 256. */
  batchSize?: number;
}

const schema = z.strictObject({
  count: positiveInteger.default(64),
  seed: seedOption,
  latents: z
    .custom<Float32Array | readonly Float32Array[]>(
      (value) => [value].flat().every((one) => one instanceof Float32Array),
      "expected a Float32Array, or a list of them",
    )
    .optional(),
  labels: z
    .custom<ArrayLike<number>>(
      (value) => typeof (value as ArrayLike<number>)?.length === "number",
      "expected class numbers",
    )
    .optional(),
  conditions: z.instanceof(Float32Array, { error: "expected a Float32Array" }).optional(),
  batchSize: positiveInteger.default(256),
});
const readOptions = defineOptions("sampleGenerator", schema);

/** The length of the noise vector that a generator takes. */
export function latentSizeOf(generator: tf.LayersModel): number {
  const vectors = generator.inputs.every(({ shape }) => shape.length === 2 && shape[1]);
  if (generator.inputs.length > 2 || !vectors)
    throw new TypeError(
      "expected a generator that takes [batch, latentSize], and [batch, classes] if it is " +
        `conditional, received ${JSON.stringify(generator.inputs.map((input) => input.shape))}`,
    );
  return generator.inputs[0]!.shape[1]!;
}

/** How many numbers tell a conditional generator what to draw; 0 for others. */
export function conditionSizeOf(generator: tf.LayersModel): number {
  return generator.inputs[1]?.shape[1] ?? 0;
}

/**
 * What the generator draws (in inference mode), as numbers. Samples of a conditional generator
 * carry their labels, or the conditions that were given.
 *
 * @throws TypeError on a wrong option, or when the generator is not conditional but labels are
 *   given; RangeError when `latents` does not divide into vectors of the generator's latent size,
 *   or labels or conditions are not one per sample
 */
export async function sampleGenerator(
  generator: tf.LayersModel,
  options: SampleGeneratorOptions = {},
): Promise<Dataset> {
  const {
    count,
    seed,
    latents: vectors,
    labels: wanted,
    conditions,
    batchSize,
  } = readOptions(options);
  const latentSize = latentSizeOf(generator);
  const given = vectors instanceof Float32Array ? vectors : vectors && joinNumbers(vectors);
  if (given && (given.length === 0 || given.length % latentSize !== 0))
    throw new RangeError(
      `sampleGenerator: expected latents of ${latentSize} numbers each (the generator's ` +
        `latent size), received ${given.length} numbers`,
    );
  const latents = given ?? drawLatents(count, latentSize, seed);
  const total = latents.length / latentSize;
  const told = tellGenerator(conditionSizeOf(generator), total, wanted, conditions);
  const shape = generator.outputs[0]!.shape.slice(1) as number[];
  const samples = new Float32Array(total * sampleLength(shape));
  const choices = randomStream(seed, "choices");
  let written = 0;
  for (let start = 0; start < total; start += batchSize) {
    const count = Math.min(total - start, batchSize);
    const rows = (values: Float32Array): tf.Tensor => {
      const size = values.length / total;
      return tf.tensor2d(values.slice(start * size, (start + count) * size), [count, size]);
    };
    const drawn = tf.tidy(
      () =>
        generator.apply(told ? [rows(latents), rows(told.conditions)] : rows(latents), {
          choices,
        }) as tf.Tensor,
    );
    const numbers = await drawn.data();
    drawn.dispose();
    samples.set(numbers, written);
    written += numbers.length;
  }
  const drawn = createDataset({
    name: "generated",
    samples,
    shape,
    ...(told?.labels && { labels: told.labels }),
  });
  return conditions ? { ...drawn, conditions } : drawn;
}

/** What a conditional generator is told for each of `total` samples. */
function tellGenerator(
  size: number,
  total: number,
  labels: ArrayLike<number> | undefined,
  conditions: Float32Array | undefined,
): { conditions: Float32Array; labels?: Labels } | undefined {
  const fail = (expected: string, received: string): never => {
    throw new RangeError(`sampleGenerator: expected ${expected}, received ${received}`);
  };
  if (size === 0) {
    if (labels || conditions)
      throw new TypeError(
        "sampleGenerator: expected a conditional generator, which takes labels, received " +
          "one that does not; build it with { classes: n }",
      );
    return undefined;
  }
  if (conditions) {
    if (conditions.length !== total * size)
      fail(`${total} x ${size} condition values`, String(conditions.length));
    return { conditions };
  }
  const each = labels ?? Array.from({ length: total }, (_, i) => i % size);
  if (each.length !== total) fail(`${total} labels, one per sample`, String(each.length));
  return { conditions: oneHot(each, size), labels: toLabels(each) };
}
