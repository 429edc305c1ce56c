import type { History } from "../train/history";
import type { Inspection } from "./inspect";
import type { Evidence, Rule } from "./rule";
import { rules } from "./rules";

/** Something that is wrong with a game. */
export interface Finding extends Pick<Rule, "name" | "says" | "cause" | "fix" | "isSymptom"> {
  /** The step at which it was found. */
  readonly step: number;
  readonly evidence: Evidence;
  /** Where the course explains it. */
  readonly lesson: string;
}

/**
 * What is wrong with a game, likely causes before their symptoms; nothing for a healthy one.
 *
 * @param history of the game, or of a run that was read with `loadRun`
 * @param inspection of the game, from `inspectGame`; without it only what the history shows is
 *   found
 */
export function diagnose(history: History, inspection?: Inspection): Finding[] {
  const step = inspection?.step ?? history.step.at(-1) ?? 0;
  return rules.flatMap(({ find, ...rule }) => {
    const evidence = find({ history, ...(inspection && { inspection }) });
    const lesson = `notebooks/07-keep-go-on-and-repair.ipynb#${rule.name}`;
    return evidence ? [{ ...rule, step, evidence, lesson }] : [];
  });
}

/** A finding as lines of text. */
export function formatFinding({ name, says, step, evidence, cause, fix, lesson }: Finding): string {
  const numbers = Object.entries(evidence)
    .map(([key, value]) => `${key} ${value}`)
    .join(", ");
  return [
    `${name} (step ${step}): ${says}`,
    `  evidence: ${numbers}`,
    `  likely:   ${cause}`,
    `  fix:      ${fix}`,
    `  lesson:   ${lesson}`,
  ].join("\n");
}
