import { printMessage } from "../base/output";
import type { Look, Verdict } from "./exercise";

/** Prints what a look says of an answer. */
export const teller =
  (name: string, look: Look) =>
  (yours: unknown): void =>
    tell(name, look(yours));

/** @throws Error for a wrong answer where a course is graded: `GANBOOK_GRADING=1` */
function tell(name: string, { isRight, says }: Verdict): void {
  const sentence = says[0]!.toUpperCase() + says.slice(1);
  const text = isRight ? `✓ ${name}: right. ${sentence}` : `✗ ${name}: not yet. ${sentence}`;
  if (!isRight && process.env.GANBOOK_GRADING === "1") throw new Error(text);
  printMessage(text);
}
