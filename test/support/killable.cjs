// Plays a recorded game until it is killed: `node killable.cjs <runs folder> <name> <steps> <kill
// at>`. Prints each step when it is over. `kill at` n > 0: kills itself in its n-th access to the
// disk after the start, in writes after half of the bytes.
const fs = require("node:fs");
const { join } = require("node:path");
const g = require("../../dist/index.js");

const [runs, name, steps, killAt] = process.argv.slice(2);
const print = fs.writeSync;
const say = {
  onStart: () => void print(1, "go\n"),
  onStep: ({ game }) => void print(1, `${game.step}\n`),
};

let accesses = 0;
for (const access of [
  "writeFileSync",
  "writeSync",
  "fsyncSync",
  "renameSync",
  "rmSync",
  "ftruncateSync",
]) {
  const real = fs[access];
  fs[access] = (target, content, ...rest) => {
    if (++accesses === Number(killAt)) {
      if (access.startsWith("write")) real(target, content.slice(0, content.length / 2));
      process.kill(process.pid, "SIGKILL");
    }
    return real(target, content, ...rest);
  };
}

async function main() {
  await g.startRuntime({ backend: "cpu", print: false });
  const folder = join(runs, name);
  const checkpoints = join(folder, "checkpoints");
  if (
    fs.existsSync(checkpoints) &&
    fs.readdirSync(checkpoints).some((file) => file.endsWith(".safetensors"))
  )
    return g.resumeRun(folder, { callbacks: [say] });
  fs.rmSync(folder, { recursive: true, force: true }); // killed before it began
  const build = { hiddenUnits: [64, 64], seed: 1 };
  return g.trainGan({
    generator: g.buildGenerator("mlp", build),
    discriminator: g.buildDiscriminator("mlp", build),
    data: g.mixture2d({ size: 100 }),
    batchSize: 4,
    steps: Number(steps),
    callbacks: [g.recordRun(name, { runs, checkpointEvery: 2, keep: 2, samples: 4 }), say],
  });
}
main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
