import { draganLoss } from "./dragan";
import { hingeLoss } from "./hinge";
import { isNamed, markNamed } from "./isNamed";
import { leastSquaresLoss } from "./leastSquares";
import type { GanLoss } from "./loss";
import { minimaxLoss } from "./minimax";
import { nonSaturatingLoss } from "./nonSaturating";
import {
  draganPenalty,
  oneCentredPenalty,
  r1Penalty,
  r2Penalty,
  withPenalty,
  zeroCentredPenalty,
} from "./penalties";
import { relativisticAverageLoss, relativisticPairedLoss } from "./relativistic";
import { wassersteinGpLoss, wassersteinLoss } from "./wasserstein";

const losses = {
  minimax: minimaxLoss,
  "non-saturating": nonSaturatingLoss,
  "least-squares": leastSquaresLoss,
  wasserstein: wassersteinLoss,
  "wasserstein-gp": wassersteinGpLoss,
  hinge: hingeLoss,
  dragan: draganLoss,
  "relativistic-paired": relativisticPairedLoss,
  "relativistic-average": relativisticAverageLoss,
} as const;
Object.values(losses).forEach(markNamed);
const penalties = {
  R1: r1Penalty,
  R2: r2Penalty,
  "0-GP": zeroCentredPenalty,
  "1-GP": oneCentredPenalty,
  DRAGAN: draganPenalty,
} as const;

type Plain = keyof typeof losses;
type Term = `${keyof typeof penalties}(${number})`;
/**
 * A loss by name, with penalties and their weights, or without: `"hinge"`, `"relativistic-paired +
 * R1(0.1) + R2(0.1)"`. Penalties: `R1`, `R2`, `0-GP`, `1-GP`, `DRAGAN`.
 */
export type LossName =
  | Plain
  | `${Plain} + ${Term}`
  | `${Plain} + ${Term} + ${Term}`
  | `${Plain} + ${Term} + ${Term} + ${string}`;

/** All losses that have names. */
export const lossNames = Object.keys(losses) as readonly Plain[];

/** Whether `namedLoss` gives this very loss again, by its name. */
export const canBeNamed = (loss: GanLoss): boolean =>
  isNamed(loss) && namedLoss(loss.name) !== undefined;

/** The loss of that name, or undefined. */
export function namedLoss(name: string): GanLoss | undefined {
  const [plain, ...terms] = name.split(" + ");
  const loss: GanLoss | undefined = Object.hasOwn(losses, plain!)
    ? losses[plain as Plain]
    : undefined;
  const added = terms.map((term) => {
    const [, penalty, weight] =
      /^([\w-]+)\(((?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\)$/.exec(term) ?? [];
    return penalty && Object.hasOwn(penalties, penalty)
      ? penalties[penalty as keyof typeof penalties](Number(weight))
      : undefined;
  });
  return added.reduce((sum, penalty) => sum && penalty && withPenalty(sum, penalty), loss);
}
