import type {
  BuildDiscriminatorOptions,
  BuildGeneratorOptions,
  DiscriminatorPreset,
  GeneratorPreset,
} from "../build";
import type { DataSource } from "../data";
import type { DoctorOptions } from "../doctor";
import type { MeasureName } from "../measure/namedMeasure";
import type { RecorderOptions } from "../runs/settings";
import type { AnnealRatesOptions, GameOptions } from "../train";
import type { TrainingOptions } from "../train/trainGan";

/** A module of one's own, in place of a loader or a preset. */
export interface OwnModule {
  /** An ES or CommonJS module, from the configuration's folder. */
  readonly path: string;
  /** Which of its exports. Default `"default"`. */
  readonly export?: string;
  /** Handed to the function. Default: nothing is. */
  readonly options?: Record<string, unknown>;
}

/** Data of one's own: a dataset, or a function that gives one. */
export interface OwnData extends OwnModule {
  readonly loader: "module";
}

/** A player of one's own: a model, or a function that gives one. */
export interface OwnPlayer extends OwnModule {
  readonly preset: "module";
}

/** A generator by its preset. */
export interface GeneratorConfig {
  readonly preset: GeneratorPreset;
  /** As for `buildGenerator`. What has to fit the data is filled in. Default none. */
  readonly options?: BuildGeneratorOptions;
}

/** A discriminator by its preset. */
export interface DiscriminatorConfig {
  readonly preset: DiscriminatorPreset;
  /** As for `buildDiscriminator`. What has to fit the data is filled in. Default none. */
  readonly options?: BuildDiscriminatorOptions;
}

/** Both rates, and other numbers, along half a cosine. */
export interface AnnealConfig extends Omit<AnnealRatesOptions, "steps"> {
  /** The step from which on the rate is `to`. Default: the last one. */
  readonly steps?: number;
}

/** What belongs to a run beside its game, and is kept to go on with. */
export interface Notes {
  /** The hash of the configuration that the run was begun with. */
  readonly job?: string;
  /** What decides the best checkpoint: a measure by name. Default: nothing does. */
  readonly best?: MeasureName;
  /** Lowers both learning rates along half a cosine. Default: they stay. */
  readonly anneal?: AnnealConfig;
  /** Options of `doctor`, who examines every run. Default none. */
  readonly doctor?: Omit<DoctorOptions, "holdout">;
  /** Only what cannot be loaded or built without its module. */
  readonly data?: DataSource | OwnData;
  readonly generator?: OwnPlayer;
  readonly discriminator?: OwnPlayer;
}

/** A configuration of `ganbook train` as it is written, with nothing filled in. */
export interface TrainConfig
  extends
    Pick<Notes, "best" | "anneal" | "doctor">,
    Pick<TrainingOptions, "epochs" | "steps" | "batchSize"> {
  /** For editors: the path of this schema. */
  readonly $schema?: string;
  /** The run's name: it goes to `runs/<name>`. */
  readonly name: string;
  /** What the generator learns, by the name of a loader. */
  readonly data: DataSource | OwnData;
  /** The generator, by the name of a preset. */
  readonly generator: GeneratorConfig | OwnPlayer;
  /** The discriminator, by the name of a preset. */
  readonly discriminator: DiscriminatorConfig | OwnPlayer;
  /** Options of `createGame`; the loss by name. Default none. */
  readonly game?: Omit<GameOptions, "generator" | "discriminator">;
  /** Options of `recordRun`. Default none. */
  readonly record?: RecorderOptions;
}
