import type { History } from "../train/history";
import type { Inspection } from "./inspect";
import { isSwapped } from "./causes";
import { isYoung, last, round, type Case, type Evidence, type Rule } from "./rule";
import { period } from "./series";

/** What shows while a game is played. */
export const symptoms: readonly Rule[] = [
  {
    name: "discriminator-too-weak",
    isSymptom: true,
    says: "D does not hold G, whose samples get away from the data.",
    cause:
      "D cannot tell where the data are (no hidden layer, too few units), or its steps are too " +
      "small beside G's.",
    fix:
      "Give D a hidden layer or more units, a larger rate, or more updates: " +
      "discriminatorSteps: 2.",
    find: ({ history, inspection }: Case): Evidence | undefined => {
      if (isYoung(history) || (inspection && isSwapped(inspection))) return undefined;
      const scores = exchanged(history);
      const isAway = inspection !== undefined && reachOf(inspection) > widest;
      if (!isAway && !scores) return undefined;
      return { ...scores, ...(isAway && { spreadOfFakes: round(reachOf(inspection)) }) };
    },
  },
  {
    name: "memorising",
    isSymptom: true,
    says:
      "D knows the training samples one by one: it finds them more real than samples of the " +
      "same kind that it has not seen.",
    cause: "Too few data for so large a discriminator, or too long a training.",
    fix: "Use more data or a smaller discriminator, or stop at the best checkpoint.",
    find: ({ history, inspection }: Case): Evidence | undefined => {
      const { deviations, error } = inspection?.holdoutGap ?? { deviations: 0, error: 0 };
      if (isYoung(history) || !(deviations > Math.max(0.3, 3 * error))) return undefined;
      return { gapInDeviations: round(deviations), standardError: round(error) };
    },
  },
  {
    name: "discriminator-too-strong",
    isSymptom: true,
    says: "D is nearly always right and sure of it; G learns little from it.",
    cause: "Too many steps or too large a rate for D, or a loss that saturates.",
    fix:
      "Set discriminatorSteps to 1, lower D's rate, or use the default loss, or the " +
      "non-saturating one with labelSmoothing: 0.1.",
    find: ({ history }: Case): Evidence | undefined => {
      const [real, fake] = [last(history.realScore), last(history.fakeScore)];
      if (isYoung(history) || !(real > 0.9 && fake < 0.1)) return undefined;
      return {
        realScore: round(real),
        fakeScore: round(fake),
        gradientOfG: round(last(history.generatorGradientNorm)),
        discriminatorSteps: history.discriminatorSteps.at(-1)!,
      };
    },
  },
  {
    name: "generator-collapsed",
    isSymptom: true,
    says: "G draws one thing, or few, whatever z is: mode collapse.",
    cause: "Nothing in the loss asks for variety; G has found what D believes and draws only that.",
    fix:
      "Name no loss: the default game asks for variety. Or use the dcgan pair for images, a " +
      'lower rate for G, or a penalty: "non-saturating + R1(1)".',
    find: ({ history, inspection }: Case): Evidence | undefined => {
      if (!inspection || isYoung(history)) return undefined;
      const { classes } = inspection;
      const spread = spreadOf(inspection);
      // Of samples that lie apart from the data the nearest class says nothing.
      const lost =
        classes !== undefined &&
        classes.real > 1 &&
        classes.fake <= classes.real / 2 &&
        spread < 1.3;
      if (!(spread < 0.3) && !lost) return undefined;
      return {
        spreadOfFakes: round(spread),
        ...(classes && { classes: `${classes.fake} of ${classes.real}` }),
      };
    },
  },
  {
    name: "oscillation",
    says: "The players chase each other in circles and do not get closer.",
    cause: "Nothing damps the game (https://arxiv.org/abs/1801.04406).",
    fix:
      "Add a penalty, withPenalty(nonSaturatingLoss, r1Penalty()), or average the generator: " +
      "averageDecay: 0.999.",
    find: ({ history }: Case): Evidence | undefined => {
      const recent = history.realScore.slice(-2000);
      const found = [recent, history.fakeScore.slice(-2000)].map(period);
      if (!found.every((wave) => wave.likeness > 0.6 && wave.deviation > 0.005 && wave.steps >= 20))
        return undefined;
      return { periodInSteps: found[0]!.steps, likenessAfterOnePeriod: round(found[0]!.likeness) };
    },
  },
];

/** How far apart G's samples lie, over how far the data do. */
const spreadOf = ({ distance }: Inspection): number => distance.fake / distance.real;
/** The same, over how large the data are where they lie close together. */
const reachOf = ({ distance, data }: Inspection): number =>
  distance.fake / Math.max(distance.real, data.deviation);
/** The reach of healthy games does not come near to this. */
const widest = 3;

/** The scores, where fakes have the higher one. */
function exchanged(history: History): Evidence | undefined {
  const [realScore, fakeScore] = [round(last(history.realScore)), round(last(history.fakeScore))];
  return !isYoung(history) && realScore < fakeScore - 0.2 ? { realScore, fakeScore } : undefined;
}
