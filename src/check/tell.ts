import { printMessage } from "../base/output";
import type { Look, Verdict } from "./exercise";

/** Prints what a look says of an answer. */
export const teller =
  (name: string, look: Look) =>
  (yours: unknown): void =>
    tell(name, look(yours));

/** @throws Error for a wrong answer where a course is graded: `GANBOOK_GRADING=1` */
function tell(name: string, { isRight, says }: Verdict): void {
  const text = isRight ? `✓ ${name}: right. ${says}` : `✗ ${name}: not yet. ${says}`;
  if (!isRight && process.env.GANBOOK_GRADING === "1") throw new Error(text);
  printMessage(text);
}
