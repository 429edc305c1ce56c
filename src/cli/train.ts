import { readFileSync } from "node:fs";
import { z } from "zod";
import { parseOptions, positiveInteger } from "../base/options";
import { endingSignals, onEndingSignal } from "../base/signals";
import * as ganbook from "../index";

type Callbacks = NonNullable<ganbook.TrainingOptions["callbacks"]>;

const options = z.record(z.string(), z.unknown()).default({});
/** What `ganbook train --config` reads. */
const configSchema = z.strictObject({
  name: z.string(),
  data: z.looseObject({ loader: z.string() }),
  generator: z.strictObject({ preset: z.string(), options }),
  discriminator: z.strictObject({ preset: z.string(), options }),
  /** Options of `createGame` but the players. */
  game: options,
  epochs: positiveInteger.optional(),
  steps: positiveInteger.optional(),
  batchSize: positiveInteger.optional(),
  /** Options of `recordRun`. */
  record: options,
  /** Options of `doctor`. */
  doctor: options,
});

/**
 * Plays `play`, which is given the signal to hand on; SIGINT, SIGTERM and SIGHUP (a closed
 * terminal) end it after its step, with everything saved, and a second one at once.
 *
 * @returns the process' exit code
 */
async function untilSignal(
  play: (signal: AbortSignal) => Promise<{ ending: ganbook.TrainingEnding; folder: string }>,
): Promise<number> {
  const controller = new AbortController();
  let code = 0;
  const release = onEndingSignal((name) => {
    if (code) process.exit(endingSignals[name]);
    code = endingSignals[name];
    console.error(`\n${name}: saving, then stopping; once more to stop at once`);
    controller.abort();
  });
  try {
    const { ending, folder } = await play(controller.signal);
    console.log(`${ending}: ${folder}`);
    if (code) console.log(`Go on with: ganbook resume ${folder}`);
    return code || (ending === "finished" ? 0 : 1);
  } finally {
    release();
  }
}

/** `ganbook train`: a game from a configuration file, recorded. */
export async function train(path: string, runs: string | undefined): Promise<number> {
  const config = parseOptions(path, configSchema, JSON.parse(readFileSync(path, "utf8")));
  await ganbook.startRuntime();
  const build = <P extends string, O, M>(
    make: (preset: P, options: O) => M,
    part: { preset: string; options: unknown },
  ): M => make(part.preset as P, part.options as O);
  const recorder = ganbook.recordRun(config.name, {
    ...config.record,
    ...(runs !== undefined && { runs }),
  });
  const callbacks: Callbacks = [ganbook.doctor(config.doctor), recorder, ganbook.progressBar()];
  const length = { epochs: config.epochs, steps: config.steps, batchSize: config.batchSize };
  const given = Object.fromEntries(
    Object.entries(length).filter(([, value]) => value !== undefined),
  );
  return untilSignal(async (signal) => {
    const { ending } = await ganbook.trainGan({
      ...config.game,
      ...given,
      generator: build(ganbook.buildGenerator, config.generator),
      discriminator: build(ganbook.buildDiscriminator, config.discriminator),
      data: ganbook.loadData(config.data as ganbook.DataSource),
      callbacks,
      signal,
    });
    return { ending, folder: recorder.folder };
  });
}

/** `ganbook resume`: goes on with a recorded run. */
export async function resume(folder: string, steps: number | undefined): Promise<number> {
  await ganbook.startRuntime();
  const callbacks: Callbacks = [ganbook.doctor(), ganbook.progressBar()];
  return untilSignal((signal) =>
    ganbook.resumeRun(folder, { ...(steps !== undefined && { steps }), callbacks, signal }),
  );
}
