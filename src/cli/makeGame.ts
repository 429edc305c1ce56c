import { resolve } from "node:path";
import { buildDiscriminator, buildGenerator } from "../build";
import { type Data, type DataSource, loadData } from "../data";
import { isData } from "../data/pictures";
import { tf } from "../runtime";
import type { EncodedTable } from "../tables";
import { importModule } from "./importModule";
import type { OwnData, OwnModule, TrainConfig } from "./configTypes";

type Configured<K extends "generator" | "discriminator"> = TrainConfig[K];

/** Loads the data of a configuration. */
export async function loadConfiguredData(
  data: DataSource | OwnData,
  folder: string,
): Promise<Data> {
  if (data.loader !== "module") return loadData(withPaths(data, folder));
  const { value } = await importModule(data, folder);
  const made: unknown = typeof value === "function" ? await call(value, data.options) : value;
  if (isData(made)) return made;
  throw new TypeError(
    `${data.path}: expected a dataset (of createDataset), or a function that gives one`,
  );
}

/** A data source whose files are found from a folder. */
function withPaths(source: DataSource, folder: string): DataSource {
  const find = (path: string): string => resolve(folder, path);
  switch (source.loader) {
    case "images": {
      const { options = {} } = source;
      const { classes } = options;
      const isFile = classes !== undefined && classes !== "folders" && classes !== "none";
      const told = isFile ? { ...options, classes: find(classes) } : options;
      return { ...source, folder: find(source.folder), options: told };
    }
    case "table":
      return { ...source, options: { ...source.options, file: find(source.options.file) } };
    case "sentences": {
      const { options = {} } = source;
      return options.file === undefined
        ? source
        : { ...source, options: { ...options, file: find(options.file) } };
    }
    case "idx": {
      const { images, labels } = source.options;
      const paths = { images: find(images), ...(labels !== undefined && { labels: find(labels) }) };
      return { ...source, options: { ...source.options, ...paths } };
    }
    default:
      return source;
  }
}

/** Builds a player of a configuration; what its preset has to know of the data is filled in. */
export async function buildConfigured<K extends "generator" | "discriminator">(
  which: K,
  player: Configured<K>,
  data: Data,
  folder: string,
): Promise<tf.LayersModel> {
  if (player.preset === "module") return buildOwn(which, player, data, folder);
  const options = { ...fitting(which, player.preset, data), ...player.options };
  return which === "generator"
    ? buildGenerator(player.preset, options)
    : buildDiscriminator(player.preset, options);
}

/** Options that follow from the data. */
function fitting(
  which: "generator" | "discriminator",
  preset: string,
  { shape, size, conditions, spans }: Data & Partial<Pick<EncodedTable, "spans">>,
): object {
  const classes = (conditions?.length ?? 0) / size;
  return {
    ...(preset !== "seed" && { sampleShape: shape }),
    ...(preset === "mlp" && which === "generator" && spans && { spans }),
    ...(classes > 0 && { classes }),
    ...(classes > 0 && which === "discriminator" && { conditioning: "concatenation" }),
  };
}

async function buildOwn(
  which: string,
  module: OwnModule,
  data: Data,
  folder: string,
): Promise<tf.LayersModel> {
  const { value } = await importModule(module, folder);
  const model = typeof value === "function" ? await call(value, module.options, data) : value;
  if (model instanceof tf.LayersModel) return model;
  throw new TypeError(
    `${module.path}: expected a ${which}, a function (options, data) that gives a tf.LayersModel ` +
      'made with the tf of "ganbook"',
  );
}

const call = async (value: object, ...given: unknown[]): Promise<unknown> =>
  (value as (...given: unknown[]) => unknown)(...given);
