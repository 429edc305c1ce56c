import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { parseDocument } from "yaml";
import { parseOptions } from "../base/options";
import { readJson, writeJson } from "../base/readJson";
import { planSweep, sweepSchema, type JsonObject, type SweepGame } from "./sweepPlan";

/** A sweep, read and planned. */
export interface PlannedSweep {
  readonly name: string;
  /** What paths in its configurations are relative to. */
  readonly folder: string;
  readonly games: readonly SweepGame[];
}

/**
 * Reads a sweep's file, JSON or YAML, and plans its games.
 *
 * @throws Error naming the file; TypeError naming the key, what was expected and what came
 */
export function readSweep(path: string): PlannedSweep {
  const sweep = parseOptions(path, sweepSchema, readDocument(path));
  const { config } = sweep;
  if (typeof config !== "string")
    return { name: sweep.name, folder: dirname(resolve(path)), games: planSweep(sweep, config) };
  const file = resolve(dirname(path), config);
  const base = parseOptions(file, z.record(z.string(), z.json()), readDocument(file));
  return { name: sweep.name, folder: dirname(file), games: planSweep(sweep, base) };
}

function readDocument(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (cause) {
    throw new Error(`could not read ${path}: ${(cause as Error).message}`, { cause });
  }
  const document = parseDocument(text, { schema: "core", uniqueKeys: true });
  const [problem] = document.errors;
  if (problem) throw new Error(`${path}: ${problem.message}`, { cause: problem });
  return document.toJS();
}

const planSchema = z.strictObject({
  format: z.literal("ganbook-sweep"),
  version: z.literal(1),
  games: z.array(
    z.strictObject({
      name: z.string(),
      values: z.record(z.string(), z.json()),
      seed: z.int().min(0),
    }),
  ),
});

/** What a sweep's folder says of its games. */
export type SweepList = readonly {
  readonly name: string;
  readonly values: JsonObject;
  readonly seed: number;
}[];

const planFile = (folder: string): string => join(folder, "sweep.json");

/** Writes the list of a sweep's games into the folder of their runs. */
export function writePlan(folder: string, { games }: PlannedSweep): void {
  const list = games.map(({ name, values, seed }) => ({ name, values, seed }));
  writeJson(planFile(folder), { format: "ganbook-sweep", version: 1, games: list }, 1);
}

/**
 * The games of a sweep's folder; undefined where it is none.
 *
 * @throws Error where the list cannot be read
 */
export function readPlan(folder: string): SweepList | undefined {
  const { value, problem } = readJson(planFile(folder), planSchema);
  if (problem !== undefined) throw new Error(problem);
  return value?.games;
}
