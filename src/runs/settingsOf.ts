import type { RunConfig } from "./config";
import type { Run } from "./loadRun";

/** A setting or result, as a table shows it. */
export type Setting = string | number;

/** Everything that was set for a run, by names that a table can show. */
export function settingsOf({ config }: Pick<Run, "config">): Record<string, Setting> {
  const { game, data, environment, parent, notes, firstWeights = {} } = config;
  const { source, name, size, sha256 } = data;
  return {
    ...flatten({ ...game, augmentation: game.augmentation.join(", ") || "none" }),
    latentSize: latentSizeOf(config.generator),
    generator: layersOf(config.generator),
    discriminator: layersOf(config.discriminator),
    ...flatten(firstWeights, "first weights"),
    batchSize: config.batchSize,
    plannedSteps: config.plannedSteps,
    data: `${name} (${size})`,
    "data's SHA-256": sha256.slice(0, 8),
    ...flatten({ part: source && "part" in source ? source.part : undefined }, "data"),
    ...flatten(source?.options ?? {}, "data"),
    ...withoutJob(flatten(notes)),
    runtime: environment.runtime,
    node: environment.node,
    platform: environment.platform,
    ...(parent && { parent: `${parent.folder}, step ${parent.step}` }),
  };
}

/** Notes but the hash by which a run is found again: it says nothing to a reader. */
function withoutJob(notes: Record<string, Setting>): Record<string, Setting> {
  return Object.fromEntries(Object.entries(notes).filter(([name]) => name !== "train.job"));
}

/** Nested values as "a.b"; what is not set is left out. */
function flatten(value: object, above = ""): Record<string, Setting> {
  const rows = Object.entries(value).map(([key, entry]: [string, unknown]) => {
    const name = above ? `${above}.${key}` : key;
    if (entry === undefined || entry === null) return {};
    if (typeof entry === "number") return { [name]: entry };
    if (typeof entry === "object" && !Array.isArray(entry)) return flatten(entry, name);
    return { [name]: typeof entry === "string" ? entry : JSON.stringify(entry) };
  });
  return Object.assign({}, ...rows) as Record<string, Setting>;
}

interface LayerConfig {
  class_name: string;
  config: { units?: number; filters?: number; batch_input_shape?: (number | null)[] };
}

function layerConfigs({ config }: RunConfig["generator"]): LayerConfig[] {
  const layers = Array.isArray(config) ? config : (config as { layers?: unknown }).layers;
  return (Array.isArray(layers) ? layers : []) as LayerConfig[];
}

/** A model's layers in one line. */
const layersOf = (topology: RunConfig["generator"]): string =>
  layerConfigs(topology)
    .map(({ class_name: name, config }) => `${name}${config.units ?? config.filters ?? ""}`)
    .join(" ");

/** What z is long: the first input's length. */
function latentSizeOf(topology: RunConfig["generator"]): Setting {
  const shapes = layerConfigs(topology).flatMap(({ config }) => config.batch_input_shape ?? []);
  return shapes[1] ?? "unknown";
}
