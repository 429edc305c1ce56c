import { test } from "node:test";
import * as g from "../src/index";
import { judgeSamples, classHistogram } from "../src/measure";
test("x", async () => {
  await g.startRuntime({ print: false });
  const data = g.loadMnist({ seed: 1 }).all;
  const { loss, ...adam } = g.classicGame;
  for (const [name, o] of [["new loss, old adam", adam], ["old loss, new adam", { loss }]] as const) {
    const generator = g.buildGenerator("seed", { seed: 1 });
    await g.trainGan({ generator, discriminator: g.buildDiscriminator("seed", { seed: 1 }), data, epochs: 10, batchSize: 100, seed: 1, ...o });
    console.log("|", name, classHistogram(judgeSamples(await g.sampleGenerator(generator, { count: 1000, seed: 7 })).labels, 10).join(" "));
  }
});
