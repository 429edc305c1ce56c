import type { Inspection } from "./inspect";
import { round, type Case, type Evidence, type Rule } from "./rule";

/** What can be wrong with a game from the start. */
export const causes: readonly Rule[] = [
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
    name: "data-all-alike",
    says: "All samples of the data are the same: there is nothing to learn but one thing.",
    cause: "A reader that gave one sample again and again, or a column or picture without content.",
    fix: "Look at the data before training: show(plotSamples(data)), or print some rows.",
    find: ({ inspection }: Case): Evidence | undefined =>
      inspection?.distance.real === 0
        ? { distance: 0, min: round(inspection.data.min) }
        : undefined,
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
    name: "swapped-labels",
    says: "The losses pull the wrong way: D learns to take fakes for real, or G to be found out.",
    cause: "The targets or the arguments of the loss are exchanged, or a sign.",
    fix:
      "Give D the target 1 for real samples and 0 for fakes; " +
      "discriminator(realLogits, fakeLogits, …) in this order, smaller where D is right.",
    find: ({ inspection }: Case): Evidence | undefined => {
      const slopes = inspection && isSwapped(inspection) && inspection.lossSlopes;
      if (!slopes) return undefined;
      const { real, fake, generator } = slopes;
      return {
        slopeOfDAtReal: round(real),
        slopeOfDAtFake: round(fake),
        slopeOfGAtFake: round(generator),
      };
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
    fix: "Give the player a learning rate near 1e-3, the default (classic game: 2e-4).",
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

/** Whether a loss rewards what it should punish. */
export const isSwapped = ({ lossSlopes: slopes }: Inspection): boolean =>
  slopes !== undefined && (slopes.generator > 0 || (slopes.real > 0 && slopes.fake < 0));
