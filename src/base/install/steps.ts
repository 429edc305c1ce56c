import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { writeFileAtomically } from "../files";
import { homePaths } from "../paths";
import { prepareHome } from "./home";
import { lockHome } from "./homeLock";
import { EndedBySignal } from "./process";

/** One part of the set-up. */
export interface SetupStep {
  name: string;
  /** What it costs, e.g. "260 MB to download, 1.3 GB on disk". */
  size: string;
  /** Everything the result depends on; when it changes, the step runs again. */
  fingerprint: string;
  /** Files that must exist for the step to count as done. */
  produces: readonly string[];
  /** Does the work; returns what to show. */
  run: () => Promise<string>;
  /** What to do when it fails. */
  help: string;
}

/** Fingerprints by the name of the step, and "asked": the parts that were asked for. */
type Done = Partial<Record<string, string>>;

function readDone(): Done {
  try {
    return JSON.parse(readFileSync(homePaths().steps, "utf8")) as Done;
  } catch {
    return {};
  }
}

/** What can be asked of set-up: what notebooks need, and what is fast. */
export const parts = ["jupyter", "tensorflow"] as const;
export type Part = (typeof parts)[number];

/** The parts that were ever asked for; all of them where nobody has said. */
export function askedParts(): readonly Part[] {
  const asked = readDone().asked?.split(" ");
  return parts.filter((part) => asked?.includes(part) ?? true);
}

/** What is to be remembered when parts are asked for, besides those of earlier set-ups. */
function askedWith(wanted: readonly Part[]): string {
  const isFirst = Object.keys(readDone()).length === 0;
  const before = isFirst ? [] : askedParts();
  return parts.filter((part) => before.includes(part) || wanted.includes(part)).join(" ");
}

function remember(name: string, value: string): void {
  const content = { ...readDone(), [name]: value };
  writeFileAtomically(homePaths().steps, JSON.stringify(content, null, 2) + "\n");
}

/** Whether a step has been done and its files are still there. */
export function isDone(step: SetupStep): boolean {
  return (
    readDone()[step.name] === step.fingerprint && step.produces.every((path) => existsSync(path))
  );
}

export interface RunStepsOptions {
  /** From which step on a failure only ends the set-up, with its message printed. Default: none. */
  optionalFrom?: number;
  /** What set-up was asked for, to be remembered. Default: nothing that `doctor` knows. */
  asked?: readonly Part[];
}

/**
 * Runs the steps that are not done yet, in order, remembering each as it ends: an interrupted
 * set-up goes on where it stopped. One set-up at a time works in a home folder; others wait. Where
 * all is done, nothing is written.
 *
 * @throws Error naming the step, the reason and what to do, or the place that cannot be written to;
 *   `EndedBySignal`
 */
export async function runSteps(
  steps: readonly SetupStep[],
  { optionalFrom = Infinity, asked }: RunStepsOptions = {},
): Promise<void> {
  const isKnown = !asked || askedWith(asked) === readDone().asked;
  if (isKnown && steps.every(isDone)) return;
  prepareHome();
  const release = await lockHome();
  try {
    appendFileSync(homePaths().log, `\nset-up of ${new Date().toISOString()}\n`);
    if (asked) remember("asked", askedWith(asked));
    await runLocked(steps, optionalFrom);
  } finally {
    release();
  }
}

async function runLocked(steps: readonly SetupStep[], optionalFrom: number): Promise<void> {
  for (const [i, step] of steps.entries()) {
    const label = `[${i + 1}/${steps.length}] ${step.name}`;
    if (isDone(step)) continue;
    console.log(`${label} (${step.size}) …`);
    const begun = Date.now();
    let result: string;
    try {
      result = await step.run();
    } catch (cause) {
      if (cause instanceof EndedBySignal) throw cause;
      const message = `${label} failed: ${(cause as Error).message}\n\nWhat to do: ${step.help}`;
      if (i < optionalFrom) throw new Error(message, { cause });
      console.error(`${message}\n\nGoing on without it.`);
      return;
    }
    remember(step.name, step.fingerprint);
    console.log(`${label}: ${result}, ${((Date.now() - begun) / 1000).toFixed(0)} s`);
  }
}
