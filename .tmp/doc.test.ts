import { test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { startRuntime } from "../src/runtime/start";
import { broken } from "../test/doctor/gallery";
import { doctor } from "../src/doctor/doctor";
import { inspectGame } from "../src/doctor/inspect";
import { trainGan } from "../src/train/trainGan";
import { createGame, classicGame } from "../src/train/game";
import { mixture2d } from "../src/data/mixture2d";
import { createDataset } from "../src/data/dataset";
import { buildGenerator } from "../src/build/generator";
import { buildDiscriminator } from "../src/build/discriminator";
const dense = (units: number, more: object = {}) => tf.layers.dense({ units, kernelInitializer: tf.initializers.glorotNormal({ seed: 3 }), ...more });
test("x", async () => {
  await startRuntime({ print: false });
  const ring = mixture2d({ size: 5000 });
  const linear = (seed: number, more: object) => () => createGame({ ...classicGame, learningRate: 1e-3, generator: buildGenerator("mlp", { seed, latentSize: 2 }), discriminator: tf.sequential({ layers: [dense(1, { inputShape: [2] })] }), seed, ...more });
  const point = createDataset({ name: "point", samples: new Float32Array(2000).map((_, i) => (i % 2 ? 1 : 0)), shape: [2] });
  const sw = broken.find(({ name }) => name === "swapped labels")!;
  const mk = (seed: number, more: object = {}) => () => createGame({ ...classicGame, learningRate: 1e-3, generator: buildGenerator("mlp", { seed, latentSize: 2 }), discriminator: buildDiscriminator("mlp", { seed }), seed, ...more });
  const games: any[] = [
    ...broken.filter(({ name }) => /swapped|small beside/.test(name)), ...[1e-2, 1e-3, 1e-4].map((r) => ({ ...sw, name: "swapped rate " + r, steps: 400, game: mk(1, { learningRate: r, loss: (sw.game() as any).loss }) })),
    ...[1, 2, 3].map((s) => ({ name: "linear D ring " + s, game: linear(s, {}), data: ring, steps: 1500, batchSize: 128 })),
    ...[1e-2, 1e-4].map((r) => ({ name: "linear D ring rate" + r, game: linear(1, { learningRate: r }), data: ring, steps: 1500, batchSize: 128 })),
    ...["default", "wasserstein", "hinge"].map((l) => ({ name: "linear D ring " + l, game: linear(1, l === "default" ? { loss: "relativistic-paired + R1(0.1) + R2(0.1)", beta1: 0, beta2: .99 } : { loss: l }), data: ring, steps: 1500, batchSize: 128 })),
    { name: "linear D moons", game: linear(1, {}), data: mixture2d({ kind: "moons", size: 5000 }), steps: 1500, batchSize: 128 },
    { name: "one point", game: mk(1), data: point, steps: 1500, batchSize: 128 },
    { name: "one point default", game: mk(1, { loss: "relativistic-paired + R1(0.1) + R2(0.1)", beta1: 0, beta2: .99 }), data: point, steps: 1500, batchSize: 128 },
  ];
  for (const { name, game, data, steps, batchSize } of games) {
    const w = doctor({ every: 250, print: false });
    const run = await trainGan({ game: game(), data, steps, batchSize, callbacks: [w] });
    const h = run.history; const n = h.step.length;
    const d = h.fakeScoreAfter.map((v, i) => v - h.fakeScore[i]!);
    const t = (a: number[]) => { const m = a.reduce((x, y) => x + y, 0) / a.length; const v = a.reduce((x, y) => x + (y - m) ** 2, 0) / (a.length - 1); return [m.toPrecision(3), (m / Math.sqrt(v / a.length)).toFixed(1)].join(" t="); };
    const i = await inspectGame(run.game, data);
    const mean = (a: readonly number[]) => a.slice(-200).reduce((x, y) => x + y, 0) / 200;
    const up = d.filter((v) => v > 0).length, down = d.filter((v) => v < 0).length; console.log(name, "|| ups", up, down, ((up - down) / Math.sqrt(up + down)).toFixed(1), "|", w.findings.map(({ name }) => name).join(), "| real", mean(h.realScore).toFixed(3), "fake", mean(h.fakeScore).toFixed(3), "| all", t(d), "first200", t(d.slice(0, 200)), "last", t(d.slice(-200)), "| dist", i.distance.fake.toFixed(3), i.distance.real.toFixed(3), JSON.stringify(i.classes), "intr", i.intrinsicDimension.toFixed(2));
  }
});
