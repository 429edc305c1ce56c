import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { parseOptions, positiveInteger, seedOption } from "../base/options";
import { createDataset, sampleLength, type Dataset } from "../data/dataset";
import { drawLatents } from "./latent";

export interface SampleGeneratorOptions {
  /** How many samples to draw. Default 64; ignored when `latents` is given. */
  count?: number;
  /** Decides the latent vectors. Default 0. */
  seed?: number;
  /** Draw from these latent vectors instead: `[n, latentSize]` numbers. */
  latents?: Float32Array;
  /** Samples computed at a time, to bound the memory. Default 256. */
  batchSize?: number;
}

const schema = z.strictObject({
  count: positiveInteger.default(64),
  seed: seedOption,
  latents: z.instanceof(Float32Array, { error: "expected a Float32Array" }).optional(),
  batchSize: positiveInteger.default(256),
});

/** The length of the noise vector that a generator takes. */
export function latentSizeOf(generator: tf.LayersModel): number {
  const shape = generator.inputs[0]?.shape;
  const size = shape?.[1];
  if (generator.inputs.length !== 1 || shape?.length !== 2 || !size)
    throw new TypeError(
      `expected a generator with one input [batch, latentSize], received ${JSON.stringify(generator.inputs.map((input) => input.shape))}`,
    );
  return size;
}

/**
 * What the generator draws (in inference mode), as numbers.
 *
 * @throws RangeError when `latents` does not divide into vectors of the generator's latent size
 */
export async function sampleGenerator(
  generator: tf.LayersModel,
  options: SampleGeneratorOptions = {},
): Promise<Dataset> {
  const { count, seed, latents: given, batchSize } = parseOptions("sampleGenerator", schema, options);
  const latentSize = latentSizeOf(generator);
  if (given && (given.length === 0 || given.length % latentSize !== 0))
    throw new RangeError(
      `sampleGenerator: expected latents of ${latentSize} numbers each (the generator's latent size), received ${given.length} numbers`,
    );
  const latents = given ?? drawLatents(count, latentSize, seed);
  const total = latents.length / latentSize;
  const shape = generator.outputs[0]!.shape.slice(1) as number[];
  const samples = new Float32Array(total * sampleLength(shape));
  let written = 0;
  for (let start = 0; start < total; start += batchSize) {
    const z = latents.subarray(start * latentSize, Math.min(total, start + batchSize) * latentSize);
    const drawn = tf.tidy(
      () => generator.predictOnBatch(tf.tensor2d(z, [z.length / latentSize, latentSize])) as tf.Tensor,
    );
    const numbers = await drawn.data();
    drawn.dispose();
    samples.set(numbers, written);
    written += numbers.length;
  }
  return createDataset({ name: "generated", samples, shape });
}
