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
  path: z.string(),
  export: z.string().optional(),
  options: z.record(z.string(), z.unknown()).optional(),
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

/** The schema of {@link Notes}. */
export const notesSchema = z.strictObject({
  job: z.string().optional(),
  best: z.enum(measureNames).optional(),
  anneal: annealSchema.partial({ steps: true }).optional(),
  doctor: doctorSchema.omit({ holdout: true }).partial().optional(),
  data: data.optional(),
  generator: ownPlayer.optional(),
  discriminator: ownPlayer.optional(),
});

/** The schema of {@link TrainConfig}: what `ganbook train --config` reads. */
export const trainConfigSchema = notesSchema
  .omit({ job: true })
  .extend({
    $schema: z.string().optional(),
    name: runName,
    data,
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
      .optional(),
    epochs: positiveInteger.optional(),
    steps: positiveInteger.optional(),
    batchSize: positiveInteger.optional(),
    record: recorderSchema.partial().optional(),
  })
  .superRefine(({ epochs, steps }, context) => {
    if (epochs !== undefined && steps !== undefined)
      context.addIssue({
        code: "custom",
        path: ["steps"],
        message: `expected epochs or steps, not both (epochs is ${epochs})`,
      });
  });
