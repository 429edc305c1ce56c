import { join } from "node:path";
import { z } from "zod";
import { describeValue, parseOptions, positiveInteger } from "../base/options";
import { nameFile, readObject } from "../base/jsonObject";
import { sumProblem, writeJson } from "../base/readJson";
import { takeSum } from "../base/sum";
import { codesSchema, type ColumnCode } from "../data/columnCode";
import { dataSourceSchema, type DataSource } from "../data/source";
import { augmentationNames, type Augmentation } from "../train/augment";
import { listCheckpoints, loadCheckpoint } from "./checkpoint";
import { recorderSchema, type RecorderSettings } from "./settings";
import type { StepFile } from "./stepFiles";

/** A model as TensorFlow.js writes it; of what a layer is made only TensorFlow.js can say. */
const topology = z.strictObject({
  class_name: z.string(),
  config: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]),
  keras_version: z.string().optional(),
  backend: z.string().optional(),
});
const knownVersions = [1, 2];
const rates = z.strictObject({ generator: z.number(), discriminator: z.number() });

/** A source as it was meant: MNIST's of a run that says no order has the first. */
function withOrder(source: unknown): unknown {
  const { loader, options } = (source ?? {}) as { loader?: unknown; options?: object };
  return loader === "mnist" ? { ...(source as object), options: { order: 1, ...options } } : source;
}

/** A model as TensorFlow.js writes it. */
export interface Topology {
  readonly class_name: string;
  readonly config: Record<string, unknown> | unknown[];
  readonly keras_version?: string | undefined;
  readonly backend?: string | undefined;
}

/**
 * `config.json`: what a run's game is made of. A reader refuses other formats and versions. Version
 * 2 says which parts are not the library's own.
 */
export interface RunConfig {
  format: "ganbook-run";
  version: 1 | 2;
  name: string;
  /** ISO 8601. */
  created: string;
  /** The run and the step that this run was forked from. */
  parent?: { folder: string; step: number } | undefined;
  /** Why the run may not repeat bit for bit; empty when it will. */
  unrepeatable: string[];
  game: {
    loss: string;
    learningRate: { generator: number; discriminator: number };
    beta1: number;
    beta2: number;
    epsilon: number;
    discriminatorSteps: number;
    labelSmoothing: number;
    averageDecay: number;
    packing: number;
    augmentation: Augmentation[];
    auxiliaryWeight: number;
    seed: number;
  };
  generator: Topology;
  discriminator: Topology;
  /** How the players' weights started, where the run began with them. */
  firstWeights?: { generator: string; discriminator: string } | undefined;
  /** What whoever recorded the run wanted to keep. */
  notes: Record<string, unknown>;
  /**
   * What is not the library's, and has to be given again: the loss, and layers by their classes.
   */
  own: { loss: boolean; layers: string[] };
  batchSize: number;
  /** The step at which the run will have finished. */
  plannedSteps: number;
  data: {
    name: string;
    size: number;
    shape: number[];
    /** Of the samples' bytes, and the conditions'. */
    sha256: string;
    labelsSha256?: string | undefined;
    source?: DataSource | undefined;
    /** What the numbers of a sample mean: the columns of a table, or the words of sentences. */
    codes?: readonly ColumnCode[] | undefined;
    vocabulary?: string[] | undefined;
    /** What stands between two words of a sentence; a space where nothing is said. */
    separator?: " " | "" | undefined;
  };
  /** The recorder's own settings, to go on with. */
  recorder: RecorderSettings;
  environment: { runtime: string; node: string; platform: string };
}

const configSchema = z.strictObject({
  format: z.literal("ganbook-run"),
  version: z.literal([1, 2]),
  name: z.string(),
  created: z.string(),
  parent: z.strictObject({ folder: z.string(), step: z.int() }).optional(),
  unrepeatable: z.array(z.string()),
  game: z.strictObject({
    loss: z.string(),
    learningRate: rates,
    beta1: z.number(),
    beta2: z.number(),
    epsilon: z.number().default(1e-7),
    discriminatorSteps: z.int(),
    labelSmoothing: z.number(),
    averageDecay: z.number(),
    packing: z.int().default(1),
    augmentation: z.array(z.enum(augmentationNames)).default([]),
    auxiliaryWeight: z.number().default(1),
    seed: z.int(),
  }),
  generator: topology,
  discriminator: topology,
  firstWeights: z.strictObject({ generator: z.string(), discriminator: z.string() }).optional(),
  notes: z.record(z.string(), z.unknown()).default({}),
  own: z
    .strictObject({ loss: z.boolean(), layers: z.array(z.string()) })
    .default({ loss: false, layers: [] }),
  batchSize: positiveInteger,
  plannedSteps: z.int(),
  data: z.strictObject({
    name: z.string(),
    size: z.int(),
    shape: z.array(z.int()),
    sha256: z.string(),
    labelsSha256: z.string().optional(),
    source: z.preprocess(withOrder, dataSourceSchema).optional(),
    codes: codesSchema.optional(),
    vocabulary: z.array(z.string()).optional(),
    separator: z.enum([" ", ""]).optional(),
  }),
  recorder: recorderSchema,
  environment: z.strictObject({ runtime: z.string(), node: z.string(), platform: z.string() }),
});

export function writeConfig(folder: string, config: RunConfig): void {
  writeJson(configFile(folder), config, 1);
}

/** The path of a run's `config.json`. */
export const configFile = (folder: string): string => join(folder, "config.json");

/**
 * Reads a run's `config.json`; where it is damaged, the copy in the newest checkpoint that has one.
 *
 * @throws Error when there is none; TypeError when it is not one of ours
 */
export function readConfig(folder: string): { config: RunConfig; problem?: string } {
  const path = configFile(folder);
  let problem: Error;
  let changed: RunConfig | undefined;
  try {
    const { content, fits } = takeSum(readObject(path));
    const { format, version } = content;
    if (fits && format === "ganbook-run" && !knownVersions.includes(version as number))
      throw new UnknownVersion(
        `${path}: expected version ${knownVersions.join(" or ")}, received ` +
          `${describeValue(version)}; it was written by another ganbook`,
      );
    const config = parseOptions(path, configSchema, content);
    if (fits) return { config };
    changed = config;
    problem = new TypeError(`${path}: ${sumProblem}`);
  } catch (error) {
    if (error instanceof UnknownVersion) throw error;
    problem = error as Error;
  }
  for (const file of listCheckpoints(folder).reverse()) {
    const config = spareConfig(file);
    if (config)
      return {
        config,
        problem: `${nameFile(path, problem.message)}; its copy in ${file.path} is used`,
      };
  }
  if (changed) return { config: changed, problem: `${problem.message}. It is used as it is` };
  if (problem instanceof TypeError) throw problem;
  throw new Error(`expected a run with a config.json at ${folder}, received "${problem.message}"`, {
    cause: problem,
  });
}

/** A run of a later, or damaged, version: nothing of it is touched. */
class UnknownVersion extends TypeError {}

function spareConfig(file: StepFile): RunConfig | undefined {
  try {
    return parseOptions(file.path, configSchema, loadCheckpoint(file).spare.config);
  } catch {
    return undefined; // damaged too, or of an older ganbook
  }
}
