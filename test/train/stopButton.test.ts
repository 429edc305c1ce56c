import assert from "node:assert/strict";
import { before, test } from "node:test";
import { startRuntime } from "../../src/runtime";
import { trainGan, type TrainingCallback, type TrainingEnding } from "../../src/train";
import { setFakeKernel } from "../support/fakeKernel";
import { smallGame } from "../support/smallGame";

/** Those that wait for the kernel's stop button. */
const waiting = new Set<() => void>();
before(async () => {
  await startRuntime({ print: false });
  setFakeKernel({
    onInterrupt(stop) {
      waiting.add(stop);
      return () => void waiting.delete(stop);
    },
  });
});

const press = (): void => waiting.forEach((stop) => stop());

const cases: [how: string, callback: TrainingCallback, ending: TrainingEnding | RegExp][] = [
  ["finished", {}, "finished"],
  ["stopped by the button", { onStep: press }, "stopped"],
  [
    "failed",
    {
      onStep() {
        throw new Error("no more");
      },
    },
    /no more/,
  ],
];
for (const [how, callback, expected] of cases)
  test(`a training that has ${how} lets go of the stop button, and only then`, async () => {
    let held = 0;
    const watching: TrainingCallback = {
      onStep(state) {
        held = waiting.size;
        return callback.onStep?.(state);
      },
    };
    const run = trainGan({ ...smallGame(), steps: 4, callbacks: [watching] });
    if (expected instanceof RegExp) await assert.rejects(run, expected);
    else assert.equal((await run).ending, expected);
    assert.equal(held, 1);
    assert.equal(waiting.size, 0);
  });
