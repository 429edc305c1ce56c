import { z } from "zod";
import { parseOptions } from "../base/options";
import type { Dataset } from "./dataset";
import { loadIdx } from "./idx";
import { mixture2d } from "./mixture2d";
import { loadMnist } from "./mnist";
import { stackedMnist } from "./stackedMnist";

/**
 * How to load a dataset again, as JSON. Options are those of `loadMnist`, `mixture2d`,
 * `stackedMnist` and `loadIdx`.
 */
export const dataSourceSchema = z.discriminatedUnion("loader", [
  z.strictObject({
    loader: z.literal("mnist"),
    part: z.enum(["all", "train", "test"]).default("all"),
    options: z.record(z.string(), z.unknown()).default({}),
  }),
  z.strictObject({
    loader: z.literal("mixture2d"),
    options: z.record(z.string(), z.unknown()).default({}),
  }),
  z.strictObject({
    loader: z.literal("stackedMnist"),
    options: z.record(z.string(), z.unknown()).default({}),
  }),
  z.strictObject({ loader: z.literal("idx"), options: z.record(z.string(), z.unknown()) }),
]);

/** Where a dataset came from: `{ loader: "mnist", part: "train", options: { seed: 1 } }`. */
export type DataSource = z.input<typeof dataSourceSchema>;

/**
 * Loads a dataset from its description.
 *
 * @throws TypeError on an unknown loader, part or option; whatever the loader throws
 */
export function loadData(source: DataSource): Dataset {
  const parsed = parseOptions("loadData", dataSourceSchema, source);
  switch (parsed.loader) {
    case "mnist":
      return loadMnist(parsed.options)[parsed.part];
    case "mixture2d":
      return mixture2d(parsed.options);
    case "stackedMnist":
      return stackedMnist(parsed.options);
    case "idx":
      return loadIdx(parsed.options as unknown as Parameters<typeof loadIdx>[0]);
  }
}
