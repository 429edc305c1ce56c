import { mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { homeFolder } from "../../../src/base/paths";
import { Outputs } from "../outputs";
import { Notebook, Session } from "./session";
import type { NotebookTries, Try } from "./try";

/** What came of an experiment. */
export interface Played {
  readonly experiment: Try;
  readonly found: string;
  readonly error?: Error;
  readonly seconds: number;
}

/**
 * Runs a notebook as far as its experiments need it, then each of them, in one kernel.
 *
 * @param folder an empty one, where runs are written; the package is found there
 * @param isFull not in the notebooks' fast mode
 * @throws AssertionError where a cell fails before the first experiment
 */
export async function* playTries(
  { file, before, tries }: NotebookTries,
  folder: string,
  isFull: boolean,
): AsyncGenerator<Played> {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(resolve("."), join(folder, "node_modules", "ganbook"));
  const env = { GANBOOK_HOME: homeFolder(), GANBOOK_FAST: isFull ? "0" : "1" };
  const session = new Session(new Notebook(file), folder, env);
  try {
    for (const action of before) await session.act(action);
    const unchanged = new Outputs(session.shown);
    for (const experiment of tries) {
      const begun = performance.now();
      const found: string[] = [];
      let error: Error | undefined;
      try {
        for (const action of experiment.actions) await session.act(action);
        const { shows, full } = experiment;
        for (const look of [shows, isFull ? full?.shows : undefined])
          if (look) found.push(look(new Outputs(session.shown), unchanged));
      } catch (reason) {
        error = reason instanceof Error ? reason : new Error(String(reason));
      }
      const seconds = (performance.now() - begun) / 1000;
      yield { experiment, found: found.join("; "), seconds, ...(error && { error }) };
    }
  } finally {
    await session.close();
  }
}
