import { z } from "zod";
import { positiveInteger } from "../base/options";
import { discriminatorSchemas } from "../build/discriminator";
import { generatorSchemas } from "../build/generator";
import { dataSourceSchema } from "../data/source";
import { doctorSchema } from "../doctor/doctor";
import { measureNames } from "../measure/namedMeasure";
import { runName } from "../runs/folder";
import { recorderSchema } from "../runs/settings";
import { annealSchema } from "../train/annealRates";
import { gameSchema } from "../train/game";
import { lossNames, namedLoss } from "../train/losses/named";

/** A module of one's own. */
const moduleFields = {
  path: z.string().describe("An ES or CommonJS module, from the configuration's folder."),
  export: z.string().optional().describe("Which of its exports. Default: default."),
  options: z.record(z.string(), z.unknown()).optional().describe("Handed to the function."),
};
const names = '"seed", "dcgan", "resnet", "r3gan", "mlp", "text", "module"';
const ownPlayer = z.strictObject({ preset: z.literal("module"), ...moduleFields });
const preset = <N extends string, S extends z.ZodObject>(name: N, options: S) =>
  z.strictObject({ preset: z.literal(name), options: options.partial().optional() });

const generator = z.discriminatedUnion(
  "preset",
  [
    preset("seed", generatorSchemas.seed),
    preset("dcgan", generatorSchemas.dcgan),
    preset("resnet", generatorSchemas.resnet),
    preset("r3gan", generatorSchemas.r3gan),
    preset("mlp", generatorSchemas.mlp),
    preset("text", generatorSchemas.text),
    ownPlayer,
  ],
  { error: `expected a generator's preset, ${names}` },
);
const discriminator = z.discriminatedUnion(
  "preset",
  [
    preset("seed", discriminatorSchemas.seed),
    preset("dcgan", discriminatorSchemas.dcgan),
    preset("resnet", discriminatorSchemas.resnet),
    preset("r3gan", discriminatorSchemas.r3gan),
    preset("mlp", discriminatorSchemas.mlp),
    preset("text", discriminatorSchemas.text),
    ownPlayer,
  ],
  { error: `expected a discriminator's preset, ${names}` },
);
const data = z.discriminatedUnion(
  "loader",
  [...dataSourceSchema.options, z.strictObject({ loader: z.literal("module"), ...moduleFields })],
  {
    error:
      'expected "mnist", "mixture2d", "stackedMnist", "idx", "images", "emoji", "table", ' +
      '"sentences" or "module"',
  },
);
const isLoss = (name: string): boolean => namedLoss(name) !== undefined;

/** What belongs to a run beside its game, and is kept to go on with. */
export const notesSchema = z.strictObject({
  best: z.enum(measureNames).optional().describe("What decides the best checkpoint."),
  anneal: annealSchema
    .partial({ steps: true })
    .optional()
    .describe("Both rates along half a cosine, in steps; default: all of them."),
  doctor: doctorSchema.omit({ holdout: true }).partial().optional(),
  /** Only what cannot be loaded or built without its module. */
  data: data.optional(),
  generator: ownPlayer.optional(),
  discriminator: ownPlayer.optional(),
});

/** What `ganbook train --config` reads. */
export const trainConfigSchema = notesSchema
  .extend({
    $schema: z.string().optional().describe("For editors: this schema's file."),
    name: runName.describe("The run's name: it goes to runs/<name>."),
    data: data.describe("What the generator learns."),
    generator,
    discriminator,
    game: gameSchema
      .omit({ generator: true, discriminator: true })
      .extend({
        loss: z
          .string()
          .refine(isLoss, `expected "${lossNames.join('", "')}", with penalties or without`),
      })
      .partial()
      .optional()
      .describe("Options of createGame; loss by name."),
    epochs: positiveInteger.optional().describe("Passes over the data. Default 100."),
    steps: positiveInteger.optional().describe("Updates of the generator, instead of epochs."),
    batchSize: positiveInteger.optional().describe("Default 100."),
    record: recorderSchema.partial().optional().describe("Options of recordRun."),
  })
  .superRefine(({ epochs, steps }, context) => {
    if (epochs !== undefined && steps !== undefined)
      context.addIssue({
        code: "custom",
        path: ["steps"],
        message: `expected epochs or steps, not both (epochs is ${epochs})`,
      });
  });

/** A configuration as it is written, with nothing filled in. */
export type TrainConfig = z.input<typeof trainConfigSchema>;
export type Notes = z.input<typeof notesSchema>;
export interface OwnModule {
  readonly path: string;
  readonly export?: string | undefined;
  readonly options?: Record<string, unknown> | undefined;
}
