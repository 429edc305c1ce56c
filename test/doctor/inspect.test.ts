import assert from "node:assert/strict";
import { before, test } from "node:test";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { balanceRows, encodeTable } from "../../src/tables";
import { createGrammar, sampleSentences } from "../../src/data/grammar";
import { samplePeople } from "../../src/data/people";
import { inspectGame } from "../../src/doctor/inspect";
import { startRuntime } from "../../src/runtime/start";
import { createGame } from "../../src/train/game";

before(() => startRuntime({ print: false }));

test("words and rows are looked at too", async () => {
  const words = sampleSentences(createGrammar(), { size: 100 });
  const sampleShape = words.shape as [number, number];
  const ofWords = createGame({
    generator: buildGenerator("text", { sampleShape }),
    discriminator: buildDiscriminator("text", { sampleShape }),
  });
  const rows = balanceRows(encodeTable(samplePeople({ size: 100 })));
  const told = { classes: rows.conditionSize, sampleShape: rows.shape };
  const ofRows = createGame({
    generator: buildGenerator("mlp", { ...told, spans: rows.spans, latentSize: 8 }),
    discriminator: buildDiscriminator("mlp", told),
  });
  for (const [game, data] of [
    [ofWords, words],
    [ofRows, rows],
  ] as const) {
    const inspection = await inspectGame(game, data, { samples: 50, holdout: data });
    assert.deepEqual([inspection.uniformLayers, inspection.notFinite], [[], []]);
    assert.ok(inspection.distance.fake > 0 && Number.isFinite(inspection.holdoutGap!.deviations));
  }
});
