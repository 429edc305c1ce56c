import type { GanLoss, Penalty } from "./loss";

const named = new WeakSet<GanLoss | Penalty>();

/**
 * Says that a loss or penalty of ours can be had again by its name; it cannot be changed any more.
 */
export function markNamed<T extends GanLoss | Penalty>(part: T): T {
  named.add(part);
  return Object.freeze(part);
}

/** Whether a loss or penalty is the very one that its name gives, and no copy with changes. */
export const isNamed = (part: GanLoss | Penalty): boolean => named.has(part);
