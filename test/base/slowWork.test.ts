import assert from "node:assert/strict";
import { test, mock } from "node:test";
import { tellOfWork } from "../../src/base/slowWork";

/** What is written of work of 10 parts that take a second each. */
function written(isTTY: boolean): string[] {
  const texts: string[] = [];
  let now = 5;
  const clock = mock.method(performance, "now", () => now);
  const tell = tellOfWork("columns", 10, { isTTY, write: (text) => texts.push(text) });
  for (let done = 1; done <= 10; done++) {
    now += 1000;
    tell(done);
  }
  clock.mock.restore();
  return texts;
}

test("work that takes long is told of: a bar in a terminal, lines in a log", () => {
  assert.deepEqual(written(false), ["columns 5 of 10, 5 s left\n", "columns 10 of 10, 0 s left\n"]);
  const bars = written(true);
  assert.match(bars[4]!, /█{12}░{12} columns 5 of 10, 5 s left/);
  assert.match(bars.at(-1)!, /█{24} columns 10 of 10, 0 s left\n$/);
});

test("work that is done at once is not told of", () => {
  const texts: string[] = [];
  const tell = tellOfWork("columns", 2, { isTTY: true, write: (text) => texts.push(text) });
  tell(1);
  tell(2);
  assert.deepEqual(texts, []);
});
