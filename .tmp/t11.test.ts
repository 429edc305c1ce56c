import { test } from "node:test";
import * as g from "../src/index";
import * as t from "../src/tables";
test("x", async () => {
  await g.startRuntime({ print: false });
  const people = t.samplePeople({ size: 4000, seed: 1 });
  const encoded = t.encodeTable(people);
  for (const cond of [true, false]) {
    const data = cond ? t.balanceRows(encoded, { seed: 1 }) : encoded;
    const told = { ...(cond && { classes: encoded.conditionSize }), sampleShape: encoded.shape, seed: 1 };
    const generator = g.buildGenerator("mlp", { ...told, latentSize: 32, spans: encoded.spans } as never);
    const discriminator = g.buildDiscriminator("mlp", { ...told, ...(cond && { conditioning: "concatenation" }) } as never);
    const game = g.createGame({ generator, discriminator, averageDecay: 0.999, seed: 1 });
    const steps = 4000;
    await g.trainGan({ game, data, batchSize: 128, steps, callbacks: [g.annealRates({ from: 1e-3, to: 5e-5, steps })] });
    const drawn = await g.sampleGenerator(game.average!.generator, { count: 4000, ...(cond && { conditions: t.drawConditions(encoded, 4000, 9) }), seed: 3 });
    const d = t.compareTables(people, t.decodeTable(drawn, encoded));
    const share = (table: typeof people, school: string) => t.tableRows(table).filter((row) => row.school === school).length / table.size;
    console.log("|", cond, JSON.stringify(d.columns), d.meanPair.toFixed(3), "doctorate", share(t.decodeTable(drawn, encoded), "doctorate"), share(people, "doctorate"));
  }
});
