import { z } from "zod";
import { readBest } from "./best";

/** Which step of a run: its number, the newest or the best. */
export const stepOption = z
  .union([z.int().min(0), z.enum(["latest", "best"])], {
    error: 'expected a step\'s number, "latest" or "best"',
  })
  .default("latest");

/**
 * The number of a step; undefined for the newest.
 *
 * @throws Error when no checkpoint is the best
 */
export function findStep(folder: string, step: number | "latest" | "best"): number | undefined {
  if (step === "latest") return undefined;
  if (step !== "best") return step;
  const { value, problem } = readBest(folder);
  if (!value)
    throw new Error(
      `${folder}: expected a best checkpoint, found ` +
        (problem ?? "none; record the run with { best: … }"),
    );
  return value.step;
}
