import type { GanLoss } from "./loss";
import { nonSaturatingLoss } from "./nonSaturating";
import { draganPenalty, withPenalty } from "./penalties";

/**
 * DRAGAN: the non-saturating loss with D's slope held at 1 around the data, lambda = 10.
 *
 * Source: https://arxiv.org/abs/1705.07215.
 */
export const draganLoss: GanLoss = {
  ...withPenalty(nonSaturatingLoss, draganPenalty()),
  name: "dragan",
};
