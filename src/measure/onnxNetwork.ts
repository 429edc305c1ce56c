import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { z } from "zod";
import { installPackage } from "../base/install/npmPackage";
import { defineOptions, positiveInteger, positiveNumber } from "../base/options";

export interface LoadOnnxOptions {
  /** Height and width of the pictures that it takes. Default: what the file says. */
  size?: number;
  /**
   * How the file wants a picture: its channels before its pixels, `"NCHW"`, or after, `"NHWC"`.
   * Default: what the file says.
   */
  layout?: "NCHW" | "NHWC";
  /**
   * What is taken from pixels 0 … 1, one number a channel, before they are divided by
   * `standardDeviation`. Default `[0.485, 0.456, 0.406]`, ImageNet's.
   */
  mean?: readonly number[];
  /** Default `[0.229, 0.224, 0.225]`, ImageNet's. */
  standardDeviation?: readonly number[];
  /** The output that has the features. Default: the first one. */
  output?: string;
}

const perChannel = z.array(z.number()).min(1).max(4);
const schema = z.strictObject({
  size: positiveInteger.optional(),
  layout: z.enum(["NCHW", "NHWC"]).optional(),
  mean: perChannel.default([0.485, 0.456, 0.406]),
  standardDeviation: z.array(positiveNumber).min(1).max(4).default([0.229, 0.224, 0.225]),
  output: z.string().optional(),
});
const readOptions = defineOptions("loadOnnx", schema);

/** The parts of onnxruntime-node that are used. */
interface Value {
  readonly data: unknown;
  readonly dims: readonly number[];
}
interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly inputMetadata: readonly { shape?: readonly (number | string)[]; type?: string }[];
  run(feeds: Record<string, Value>): Promise<Record<string, Value>>;
  release(): Promise<void>;
}
interface Runtime {
  InferenceSession: { create(path: string): Promise<Session> };
  Tensor: new (type: "float32", data: Float32Array, dims: readonly number[]) => Value;
}

/** A network whose features pictures are compared in. */
export interface FeatureNetwork {
  readonly name: string;
  /** Height, width and channels of the pictures that it takes. */
  readonly shape: readonly [number, number, number];
  /** Pictures `[count, ...shape]`, -1 … 1 -> features `[count, size]`. */
  readonly see: (pictures: Float32Array, count: number) => Promise<Float32Array>;
  /** Gives its memory back. */
  readonly dispose: () => Promise<void>;
}

const runtimePackage = {
  place: "onnxruntime",
  title: "ONNX Runtime",
  name: "onnxruntime-node",
  version: "1.30.0",
  size: "110 MB to download, 290 MB on disk",
  licence: "MIT",
  file: "package.json",
};

/**
 * Loads a network that sees pictures, as an ONNX file: a classifier without its last layer, DINOv2,
 * CLIP's eye. `networkFeatures` shows it pictures; distances in its features compare only with
 * those in the same network's, with the same options.
 *
 * The network is run by ONNX Runtime, which is installed at first use.
 *
 * @throws TypeError on a wrong option, or a file whose shapes do not say what pictures it takes;
 *   Error where there is no such file, or it cannot be read
 */
export async function loadOnnx(
  file: string,
  options: LoadOnnxOptions = {},
): Promise<FeatureNetwork> {
  const given = readOptions(options);
  const path = resolve(file);
  if (!existsSync(path)) throw new Error(`loadOnnx: expected an ONNX file, found none at ${path}`);
  const folder = await installPackage(runtimePackage);
  const { InferenceSession, Tensor } = require(folder) as Runtime;
  const session = await InferenceSession.create(path).catch((error: unknown) => {
    throw new Error(
      `loadOnnx: expected an ONNX file at ${path}, received another: ${(error as Error).message}`,
      { cause: error },
    );
  });
  const { layout, shape } = pictureOf(session, given);
  const [height, width, channels] = shape;
  const output = given.output ?? session.outputNames[0]!;
  if (!session.outputNames.includes(output))
    throw new TypeError(
      `loadOnnx: option "output": expected one of ${session.outputNames.join(", ")}, received ` +
        `"${output}"`,
    );
  const pixels = height * width;
  return {
    name: basename(path),
    shape,
    see: async (pictures, count) => {
      const wanted = new Float32Array(pictures.length);
      for (let i = 0; i < count; i++)
        for (let p = 0; p < pixels; p++)
          for (let c = 0; c < channels; c++) {
            const value = (pictures[(i * pixels + p) * channels + c]! + 1) / 2;
            const place =
              layout === "NHWC" ? (i * pixels + p) * channels + c : (i * channels + c) * pixels + p;
            wanted[place] = (value - given.mean[c]!) / given.standardDeviation[c]!;
          }
      const dims =
        layout === "NHWC" ? [count, height, width, channels] : [count, channels, height, width];
      const seen = await session.run({
        [session.inputNames[0]!]: new Tensor("float32", wanted, dims),
      });
      const { data, dims: drawn } = seen[output]!;
      if (drawn.length !== 2 || !(data instanceof Float32Array))
        throw new TypeError(
          `loadOnnx: expected features [n, size] of output "${output}", received ` +
            `${JSON.stringify(drawn)}; name another of ${session.outputNames.join(", ")}`,
        );
      return data;
    },
    dispose: () => session.release(),
  };
}

/** What pictures a file takes, by its input's shape and what it leaves open. */
function pictureOf(
  { inputNames, inputMetadata }: Session,
  { size, layout, mean, standardDeviation }: z.output<typeof schema>,
): { layout: "NCHW" | "NHWC"; shape: [number, number, number] } {
  const sides = inputMetadata[0]?.shape ?? [];
  const fail = (expected: string): never => {
    throw new TypeError(
      `loadOnnx: expected ${expected}, received input "${inputNames[0]}" of ` +
        JSON.stringify(sides),
    );
  };
  if (inputNames.length !== 1 || sides.length !== 4)
    fail("a network of one input, pictures [n, channels, height, width] or [n, height, width, …]");
  const isColour = (side: unknown): boolean => [1, 3, 4].includes(side as number);
  const found = layout ?? (isColour(sides[1]) ? "NCHW" : isColour(sides[3]) ? "NHWC" : undefined);
  if (!found) return fail('option "layout", "NCHW" or "NHWC", which the file does not say');
  const [channels, height, width] =
    found === "NCHW" ? [sides[1], sides[2], sides[3]] : [sides[3], sides[1], sides[2]];
  const sideOf = (side: unknown): number =>
    size ??
    (typeof side === "number" && side > 0
      ? side
      : fail('option "size", the pixels of a side, which the file does not say'));
  const count = typeof channels === "number" && channels > 0 ? channels : mean.length;
  if (mean.length !== count || standardDeviation.length !== count)
    fail(`options "mean" and "standardDeviation" of ${count} numbers, one a channel`);
  return { layout: found, shape: [sideOf(height), sideOf(width), count] };
}
