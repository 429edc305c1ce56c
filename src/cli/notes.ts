import { parseOptions } from "../base/options";
import type { LayerClass } from "../train";
import type { RunConfig } from "../runs/config";
import { importModule } from "./importModule";
import type { Notes } from "./configTypes";
import { notesSchema } from "./trainConfig";

/** What `ganbook train` has kept in a run's settings; nothing in a run that it has not recorded. */
export function notesIn({ name, notes }: RunConfig): Notes {
  const kept = notes.train ?? {};
  parseOptions(`${name}: notes.train`, notesSchema, kept);
  return kept;
}

/** The classes of layers that the modules of a run's players export. */
export async function layersOf({ generator, discriminator }: Notes): Promise<LayerClass[]> {
  const found: unknown[] = [];
  for (const module of [generator, discriminator])
    if (module) found.push(...(await importModule(module, "/")).layers);
  return found as LayerClass[];
}
