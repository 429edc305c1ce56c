import { test } from "node:test";
import * as g from "../src/index";
test("x", async () => {
  await g.startRuntime({ print: false });
  const data = g.mixture2d({ kind: "ring8", size: 4000, standardDeviation: 0.05, seed: 1 });
  for (const [order] of [[0]]) {
    const generator = g.buildGenerator("mlp", { latentSize: 2, seed: 1 });
    const discriminator = g.buildDiscriminator("mlp", { seed: 1 });
    const game = g.createGame({ ...g.classicGame, generator, discriminator, learningRate: 1e-3, seed: 1 });
    const real = g.tf.tensor2d(data.samples.slice(0, 400), [200, 2]);
    await g.discriminatorStep(game, real);
    for (let i = 0; i < 100; i++) await g.discriminatorStep(game, real);
    await g.generatorStep(game, 200);
    for (let i = 0; i < 150; i++) await g.generatorStep(game, 200);
    for (let i = 0; i < 200; i++) { await g.discriminatorStep(game, real); await g.generatorStep(game, 200); }
    for (let part = 0; part < 12; part++) {
      await g.trainGan({ game, data, steps: 1000, batchSize: 200 });
      const { samples } = await g.sampleGenerator(generator, { count: 2000, seed: 3 });
      const hits = data.centers.map(([cx, cy]) => Array.from({ length: 2000 }, (_, i) => Math.hypot(samples[2 * i]! - cx, samples[2 * i + 1]! - cy) < 0.15).filter(Boolean).length);
      const h = game.history; const m = (a: readonly number[]) => a.slice(-200).reduce((x, y) => x + y, 0) / 200;
      const sd = (a: readonly number[]) => Math.sqrt(a.slice(-1000).reduce((x, y) => x + (y - 0.5) ** 2, 0) / 1000);
      console.log("|", game.step, hits.filter((c) => c >= 20).length, hits.join(" "), m(h.realScore).toFixed(2), m(h.fakeScore).toFixed(2), "swing", sd(h.realScore).toFixed(3), sd(h.fakeScore).toFixed(3));
    }
  }
});
