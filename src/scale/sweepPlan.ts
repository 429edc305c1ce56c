import { createHash } from "node:crypto";
import { z } from "zod";
import { positiveInteger, seedOption } from "../base/options";
import { randomStream, type RandomStream } from "../base/random";
import { runName } from "../runs/folder";

/** What one of a configuration's values may be, in a random search: one of a list, or a number. */
const rangeSchema = z
  .strictObject({
    from: z.number(),
    to: z.number(),
    scale: z.enum(["linear", "log"]).default("linear"),
    whole: z.boolean().default(false),
  })
  .refine(({ from, to }) => from < to, "expected from < to")
  .refine(
    ({ from, scale }) => scale === "linear" || from > 0,
    "expected from > 0, for a log scale",
  );
const listSchema = z.array(z.json()).min(1);

/** The schema of {@link Sweep}. */
export const sweepSchema = z
  .strictObject({
    $schema: z.string().optional(),
    name: runName,
    config: z.union([z.string(), z.record(z.string(), z.json())], {
      error: "expected a configuration of ganbook train, or the path of one",
    }),
    grid: z.record(z.string(), listSchema).optional(),
    random: z
      .strictObject({
        count: positiveInteger,
        seed: seedOption,
        values: z.record(z.string(), z.union([listSchema, rangeSchema])),
      })
      .optional(),
    seeds: z.union([positiveInteger, z.array(z.int().min(0)).min(1)]).default(1),
  })
  .refine(({ grid, random }) => !(grid && random), "expected a grid or a random search, not both");

/** A file of `ganbook sweep`: one configuration, and what is to be tried in it. */
export type Sweep = z.output<typeof sweepSchema>;

/** What JSON can say. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
/** A configuration, as JSON. */
export type JsonObject = Record<string, Json>;

/** One game of a sweep. */
export interface SweepGame {
  /** The run's name: what was set, and a hash of it, so that a longer sweep finds it again. */
  readonly name: string;
  /** What was set, by the paths of the sweep. */
  readonly values: JsonObject;
  readonly seed: number;
  /** A configuration of `ganbook train`. */
  readonly config: JsonObject;
}

/**
 * The games of a sweep, in an order that depends on its file alone: each setting with all seeds,
 * one after the other.
 */
export function planSweep(sweep: Sweep, base: JsonObject): SweepGame[] {
  const { grid, random, seeds } = sweep;
  const settings = random ? drawSettings(random) : gridOf(Object.entries(grid ?? {}));
  const numbers = typeof seeds === "number" ? Array.from({ length: seeds }, (_, i) => i) : seeds;
  return settings.flatMap((values) =>
    numbers.map((seed) => {
      const config = structuredClone(base);
      for (const path of seedPaths) setAt(config, path, seed);
      for (const [path, value] of Object.entries(values)) setAt(config, path, value);
      const name = nameOf(values, seed);
      return { name, values, seed, config: { ...config, name } };
    }),
  );
}

/** What a seed decides: the first weights, the order of the data, the noise; not which data. */
const seedPaths = ["game.seed", "generator.options.seed", "discriminator.options.seed"];

function gridOf([first, ...rest]: readonly (readonly [string, Json[]])[]): JsonObject[] {
  if (!first) return [{}];
  const [path, values] = first;
  return values.flatMap((value) => gridOf(rest).map((others) => ({ [path]: value, ...others })));
}

function drawSettings({ count, seed, values }: NonNullable<Sweep["random"]>): JsonObject[] {
  const stream = randomStream(seed, "sweep");
  const draw = (given: (typeof values)[string]): Json =>
    Array.isArray(given) ? given[stream.integer(given.length)]! : drawNumber(stream, given);
  return Array.from({ length: count }, () =>
    Object.fromEntries(Object.entries(values).map(([path, given]) => [path, draw(given)])),
  );
}

/** A number of a range, of four digits. */
function drawNumber(
  stream: RandomStream,
  { from, to, scale, whole }: z.output<typeof rangeSchema>,
): number {
  const u = stream.uniform();
  if (whole && scale === "linear") return Math.floor(from + u * (to - from + 1));
  const number = scale === "log" ? from * (to / from) ** u : from + u * (to - from);
  return whole ? Math.round(number) : Number(number.toPrecision(4));
}

/** Sets a value inside nested objects, which are made where there are none. */
function setAt(config: JsonObject, path: string, value: Json): void {
  const names = path.split(".");
  let at = config;
  for (const name of names.slice(0, -1)) {
    const inner = at[name];
    const isObject = typeof inner === "object" && inner !== null && !Array.isArray(inner);
    at = isObject ? inner : (at[name] = {});
  }
  at[names.at(-1)!] = structuredClone(value);
}

const longestName = 80;

function nameOf(values: JsonObject, seed: number): string {
  const parts = Object.entries({ ...values, seed }).map(([path, value]) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return `${path.split(".").at(-1)}-${text}`.replace(/[^\w.-]+/g, "-").replace(/-+$/, "");
  });
  const hash = createHash("sha256")
    .update(JSON.stringify([values, seed]))
    .digest("hex");
  return `${parts.join("_").slice(0, longestName)}_${hash.slice(0, 6)}`;
}
