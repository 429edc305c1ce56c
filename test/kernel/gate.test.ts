import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { Gate, raiseWithin } from "../../src/kernel/gate";
import { slots } from "../../src/kernel/shared";

const newFlags = (): Int32Array =>
  new Int32Array(new SharedArrayBuffer(4 * Object.keys(slots).length));

test("a signal is raised while a cell's script runs, and where it is needed", () => {
  const flags = newFlags();
  const gate = new Gate(flags);
  let raised = 0;
  const ask = (isNeeded: boolean): boolean =>
    raiseWithin(
      flags,
      () => isNeeded,
      () => raised++,
    );
  assert.equal(ask(true), false, "before it");
  gate.enter();
  assert.equal(ask(false), false, "not needed");
  assert.equal(ask(true), true);
  gate.leave();
  assert.equal(ask(true), false, "after it");
  assert.equal(raised, 1);
});

test("a script is not over while a signal is being raised", async () => {
  const flags = newFlags();
  const raised = new Int32Array(new SharedArrayBuffer(4));
  const gate = new Gate(flags);
  gate.enter();
  const code = `const { parentPort, workerData } = require("worker_threads");
  const { flags, raised, raising } = workerData;
    Atomics.store(flags, raising, 1);
    parentPort.postMessage("begun");
    Atomics.wait(raised, 0, 0, 200); // raising takes a while
    Atomics.store(raised, 0, 1);
    Atomics.store(flags, raising, 0);
    Atomics.notify(flags, raising);`;
  const workerData = { flags, raised, raising: slots.raising };
  const control = new Worker(code, { eval: true, workerData });
  await once(control, "message");
  gate.leave();
  assert.equal(Atomics.load(raised, 0), 1);
});
