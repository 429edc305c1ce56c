import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DebugClient } from "../../support/debugClient";
import { KernelClient, valueOf } from "../../support/kernelClient";

let kernel: KernelClient;
let client: DebugClient;
before(async () => {
  kernel = await KernelClient.start();
  client = new DebugClient(kernel);
  await client.start();
});
after(async () => {
  assert.equal(await kernel.stop(), 0, kernel.log);
});

/** Pauses a cell that has printed "runs", sees its variables, and lets it end by `isOn = false`. */
async function pause(code: string): Promise<string> {
  const from = kernel.published.length;
  const ran = kernel.run(code);
  await kernel.waitFor(
    (message) =>
      String(message.content.text).startsWith("runs") &&
      kernel.published.lastIndexOf(message) >= from,
  );
  await client.body("pause", { threadId: 1 });
  const { reason, frames } = await client.stop();
  assert.equal(reason, "pause");
  await client.evaluate("isOn = false", 1);
  await client.continue();
  assert.equal(valueOf(await ran), "true");
  return frames.map(({ name, line }) => `${name}:${line}`).join(" ");
}

for (let i = 1; i <= 3; i++)
  test(`pause stops a busy loop in one of its lines, ${i}`, async () => {
    const place = await pause(`let isOn = true, turns = 0;
while (isOn) {
  if (turns++ % 1e4 === 0) console.log("runs");
}
turns > 0`);
    assert.match(place, /^Cell \d+:[23]$/);
  });

test("pause in an await stops when the author's code goes on", async () => {
  const place = await pause(`let isOn = true;
console.log("runs");
await new Promise((done) => setTimeout(done, 300));
const isOver = !isOn;
isOver`);
  assert.match(place, /^Cell \d+:[34]$/);
});

test("pause stops a loop of short awaits", async () => {
  const place = await pause(`let isOn = true, turns = 0;
while (isOn) {
  await new Promise((done) => setTimeout(done, 5));
  if (turns++ % 5 === 0) console.log("runs");
}
turns > 0`);
  assert.match(place, /^\S*( \d+)?:[234]\b/);
});

test("pause stops a training, which then goes on to its end", async () => {
  const place =
    await pause(`import { buildDiscriminator, buildGenerator, mixture2d } from "ganbook";
import { startRuntime, trainGan } from "ganbook";
await startRuntime();
let isOn = true, seen = 0;
const run = await trainGan({
  generator: buildGenerator("mlp"), discriminator: buildDiscriminator("mlp"),
  data: mixture2d(), steps: 1e6, batchSize: 4, callbacks: [{
    onStep({ stop }) {
      if (seen++ % 5 === 0) console.log("runs");
      if (!isOn) stop();
    },
  }],
});
run.ending === "stopped" && seen > 0`);
  assert.notEqual(place, "");
});

test("pause while no cell runs stops the next one in its first line", async () => {
  await client.body("pause", { threadId: 1 });
  const { line, reason, ran } = await client.runToStop("const first = 1;\nfirst + 1");
  assert.deepEqual([line, reason], [1, "pause"]);
  await client.continue();
  assert.equal(valueOf(await ran), "2");
  assert.equal(valueOf(await kernel.run("const second = 3;\nsecond")), "3");
});

test("the stop button takes back a pause that has not come about", async () => {
  const ran = kernel.run("await new Promise(() => undefined);\nconsole.log('never');");
  await kernel.waitFor(({ content }) => String(content.code).startsWith("await new Promise(() =>"));
  await client.body("pause", { threadId: 1 });
  await kernel.interrupt();
  assert.equal((await ran).reply.ename, "Interrupted");
  assert.equal(valueOf(await kernel.run("4")), "4");
});
