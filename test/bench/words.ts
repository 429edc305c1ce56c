// Sentences of a known grammar, five seeds: `npm run bench:words [-- part]`. Writes
// test/bench/results/words.json.
//
// Protocol: 5,000 of the 27,840 sentences of `smallEnglish`, 3,000 steps of 64, rates down half a
// cosine, averaged G; 2,000 sentences judged by the grammar. Beside the games a language model
// trained by maximum likelihood on the same sentences, 20 passes.
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { sampleGenerator } from "../../src/build/sample";
import type { Dataset } from "../../src/data/dataset";
import type { TextDataset } from "../../src/data/textDataset";
import { createGrammar, sampleSentences } from "../../src/data/grammar";
import { decodeSentences } from "../../src/data/text";
import { sampleLanguageModel, trainLanguageModel } from "../../src/measure/languageModel";
import { judgeSentences } from "../../src/measure/sentences";
import { startRuntime } from "../../src/runtime/start";
import { annealRates } from "../../src/train/annealRates";
import { createGame, defaultLoss, type GameOptions } from "../../src/train/game";
import { trainGan } from "../../src/train/trainGan";
import { compareContestants } from "./results";

type Contestant =
  | { kind: "real" }
  | { kind: "likelihood" }
  | { kind: "gan"; draw: "softmax" | "gumbel"; loss: NonNullable<GameOptions["loss"]> };
const protocol = { sentences: 5000, drawn: 2000, steps: 3000, batchSize: 64 };
const contestants: Record<string, Contestant> = {
  "real sentences": { kind: "real" },
  "maximum likelihood": { kind: "likelihood" },
  "GAN, default game, Gumbel": { kind: "gan", draw: "gumbel", loss: defaultLoss },
  "GAN, default game, softmax": { kind: "gan", draw: "softmax", loss: defaultLoss },
  "GAN, wasserstein-gp, softmax": { kind: "gan", draw: "softmax", loss: "wasserstein-gp" },
};

async function main(part = ""): Promise<void> {
  const { description } = await startRuntime();
  const grammar = createGrammar();
  const data = sampleSentences(grammar, { size: protocol.sentences, seed: 1 });
  const train = decodeSentences(data, data.vocabulary);
  const draw = async (contestant: Contestant, seed: number): Promise<Dataset | TextDataset> => {
    if (contestant.kind === "real")
      return sampleSentences(grammar, { size: protocol.drawn, seed: 1000 + seed });
    if (contestant.kind === "likelihood")
      return sampleLanguageModel(trainLanguageModel(data, { seed }), protocol.drawn, seed);
    const sampleShape = data.shape as [number, number];
    const generator = buildGenerator("text", { sampleShape, draw: contestant.draw, seed });
    const discriminator = buildDiscriminator("text", { sampleShape, seed });
    const game = createGame({
      generator,
      discriminator,
      loss: contestant.loss,
      averageDecay: 0.999,
      seed,
    });
    const { steps, batchSize } = protocol;
    await trainGan({
      game,
      data,
      batchSize,
      steps,
      callbacks: [annealRates({ from: 1e-3, to: 5e-5, steps })],
    });
    return sampleGenerator(game.average!.generator, { count: protocol.drawn, seed: 1000 + seed });
  };
  const play = async (contestant: Contestant, seed: number): Promise<Record<string, number>> => {
    const sentences = decodeSentences(await draw(contestant, seed), data.vocabulary);
    const { valid, novel, distinct, pairDistance } = judgeSentences(sentences, grammar, train);
    return { valid: valid.mean, validAndNew: novel.mean, distinct, pairDistance };
  };
  await compareContestants("words", contestants, play, {
    part,
    protocol: { ...protocol, runtime: description },
  });
}
void main(process.argv[2]);
