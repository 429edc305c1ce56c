import { z } from "zod";

/**
 * What of a loss says how D's scores are to be read: a game's `loss` is one.
 *
 * With cross-entropy (`hasProbabilities`) the sigmoid of a logit is D's probability of "real". With
 * a relativistic loss D says nothing of one sample: only which of a real and a generated one is the
 * real one. Of others (hinge, least squares, Wasserstein, your own) the sigmoid is a score between
 * 0 and 1, and no probability.
 */
export interface ScoredLoss {
  readonly isRelativistic?: true;
  readonly hasProbabilities?: true;
}

const isLoss = (value: unknown): boolean => typeof value === "object" && value !== null;
/** A loss as an option of a figure. */
export const scoredLoss = z.custom<ScoredLoss>(isLoss, "expected a loss, such as game.loss");

/** How scores are named in figures: of real samples, of generated ones, and along an axis. */
export interface ScoreNames {
  readonly real: string;
  readonly fake: string;
  readonly axis: string;
}

/** The names of a loss's scores; where none is given, what is true of all. */
export function scoreNames(loss: ScoredLoss | undefined): ScoreNames {
  if (loss?.isRelativistic)
    return {
      real: "real ahead of generated",
      fake: "generated ahead of real",
      axis: "of pairs",
    };
  const names = { real: "D(x), real", fake: "D(G(z)), generated" };
  return { ...names, axis: loss?.hasProbabilities ? "probability of real" : "score of D" };
}
