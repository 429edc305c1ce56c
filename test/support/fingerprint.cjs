// Plays a game in a process of its own and prints its weights' checksum: `node fingerprint.cjs
// <preset> <steps>`.
const { createHash } = require("node:crypto");
const g = require("../../dist/index.js");
const { readGameState } = require("../../dist/train/index.js");

const [preset, steps] = process.argv.slice(2);
async function main() {
  await g.startRuntime({ print: false });
  const players = {
    generator: g.buildGenerator(preset, { seed: 1 }),
    discriminator: g.buildDiscriminator(preset, { seed: 1 }),
  };
  const data = preset === "mlp" ? g.mixture2d({ seed: 1 }) : g.loadMnist({ seed: 1 }).train;
  const { game } = await g.trainGan({
    ...players,
    data,
    batchSize: 32,
    steps: Number(steps),
    seed: 1,
    averageDecay: 0.9,
  });
  const sum = createHash("sha256");
  for (const { values } of readGameState(game).tensors.values())
    sum.update(new Uint8Array(values.buffer));
  console.log(sum.digest("hex"));
}
void main();
