import { z } from "zod";
import { positiveInteger, seedOption } from "../base/options";

/** What is recorded, and how often. */
export interface RecorderOptions {
  /** Steps between checkpoints; there is one more at the end. Default 500. */
  checkpointEvery?: number;
  /** Steps between pictures of what G draws. Default: those of `checkpointEvery`. */
  sampleEvery?: number;
  /** Samples in a picture, always from the same latent vectors. Default 36. */
  samples?: number;
  /** Decides these latent vectors. Default 0. */
  seed?: number;
  /** How many of the last checkpoints are kept, besides the first and the best. Default 3. */
  keep?: number;
  /** Keeps also those at multiples of so many steps. Default 0: none. */
  keepEvery?: number;
  /**
   * When the disk is full or the folder is read-only: go on and try again, or stop with the game
   * kept. Default `"continue"`.
   */
  onWriteError?: "continue" | "stop";
  /** Write the numbers for TensorBoard too, into the run's folder. Default false. */
  tensorboard?: boolean;
}

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

/** A recorder's settings, nothing left out. */
export type RecorderSettings = Required<Omit<RecorderOptions, "sampleEvery">> & {
  sampleEvery?: number | undefined;
};
