import { z } from "zod";
import { describeIssue } from "../../base/issues";
import { positiveNumber } from "../../base/options";
import type { GanLoss, Penalty } from "./loss";
import { lossNames, namedLoss, type LossName } from "./named";

const functionOf = <F extends (...given: never[]) => unknown>(what: string): z.ZodType<F> =>
  z.custom<F>((value) => typeof value === "function", `expected a function ${what}`);
const isName = (value: unknown): boolean => typeof value === "string" && value !== "";
const nameOption = z.custom<string>(isName, "expected a name");
const flag = z.literal(true).optional();

const ownLoss = z.strictObject({
  name: nameOption,
  discriminator: functionOf<GanLoss["discriminator"]>("(realLogits, fakeLogits) => scalar"),
  generator: functionOf<GanLoss["generator"]>("(fakeLogits) => scalar"),
  isRelativistic: flag,
  hasTargets: flag,
  hasProbabilities: flag,
  clip: positiveNumber.optional(),
  penalty: z
    .strictObject({ name: nameOption, of: functionOf<Penalty["of"]>("(parts) => scalar") })
    .optional(),
});

/** A loss by name or one of your own, which is taken as it is; wrong fields are named. */
export const lossOption = z
  .custom<LossName | GanLoss>(
    (value) =>
      typeof value === "string"
        ? namedLoss(value) !== undefined
        : typeof value === "object" && value !== null && !Array.isArray(value),
    `expected "${lossNames.join('", "')}", one of these with penalties, such as ` +
      '"hinge + R1(0.1)", or { name, discriminator, generator }',
  )
  .superRefine((value, context) => {
    if (typeof value === "string") return;
    for (const issue of ownLoss.safeParse(value, { error: describeIssue }).error?.issues ?? [])
      context.addIssue({ ...issue });
  });

/** The loss that is meant. */
export const findLoss = (loss: LossName | GanLoss): GanLoss =>
  typeof loss === "string" ? namedLoss(loss)! : loss;
