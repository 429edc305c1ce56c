// Real tables, beside other generators of tables, five seeds: `npm run bench:realTables [-- part]`.
// Writes test/bench/results/realTables.json.
//
// Protocol: diamonds (plotnine; 8,000 rows), fair (statsmodels; 4,400) and health (statsmodels'
// randhie; 8,000); as many rows are drawn. Quality: sdmetrics' QualityReport against the table
// (qualityOfHeldOut: that of real rows). Usefulness: scikit-learn's gradient-boosted classifier of
// one column, trained on the rows, tested on real ones held out (trainedOnTable: trained on the
// table). Privacy: anonymeter's singling out, and findCopies. The rivals as their authors set them,
// CTGAN and TVAE by ctgan, the Gaussian copula by copulas; their epochs are in the results.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { sampleGenerator } from "../../src/build/sample";
import { findCopies } from "../../src/measure/copies";
import { startRuntime } from "../../src/runtime/start";
import {
  balanceRows,
  decodeTable,
  drawConditions,
  encodeTable,
  readTable,
  tableToCsv,
  type EncodedTable,
} from "../../src/tables";
import { annealRates } from "../../src/train/annealRates";
import { createGame } from "../../src/train/game";
import { trainGan } from "../../src/train/trainGan";
import { compareContestants } from "./results";
import { askRivals } from "./rivals";

const targets = { diamonds: "cut", fair: "affair", health: "health" };
type Name = keyof typeof targets;
interface Contestant {
  table: Name;
  model: "ganbook" | "ctgan" | "tvae" | "copula";
  epochs: number;
}
const epochs = {
  ganbook: { diamonds: 0, fair: 0, health: 0 },
  copula: { diamonds: 0, fair: 0, health: 0 },
  tvae: { diamonds: 100, fair: 150, health: 100 },
  ctgan: { diamonds: 150, fair: 300, health: 150 },
};
const protocol = { steps: 6000, batchSize: 256, hiddenUnits: [256, 256], latentSize: 32 };

/** Rows by our game, of the sizes of the protocol. */
async function draw(encoded: EncodedTable, seed: number): Promise<string> {
  const { steps, batchSize, hiddenUnits, latentSize } = protocol;
  const told = { classes: encoded.conditionSize, sampleShape: encoded.shape, hiddenUnits, seed };
  const generator = buildGenerator("mlp", { ...told, latentSize, spans: encoded.spans });
  const discriminator = buildDiscriminator("mlp", { ...told, conditioning: "concatenation" });
  const game = createGame({ generator, discriminator, averageDecay: 0.999, seed });
  await trainGan({
    game,
    data: balanceRows(encoded, { seed }),
    batchSize,
    steps,
    callbacks: [annealRates({ from: 1e-3, to: 5e-5, steps })],
  });
  const drawn = await sampleGenerator(game.average!.generator, {
    count: encoded.size,
    conditions: drawConditions(encoded, encoded.size, seed),
    seed: 1000 + seed,
  });
  return tableToCsv(decodeTable(drawn, encoded));
}

async function main(part = ""): Promise<void> {
  const { description } = await startRuntime();
  const folder = mkdtempSync(join(tmpdir(), "tables-"));
  askRivals("data", folder);
  const play = async (
    { table, model, epochs }: Contestant,
    seed: number,
  ): Promise<Record<string, number>> => {
    const [train, held] = ["train", "test"].map((which) => join(folder, `${table}_${which}.csv`));
    const rows = join(folder, "rows.csv");
    const real = readTable(train!);
    const encoded = encodeTable(real);
    const begun = performance.now();
    if (model === "ganbook") writeFileSync(rows, await draw(encoded, seed));
    else askRivals("fit", model, train!, rows, epochs, seed);
    const fitSeconds = Math.round((performance.now() - begun) / 1000);
    const code = (file: string): EncodedTable =>
      encodeTable(readTable(file, { like: real }), { codes: encoded.codes });
    const { copied, border } = findCopies(code(rows), encoded, code(held!), { level: 0.05 });
    const judged = askRivals("judge", train!, held!, rows, targets[table]);
    return { fitSeconds, ...judged, copied: copied.mean, border };
  };
  const contestants = Object.fromEntries(
    (["ganbook", "copula", "tvae", "ctgan"] as const).flatMap((model) =>
      (Object.keys(targets) as Name[]).map((table): [string, Contestant] => [
        `${table}, ${model}`,
        { table, model, epochs: epochs[model][table] },
      ]),
    ),
  );
  await compareContestants("realTables", contestants, play, {
    part,
    protocol: { ...protocol, runtime: description },
  });
  rmSync(folder, { recursive: true });
}
void main(process.argv[2]);
