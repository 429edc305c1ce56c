import { z } from "zod";
import { positiveInteger, seedOption } from "../base/options";

/** The recorder's settings, as `recordRun` takes them and `config.json` keeps them. */
export const recorderSchema = z.strictObject({
  checkpointEvery: positiveInteger.default(500),
  sampleEvery: positiveInteger.optional(),
  samples: positiveInteger.default(36),
  seed: seedOption,
  keep: positiveInteger.default(3),
  keepEvery: z.int().min(0).default(0),
  onWriteError: z.enum(["continue", "stop"]).default("continue"),
  tensorboard: z.boolean().default(false),
});

export type RecorderSettings = z.output<typeof recorderSchema>;
