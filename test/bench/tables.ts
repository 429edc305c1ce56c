// Rows of a table whose law is known, five seeds: `npm run bench:tables [-- part]`. Writes
// test/bench/results/tables.json.
//
// Protocol: 4,000 invented people, 4,000 steps of 128, rates down half a cosine, averaged G; 4,000
// rows drawn. Column and pair distances to the table (floor: 4,000 other people); a classifier of
// "home" trained on the rows, tested on 2,000 other people; distances to the nearest row of the
// table beside those of 2,000 others, new ones for each seed.
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { sampleGenerator } from "../../src/build/sample";
import type { Dataset } from "../../src/data/dataset";
import { balanceRows, decodeTable, drawConditions, encodeTable } from "../../src/tables";
import { samplePeople } from "../../src/data/people";
import type { Table } from "../../src/tables";
import { trainOnSynthetic } from "../../src/measure/agreement";
import { findCopies } from "../../src/measure/copies";
import { compareTables, labelledBy } from "../../src/measure/tables";
import { startRuntime } from "../../src/runtime/start";
import { annealRates } from "../../src/train/annealRates";
import { createGame } from "../../src/train/game";
import { trainGan } from "../../src/train/trainGan";
import { compareContestants } from "./results";

type Contestant = { kind: "real" } | { kind: "gan"; conditional: boolean; packing: number };
const protocol = { rows: 4000, drawn: 4000, steps: 4000, batchSize: 128 };
const contestants: Record<string, Contestant> = {
  "other people": { kind: "real" },
  "GAN, conditional": { kind: "gan", conditional: true, packing: 1 },
  "GAN, conditional, packed by 4": { kind: "gan", conditional: true, packing: 4 },
  "GAN, without conditions": { kind: "gan", conditional: false, packing: 1 },
};

async function main(part = ""): Promise<void> {
  const { description } = await startRuntime();
  const [people, others] = [
    samplePeople({ size: protocol.rows, seed: 1 }),
    samplePeople({ size: 2000, seed: 2 }),
  ];
  const encoded = encodeTable(people);
  const draw = async (
    contestant: Contestant,
    seed: number,
  ): Promise<{ rows: Dataset; table: Table }> => {
    if (contestant.kind === "real") {
      const table = samplePeople({ size: protocol.drawn, seed: 1000 + seed });
      return { table, rows: encodeTable(table, { codes: encoded.codes }) };
    }
    const { conditional, packing } = contestant;
    const classes = conditional ? encoded.conditionSize : 0;
    const told = { classes, sampleShape: encoded.shape, seed };
    const generator = buildGenerator("mlp", { ...told, latentSize: 32, spans: encoded.spans });
    const discriminator = buildDiscriminator("mlp", {
      ...told,
      packing,
      conditioning: "concatenation",
    });
    const game = createGame({ generator, discriminator, packing, averageDecay: 0.999, seed });
    const { steps, batchSize } = protocol;
    const data = conditional ? balanceRows(encoded, { seed: 1 }) : encoded;
    await trainGan({
      game,
      data,
      batchSize,
      steps,
      callbacks: [annealRates({ from: 1e-3, to: 5e-5, steps })],
    });
    const conditions = conditional
      ? { conditions: drawConditions(encoded, protocol.drawn, seed) }
      : {};
    const rows = await sampleGenerator(game.average!.generator, {
      count: protocol.drawn,
      seed: 1000 + seed,
      ...conditions,
    });
    return { rows, table: decodeTable(rows, encoded) };
  };
  const play = async (contestant: Contestant, seed: number): Promise<Record<string, number>> => {
    const { rows, table } = await draw(contestant, seed);
    const { meanColumn, meanPair } = compareTables(people, table);
    const label = (some: Table): Dataset => labelledBy(some, "home", encoded);
    const { synthetic, real } = trainOnSynthetic(label(table), label(people), label(others), {
      seed,
    });
    const held = samplePeople({ size: 2000, seed: 2000 + seed });
    const copies = findCopies(rows, encoded, encodeTable(held, { codes: encoded.codes }), {
      level: 0.05,
    });
    const median = (values: Float32Array): number => values.slice().sort()[values.length >> 1]!;
    return {
      meanColumn,
      meanPair,
      trainedOnRows: synthetic.mean,
      trainedOnTable: real.mean,
      nearestRow: median(copies.distances),
      nearestRowOfOthers: median(copies.heldOut),
      copied: copies.copied.mean,
      border: copies.border,
    };
  };
  await compareContestants("tables", contestants, play, {
    part,
    protocol: { ...protocol, runtime: description },
  });
}
void main(process.argv[2]);
