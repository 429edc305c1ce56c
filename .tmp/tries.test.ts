import { test } from "node:test";
import * as g from "../src/index";
import { countModes } from "../src/measure";
const randomStream = g.randomStream;
test("x", async () => {
  await g.startRuntime({ print: false });
  const mint = randomStream(3, "mint");
  const samples = Float32Array.from({ length: 4000 }, () => (mint.uniform() < 0.5 ? -1.5 : 1.5) + 0.3 * mint.normal());
  const notes = g.createDataset({ name: "notes", samples, shape: [1] });
  const run = async (name: string, gh: number[], dh: number[], lr: number) => {
    const generator = g.buildGenerator("mlp", { latentSize: 1, sampleShape: [1], hiddenUnits: gh, seed: 1 });
    const discriminator = g.buildDiscriminator("mlp", { sampleShape: [1], hiddenUnits: dh, seed: 1 });
    const heavy: string[] = [];
    await g.trainGan({ generator, discriminator, data: notes, steps: 3000, ...g.classicGame, learningRate: lr, seed: 1, callbacks: [{ onStep: async ({ game }) => { if (game.step % 100 === 0) { const { samples: s } = await g.sampleGenerator(generator, { count: 500 }); heavy.push((s.filter((x) => x > 0).length / 500).toFixed(2)); } } }] });
    const { samples: fake } = await g.sampleGenerator(generator, { count: 2000 });
    const f = (lo: number, hi: number) => fake.filter((x) => x >= lo && x < hi).length / 2000;
    console.log("|", name, "left", f(-2.4, -0.6), "between", f(-0.6, 0.6), "right", f(0.6, 2.4), "outside", (1 - f(-2.4, 2.4)).toFixed(2), heavy.join(" "));
  };
  await run("as it is", [32, 32], [32, 32], 1e-3);
  await run("G [4]", [4], [32, 32], 1e-3);
  await run("2e-2", [32, 32], [32, 32], 2e-2);
  // 4.2/4.3
  for (const [name, kind, k] of [["ring k=5", "ring8", 5], ["ring k=1", "ring8", 1], ["moons", "moons", 1]] as const) {
    const data = g.mixture2d({ kind, size: 4000, standardDeviation: 0.05, seed: 1 });
    const generator = g.buildGenerator("mlp", { latentSize: 2, seed: 1 });
    const discriminator = g.buildDiscriminator("mlp", { seed: 1 });
    const game = g.createGame({ ...g.classicGame, generator, discriminator, learningRate: 1e-3, seed: 1, discriminatorSteps: k });
    const real = g.tf.tensor2d(data.samples.slice(0, 400), [200, 2]);
    for (let i = 0; i < 101; i++) await g.discriminatorStep(game, real);
    for (let i = 0; i < 151; i++) await g.generatorStep(game, 200);
    for (let i = 0; i < 200; i++) { await g.discriminatorStep(game, real); await g.generatorStep(game, 200); }
    const b = performance.now();
    await g.trainGan({ game, data, steps: 8000, batchSize: 200 });
    const s = (performance.now() - b) / 8000;
    const drawn = await g.sampleGenerator(generator, { count: 2000, seed: 3 });
    if (kind === "ring8") { const m = countModes(drawn, data, { leastHits: 20 }); console.log("|", name, m.covered, m.highQuality.toFixed(3), s.toFixed(2), "ms"); }
    else { const near = (pts: Float32Array, x: number, y: number) => { let b = 9; for (let i = 0; i < 4000; i++) b = Math.min(b, Math.hypot(pts[2 * i]! - x, pts[2 * i + 1]! - y)); return b; };
      let ok = 0, cov = 0; for (let i = 0; i < 500; i++) ok += +(near(data.samples, drawn.samples[2 * i]!, drawn.samples[2 * i + 1]!) < 0.1); for (let i = 0; i < 500; i++) { let b = 9; for (let j = 0; j < 2000; j++) b = Math.min(b, Math.hypot(drawn.samples[2 * j]! - data.samples[2 * i]!, drawn.samples[2 * j + 1]! - data.samples[2 * i + 1]!)); cov += +(b < 0.1); }
      console.log("|", name, "near", ok / 500, "covered", cov / 500, s.toFixed(2)); }
  }
  // 7.1
  const { doctor, diagnose } = await import("../src/doctor");
  for (const k of [1, 20]) { const data = g.mixture2d({ kind: "grid25", size: 5000, seed: 1 }); const w = g.doctor({ print: false });
    const generator = g.buildGenerator("mlp", { seed: 1 });
    const r = await g.trainGan({ ...g.classicGame, data, batchSize: 128, seed: 1, generator, discriminator: g.buildDiscriminator("mlp", { seed: 1 }), learningRate: 1e-3, steps: 1500, discriminatorSteps: k, callbacks: [w] });
    const h = r.history; const m = (a: readonly number[], f: number, t: number) => (a.slice(f, t).reduce((x, y) => x + y, 0) / (t - f)).toFixed(2);
    console.log("|", "grid k", k, "gradD", m(h.discriminatorGradientNorm, 100, 200), m(h.discriminatorGradientNorm, 1400, 1500), "LG", m(h.generatorLoss, 100, 200), m(h.generatorLoss, 1400, 1500), "modes", countModes(await g.sampleGenerator(generator, { count: 2500 }), data, { leastHits: 20 }).covered, w.findings.map((f) => f.name).join(), m(h.realScore, 1300, 1500), m(h.fakeScore, 1300, 1500)); }
});
