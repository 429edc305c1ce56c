import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { randomStream } from "../../src/base/random";
import { KernelClient, textOf, valueOf } from "../support/kernelClient";

let kernel: KernelClient;
before(async () => {
  kernel = await KernelClient.start();
});
after(() => kernel.stop());

const setUp = `import {
  batchStream, buildDiscriminator, buildGenerator, createGame, discriminatorStep, generatorStep,
  mixture2d, sampleGenerator, startRuntime, tf, trainGan
} from "ganbook";
await startRuntime({ print: false });
const data = mixture2d({ size: 500 });
const players = { generator: buildGenerator("mlp"), discriminator: buildDiscriminator("mlp") };
const game = createGame(players);
let i = 0;`;
const byHand = `const { batch } = batchStream(data, 100, i);
for (;; i++) {
  const real = tf.tensor(batch(i), [100, 2]);
  await discriminatorStep(game, real); await generatorStep(game, 100, real);
  real.dispose(); await tf.nextFrame();
}`;
const usable = `const drawn = await sampleGenerator(game.generator, { count: 4 });
const { step: counted, generatorLoss } = game.history;
const isCounted = counted.length === game.step && generatorLoss.length === game.step;
[drawn.samples.every(Number.isFinite), isCounted, isCounted]`;

test("100 interrupts at random moments of training leave kernel and game usable", async () => {
  const random = randomStream(1, "interrupts");
  assert.equal((await kernel.run(setUp)).reply.status, "ok");
  const endings: Record<string, number> = {};
  for (let i = 0; i < 100; i++) {
    // A training run ends by itself and is a value; a loop of one's own fails, and what it has done
    // stays.
    const code =
      i % 2 === 0 ? "const run = await trainGan({ game, data, steps: 1e7 }); run.ending" : byHand;
    const running = kernel.run(code);
    await new Promise((resolve) => setTimeout(resolve, 20 + random.integer(150)));
    await kernel.interrupt();
    const ran = await running;
    const ending = ran.reply.status === "ok" ? String(valueOf(ran)) : String(ran.reply.ename);
    endings[ending] = (endings[ending] ?? 0) + 1;
    const check = await kernel.run(usable);
    assert.equal(
      valueOf(check),
      "[ true, true, true ]",
      `${i}, ${ending}: ${JSON.stringify(check.reply)}`,
    );
  }
  console.log(JSON.stringify(endings));
  assert.ok((endings["'stopped'"] ?? 0) >= 40, JSON.stringify(endings));
  const more = await kernel.run(
    "const more = await trainGan({ game, data, steps: 3 }); console.log(more.ending);",
  );
  assert.equal(textOf(more), "finished\n");
});
