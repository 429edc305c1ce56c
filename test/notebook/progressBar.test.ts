import assert from "node:assert/strict";
import { test } from "node:test";
import { progressBar } from "../../src/notebook/progressBar";
import { emptyHistory } from "../../src/train/history";
import type { TrainingState } from "../../src/train/trainGan";

const state = (stepsDone: number): TrainingState =>
  ({ stepsDone, stepsTotal: 8, stepsPerEpoch: 4, history: emptyHistory() }) as TrainingState;

test("in a terminal one line is redrawn and cut to its width; in a log lines are added", async () => {
  for (const isTTY of [true, false]) {
    const written: string[] = [];
    const bar = progressBar({ isTTY, columns: 60, write: (text) => written.push(text) });
    await bar.onStart?.(state(0));
    await bar.onStep?.(state(1));
    assert.equal(written.length, 0, "not at every step");
    await bar.onEnd?.(state(6), "stopped");
    if (isTTY) {
      assert.equal(written.length, 2);
      assert.match(written[0]!, /^\r\x1b\[K█{18}░{6} step 6\/8 · epoch 2\/2/);
      assert.equal(written[0]!.length - "\r\x1b[K".length, 59);
      assert.equal(written[1], "\n");
    } else assert.match(written.join(""), /^step 6\/8 .*\n$/);
  }
});
