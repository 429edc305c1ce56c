import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findChromium } from "../support/chromium";
import { assertClose } from "../support/numbers";

const packages = ["webgpu@0.6.2", "@tensorflow/tfjs-backend-webgpu@4.22.0"];

/** Chromium carries a Vulkan in software, SwiftShader, and the loader for it. */
function softwareVulkan(): Record<string, string> {
  const folder = [
    "/usr/lib/chromium",
    "/opt/google/chrome",
    "/usr/lib/chromium-browser",
    join(findChromium(), ".."),
  ].find((path) => existsSync(join(path, "libvk_swiftshader.so")));
  assert.ok(
    folder,
    "expected libvk_swiftshader.so beside Chromium; install Debian's chromium or Google Chrome",
  );
  return { LD_LIBRARY_PATH: folder, VK_ICD_FILENAMES: join(folder, "vk_swiftshader_icd.json") };
}

const script = `
  const { startRuntime, buildGenerator, buildDiscriminator } = require("./src/index.ts");
  const { createDataset } = require("./src/index.ts");
  const { sampleGenerator, mixture2d, randomStream, trainGan, tf } = require("./src/index.ts");
  (async () => {
    const runtime = await startRuntime({ print: false });
    const results = {};
    const many = Array.from({ length: 20 }, (_, i) => tf.tensor1d([i, 1]));
    const sum = [...(await tf.addN(many).data())];
    const kept = []; // nothing is freed while tensors are counted
    for (const preset of ["seed", "dcgan", "mlp"]) {
      const noise = randomStream(1, "d").normals(784 * 2);
      const images = createDataset({ name: "d", samples: noise, shape: [28, 28, 1] });
      const data = preset === "mlp" ? mixture2d({ size: 8 }) : images;
      const tensors = [];
      const generator = buildGenerator(preset);
      const discriminator = buildDiscriminator(preset);
      const { history, game } = await trainGan({
        generator, discriminator, data, batchSize: 2, steps: 3,
        callbacks: [{ onStep: () => void tensors.push(tf.memory().numTensors) }] });
      kept.push(game);
      const { samples } = await sampleGenerator(generator, { count: 1 });
      const losses = [...history.discriminatorLoss, ...history.generatorLoss];
      results[preset] = { losses, samples: [...samples].slice(0, 50), tensors };
    }
    console.log(JSON.stringify({ runtime, results, sum }));
    process.exit(0);
  })();`;

interface Outcome {
  runtime: { backend: string; device: string; description: string };
  sum: number[];
  results: Record<string, { losses: number[]; samples: number[]; tensors: number[] }>;
}

function runOn(backend: string, env: Record<string, string>): Outcome {
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "-e", script], {
    encoding: "utf8",
    env: { ...process.env, ...env, GANBOOK_BACKEND: backend },
  });
  assert.ok(stdout, stderr);
  // Dawn prints its warnings to stdout.
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as Outcome;
}

test("on WebGPU, in software here, every pair trains and samples as on the plain backend", () => {
  if (!existsSync("node_modules/webgpu"))
    assert.equal(
      spawnSync("npm", ["install", "--no-save", "--ignore-scripts", ...packages]).status,
      0,
      "npm install",
    );
  const gpu = runOn("webgpu", softwareVulkan());
  const cpu = runOn("cpu", {});
  assert.deepEqual(
    [gpu.runtime.backend, gpu.runtime.device],
    ["webgpu", "CPU"],
    gpu.runtime.description,
  );
  assert.deepEqual(
    [gpu.sum, cpu.sum],
    [
      [190, 20],
      [190, 20],
    ],
  );
  for (const [preset, { losses, samples, tensors }] of Object.entries(gpu.results)) {
    assertClose(losses, cpu.results[preset]!.losses, 1e-3);
    assertClose(samples, cpu.results[preset]!.samples, 5e-3);
    assert.equal(new Set(tensors).size, 1, `${preset}: tensors ${tensors.join(" ")}`);
  }
});

test("without a GPU driver, the error says so", () => {
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "-e", script], {
    encoding: "utf8",
    env: { ...process.env, VK_ICD_FILENAMES: "/none", GANBOOK_BACKEND: "webgpu" },
  });
  assert.equal(stdout, "");
  assert.match(stderr, /expected a GPU driver \(Vulkan on Linux/);
});
