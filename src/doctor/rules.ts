import { meanOfLast } from "../base/mean";
import type { History } from "../train/history";
import { period } from "./series";
import type { Inspection } from "./inspect";

/** What a rule looks at. */
export interface Case {
  readonly history: History;
  readonly inspection?: Inspection;
}

/** Numbers that speak for a finding. */
export type Evidence = Record<string, number | string>;

/** One thing that can be wrong with a game. */
export interface Rule {
  readonly name: string;
  readonly says: string;
  readonly cause: string;
  readonly fix: string;
  /** A symptom may pass by itself; causes do not. */
  readonly isSymptom?: true;
  /** The evidence, or undefined where there is none. */
  readonly find: (found: Case) => Evidence | undefined;
}

/**
 * Steps that the scores' means are taken over, and how many there have to be before symptoms count.
 */
export const symptomSteps = 200;
const last = (values: readonly number[]): number => meanOfLast(values, symptomSteps);
const isYoung = ({ step }: History): boolean => (step.at(-1) ?? 0) < symptomSteps;
const round = (value: number): number => Number(value.toPrecision(3));

/** Causes first: what comes after may be their symptom. */
export const rules: readonly Rule[] = [
  {
    name: "not-finite",
    says: "A number has become NaN or infinite; from here on nothing is learned.",
    cause:
      "Steps that are too large, or a loss that divides by zero or takes the logarithm of zero.",
    fix:
      "Go back to the last good checkpoint and divide the learning rate by 10; write the loss " +
      "with logits and tf.softplus.",
    find: ({ history, inspection }: Case): Evidence | undefined => {
      const { step, secondsPerStep, ...numbers } = history;
      void secondsPerStep;
      const broken = Object.entries(numbers as Record<string, readonly number[]>).flatMap(
        ([name, values]) => {
          const at = values.findIndex((value) => !Number.isFinite(value));
          return at < 0 ? [] : [{ at, text: `${name} ${values[at]}` }];
        },
      );
      const first = Math.min(...broken.map(({ at }) => at));
      const weights = inspection?.notFinite ?? [];
      if (!broken.length && !weights.length) return undefined;
      return {
        ...(broken.length && {
          step: step[first]!,
          numbers: broken
            .filter(({ at }) => at === first)
            .map(({ text }) => text)
            .join(", "),
        }),
        ...(weights.length && {
          weights:
            weights.slice(0, 2).join(", ") +
            (weights.length > 2 ? ` and ${weights.length - 2} more` : ""),
        }),
      };
    },
  },
  {
    name: "shared-weights",
    says: "Both players train the same weights, so D's step moves G the wrong way.",
    cause: "A forgotten detach: the generator's variables are in the discriminator's list.",
    fix: "Give each player its own variables only; createGame does.",
    find: ({ inspection }: Case): Evidence | undefined => {
      const shared = inspection?.sharedWeights ?? [];
      return shared.length ? { weights: shared.length, first: shared[0]! } : undefined;
    },
  },
  {
    name: "data-range",
    says: "The generator cannot draw numbers like the data's.",
    cause:
      "The data were not scaled to what G's last activation gives (tanh: -1 … 1), or not " +
      "to about 1.",
    fix: "Scale the data, e.g. pixels of 0 … 255 by value / 127.5 - 1; loadMnist and loadIdx do.",
    find: ({ inspection }: Case): Evidence | undefined => {
      if (!inspection) return undefined;
      const { data, outputRange } = inspection;
      const evidence = {
        min: round(data.min),
        max: round(data.max),
        deviation: round(data.deviation),
      };
      if (!outputRange) return data.deviation > 10 || data.deviation < 0.01 ? evidence : undefined;
      const [low, high] = outputRange;
      const outside = data.min < low - 0.05 || data.max > high + 0.05;
      const unused = Number.isFinite(high) && data.max - data.min < 0.6 * (high - low);
      return outside || unused ? { ...evidence, generator: `${low} … ${high}` } : undefined;
    },
  },
  {
    name: "uniform-weights",
    says:
      "All units of a layer start alike and so stay alike: the layer can do no more than one " +
      "unit.",
    cause: "First weights of zero, or all of one value.",
    fix:
      "Start with random weights, e.g. " +
      "kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }).",
    find: ({ inspection }) =>
      inspection?.uniformLayers.length
        ? { layers: inspection.uniformLayers.join(", ") }
        : undefined,
  },
  {
    name: "latent-too-small",
    says:
      "z has fewer numbers than it takes to say where a sample lies among the data; G can only " +
      "draw a thread through them.",
    cause: "latentSize is too small.",
    fix: "Choose a latentSize of at least the data's dimension; for images 64 or 100.",
    find: ({ inspection }: Case): Evidence | undefined => {
      if (!inspection || inspection.latentSize >= 0.5 * inspection.intrinsicDimension)
        return undefined;
      return {
        latentSize: inspection.latentSize,
        dataDimension: round(inspection.intrinsicDimension),
      };
    },
  },
  {
    name: "batch-norm-with-penalty",
    says:
      "D's score of one sample depends on the others in its batch, so the gradient that is " +
      "penalised is not D's.",
    cause:
      "Batch normalisation in a discriminator with a gradient penalty " +
      "(https://arxiv.org/abs/1704.00028, section 4).",
    fix: "Take batch normalisation out of the discriminator.",
    find: ({ inspection }) =>
      inspection?.batchNormWithPenalty ? { layers: "BatchNormalization" } : undefined,
  },
  {
    name: "learning-rate-too-high",
    says: "Each step changes the first weights by several per cent: too far to stay on a path.",
    cause: "A learning rate too high for these weights (Adam moves each by about the rate).",
    fix: "Divide the learning rate by 10.",
    // Only of the first weights: later ones may be small because they should.
    find: ({ inspection }) =>
      inspection?.step === 0 ? rateEvidence(inspection, (step) => step > 0.08) : undefined,
  },
  {
    name: "player-stands-still",
    says: "A player does not learn: its steps are too small to change anything.",
    cause: "A learning rate near zero.",
    fix: "Give the player a learning rate near 2e-4.",
    find: ({ inspection }) => rateEvidence(inspection, (step) => step < 1e-6),
  },
  {
    name: "dead-relus",
    says:
      "Most rectified units of a layer are 0 for every input: they learn nothing and say " +
      "nothing.",
    cause: "Biases far below zero, often after a step that was too large.",
    fix: "Start again with biases of 0 and a smaller rate, or use leaky relu.",
    find: ({ inspection }: Case): Evidence | undefined => {
      const worst = inspection?.deadUnits.reduce((a, b) => (b.share > a.share ? b : a), {
        model: "",
        layer: "",
        share: 0,
      });
      return worst && worst.share > 0.6
        ? { share: round(worst.share), layer: `${worst.model}/${worst.layer}` }
        : undefined;
    },
  },
  {
    name: "swapped-labels",
    isSymptom: true,
    says: "D takes fakes for real and real samples for fakes.",
    cause: "The targets or the arguments of the loss are exchanged.",
    fix:
      "Give D the target 1 for real samples and 0 for fakes; " +
      "discriminator(realLogits, fakeLogits, …) in this order.",
    find: ({ history }: Case): Evidence | undefined => {
      const evidence = {
        realScore: round(last(history.realScore)),
        fakeScore: round(last(history.fakeScore)),
      };
      return !isYoung(history) && evidence.realScore < evidence.fakeScore - 0.2
        ? evidence
        : undefined;
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
      "Set discriminatorSteps to 1, lower D's rate, use the non-saturating loss, or label " +
      "smoothing of 0.1.",
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
      const { distance, classes } = inspection;
      const spread = distance.fake / distance.real;
      const lost = classes !== undefined && classes.real > 1 && classes.fake <= classes.real / 2;
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

function rateEvidence(
  inspection: Inspection | undefined,
  isWrong: (relativeStep: number) => boolean,
): Evidence | undefined {
  if (inspection?.notFinite.length) return undefined;
  const wrong = Object.entries(inspection?.relativeStep ?? {}).filter(([, step]) => isWrong(step));
  if (!wrong.length) return undefined;
  return Object.fromEntries(
    wrong.map(([player, step]) => [`${player}StepOverWeights`, round(step)]),
  );
}
