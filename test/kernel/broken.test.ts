/** What Node breaks into, as the stop button's last resort, runs no `finally`. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { KernelClient, valueOf } from "../support/kernelClient";

const folder = mkdtempSync(join(tmpdir(), "ganbook-broken-"));
const sign = join(folder, "sign");
const compiled = join(__dirname, "../../dist/runtime/compile/compileStep.js");
let kernel: KernelClient;
before(async () => {
  kernel = await KernelClient.start();
  const { reply } = await kernel.run(`import { writeFileSync } from "node:fs";
import { types } from "node:util";
import { compileStep } from ${JSON.stringify(compiled)};
import { startRuntime, tf } from "ganbook";
await startRuntime({ print: false });
// Not a loop of the cell's, which the stop button ends by itself.
const forever = new Function("for (;;);") as () => void;
const hang = () => { writeFileSync(${JSON.stringify(sign)}, ""); forever(); };
const weight = tf.variable(tf.scalar(3));
const adam = tf.train.adam(0.1);
const slope = () => tf.tidy(() => {
  const { value, grads } = tf.variableGrads(() => tf.square(weight));
  return [value.arraySync(), grads[weight.name]!.arraySync()];
});
slope();
const tensors = tf.memory().numTensors;`);
  assert.equal(reply.status, "ok", JSON.stringify(reply));
});
after(async () => {
  await kernel.stop();
  rmSync(folder, { recursive: true });
});

/** Runs a cell that hangs, and presses the stop button when it has begun to. */
async function breakInto(code: string): Promise<void> {
  rmSync(sign, { force: true });
  let isOver = false;
  const running = kernel.run(code).finally(() => (isOver = true));
  while (!existsSync(sign) && !isOver) await new Promise((resolve) => setTimeout(resolve, 20));
  await kernel.interrupt();
  const { reply } = await running;
  assert.equal(reply.ename, "Interrupted", JSON.stringify(reply));
}

const works = async (): Promise<void> => {
  const ran = await kernel.run("[slope(), tf.memory().numTensors - tensors]");
  assert.equal(valueOf(ran), "[ [ 9, 6 ], 0 ]", JSON.stringify(ran.reply));
};

test("a gradient that Node broke into leaves the next one right", async () => {
  await breakInto(`tf.variableGrads(() => {
    const loss = tf.square(tf.mul(weight, 2));
    hang();
    return loss as tf.Scalar;
  });`);
  await works();
});

test("a gradient's own pass and a tidy within a tidy are left, too", async () => {
  await breakInto(`tf.tidy(() => {
    const kept = tf.mul(weight, 2);
    tf.tidy(() => {
      const halting = tf.customGrad((x) => ({
        value: tf.tanh(x as tf.Tensor),
        gradFunc: () => { hang(); return kept; },
      }));
      tf.variableGrads(() => tf.sum(halting(tf.tanh(weight))) as tf.Scalar);
    });
  });`);
  await works();
});

test("a kernel of a backend's is left, too: gradients are taped again", async () => {
  await breakInto(`tf.registerKernel({
    kernelName: "Hang",
    backendName: "tensorflow",
    kernelFunc: () => { hang(); return []; },
  });
  tf.engine().runKernel("Hang", {});`);
  await works();
});

test("a step that Node broke into while it was recorded is recorded anew", async () => {
  await kernel.run(`let slow = false;
const step = compileStep((x) => {
  adam.minimize(() => {
    if (slow) hang();
    return tf.sum(tf.square(tf.mul(weight, x))) as tf.Scalar;
  });
  return [tf.mul(weight, 1)];
});
const x = tf.scalar(1);
const once = () => tf.tidy(() => step(x)[0]!.arraySync());
once(); slow = true;`);
  await breakInto("once()");
  const ran = await kernel.run(`slow = false;
const before = weight.dataSync()[0]!;
const values = Array.from({ length: 6 }, once);
const { binding } = tf.backend() as unknown as { binding: object };
const falls = values.every((value, i) => value < (values[i - 1] ?? before));
[step.fallback(), falls, types.isProxy(binding)]`);
  assert.equal(valueOf(ran), "[ undefined, true, false ]", JSON.stringify(ran.reply));
});
