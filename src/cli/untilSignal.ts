import { endingSignals, onEndingSignal } from "../base/signals";
import type { RecordedRun } from "../runs";

/** What came of a training that was recorded. */
type Played = Pick<RecordedRun, "ending" | "unsaved"> & {
  /** None where somebody else records it. */
  readonly folder: string | undefined;
};

/** Signals within so many ms are one: shells and supervisors send two kinds, or pass theirs on. */
const oneWish = 1000;
/** The exit code of a run whose last state, or last numbers, could not be saved. */
const notSaved = 3;

/**
 * Plays `play`, which is given the signal to hand on; SIGINT, SIGTERM and SIGHUP (a closed
 * terminal) end it after its step, with everything saved, and another one a second later at once.
 *
 * @param stoppedCode the exit code where somebody else has stopped it
 * @returns the process' exit code
 */
export async function untilSignal(
  play: (signal: AbortSignal) => Promise<Played>,
  stoppedCode = 1,
): Promise<number> {
  const controller = new AbortController();
  let code = 0;
  let asked = 0;
  const release = onEndingSignal((name) => {
    if (code && performance.now() - asked < oneWish) return;
    if (code) process.exit(endingSignals[name]);
    code = endingSignals[name];
    asked = performance.now();
    console.error(`\n${name}: saving, then stopping; once more to stop at once`);
    controller.abort();
  });
  try {
    const { ending, folder, unsaved } = await play(controller.signal);
    if (folder !== undefined) console.log(`${ending}: ${folder}`);
    if (code && folder !== undefined) console.log(`Go on with: ganbook resume ${folder}`);
    if (unsaved) return notSaved;
    return code || (ending === "finished" ? 0 : ending === "stopped" ? stoppedCode : 1);
  } finally {
    release();
  }
}
