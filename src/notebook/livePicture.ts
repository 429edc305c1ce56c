import { sampleGenerator } from "../build/sample";
import { isNumbers } from "../data/pictures";
import { decodeSentences } from "../data/text";
import { isText } from "../data/textDataset";
import { plotDecision2d } from "../plot/decision2d";
import { plotDensity1d } from "../plot/density1d";
import type { Figure } from "../plot/figure";
import type { Png } from "../plot/png";
import { plotSamples } from "../plot/samples";
import { decisionCurve } from "../train/inspect2d";
import type { TrainingState } from "../train/trainGan";

/** What G draws from `latents`, beside the data; undefined for words and rows of a table. */
export async function pictureOf(
  { game, data }: TrainingState,
  latents: Float32Array,
): Promise<Png | Figure | undefined> {
  const [first = 0, ...others] = data.shape;
  const isImage = others.length === 2;
  if (!isImage && (others.length > 0 || first > 2)) return undefined;
  const drawn = await sampleGenerator(game.average?.generator ?? game.generator, { latents });
  // Pictures are enlarged where they are shown.
  if (isImage) return plotSamples(drawn, { scale: 1, gap: 1 });
  if (!isNumbers(data)) return undefined;
  if (first === 2) return plotDecision2d({ real: data, fake: drawn, title: "Samples" });
  if (game.conditionSize > 0) return undefined;
  const [low, high] = [quantile(data.samples, 0.001), quantile(data.samples, 0.999)];
  const range = [low - (high - low) / 2, high + (high - low) / 2] as const;
  const { isRelativistic } = game.loss;
  const around = [data.samples.slice(0, drawn.size), drawn.samples] as const;
  return plotDensity1d({
    real: data.samples,
    fake: drawn.samples,
    discriminator: await decisionCurve(
      game.discriminator,
      ...range,
      isRelativistic ? { around } : {},
    ),
    loss: game.loss,
    range,
    title: "Samples",
  });
}

/** One sentence, where the data are words. */
export async function sentenceOf({ game, data }: TrainingState): Promise<string | undefined> {
  if (!isText(data)) return undefined;
  const drawn = await sampleGenerator(game.generator, { count: 1, seed: game.step });
  return `“${decodeSentences(drawn, data)[0]!}”`;
}

const quantile = (values: Float32Array, share: number): number =>
  values.slice().sort()[Math.floor(share * values.length)]!;
