import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { printMessage } from "../../src/base/output";
import { describeScores } from "../../src/notebook/progress";
import { progressBar } from "../../src/notebook/progressBar";
import { emptyHistory, type History } from "../../src/train/history";
import { nonSaturatingLoss } from "../../src/train/losses/nonSaturating";
import type { TrainingState } from "../../src/train/trainGan";
import { Screen } from "../support/screen";

const history: History = {
  ...emptyHistory(),
  discriminatorLoss: [0.923],
  generatorLoss: [12.312],
  realScore: [0.75],
  fakeScore: [0.31],
};
const state = (stepsDone: number): TrainingState =>
  ({
    stepsDone,
    stepsTotal: 8000,
    stepsPerEpoch: 400,
    history,
    game: { loss: nonSaturatingLoss },
  }) as unknown as TrainingState;

/** A clock that goes on only when it is told to. */
function stopClock(context: TestContext): { advance(milliseconds: number): void } {
  let now = 1000;
  context.mock.method(performance, "now", () => now);
  return { advance: (milliseconds) => void (now += milliseconds) };
}

test("in a log lines are added, not at every step", async () => {
  const written: string[] = [];
  const bar = progressBar({ isTTY: false, write: (text) => written.push(text) });
  await bar.onStart?.(state(0));
  await bar.onStep?.(state(1));
  assert.equal(written.length, 0);
  await bar.onEnd?.(state(6000), "stopped");
  assert.match(
    written.join(""),
    /^step 6000\/8000 · epoch 16\/20 · .* it\/s · 0 s gone, 0 s left · L_D 0\.92 .*\n$/,
  );
});

test("of a relativistic game the one score is said that it has", () => {
  const scored = { history, game: { loss: { isRelativistic: true } as const } };
  assert.equal(describeScores(scored), "L_D 0.92 · L_G 12.31 · real ahead 0.75");
});

/** Everything that the line can say, in the order of its worth. */
const ranked = [
  /L_D 0\.92/,
  /L_G 12\.31/,
  /0 s left/,
  /step 6000\/8000/,
  /D\(x\) 0\.75/,
  /D\(G\(z\)\) 0\.31/,
  /epoch 16\/20/,
  /[\d.]+ it\/s/,
  /0 s gone/,
].map((word) => new RegExp(`^${word.source}$`));

test("whatever the width, a line holds whole words, losses and time left first", async () => {
  let most = 0;
  for (let columns = 1; columns <= 200; columns++) {
    const screen = new Screen(columns);
    const bar = progressBar(screen);
    await bar.onStart?.(state(0));
    await bar.onEnd?.(state(6000), "stopped");
    const lines = await screen.lines();
    assert.ok(lines.length <= 1, `${columns} columns: ${lines.join("|")}`);
    const words = (lines[0] ?? "")
      .replace(/^[█░]+ /, "")
      .split(" · ")
      .filter(Boolean);
    words.forEach((word, i) => assert.match(word, ranked[i]!, `${columns} columns`));
    if (columns === 80) assert.ok(words.length >= 4, lines[0]);
    assert.ok(words.length >= most, `${columns} columns say less than fewer do`);
    most = words.length;
  }
  assert.equal(most, ranked.length);
});

test("a terminal that does not know its width is one of 80 columns", async () => {
  const written: string[] = [];
  const terminal = { isTTY: true, columns: 0, write: (text: string) => written.push(text) };
  await progressBar(terminal).onEnd?.(state(6000), "stopped");
  assert.match(written.join(""), /░ L_D 0\.92 · L_G 12\.31 /);
});

test("a terminal that changes its width keeps one line of the bar", async (context) => {
  const clock = stopClock(context);
  const screen = new Screen(150);
  screen.write("before\n");
  const bar = progressBar(screen);
  await bar.onStart?.(state(0));
  for (const columns of [150, 60, 30, 100, 45]) {
    await screen.lines();
    screen.resize(columns);
    clock.advance(110); // a redraw is due
    await bar.onStep?.(state(6000));
    const [above, line, ...stale] = await screen.lines();
    assert.equal(above, "before");
    assert.match(line!, /^█+░+ L_D 0\.92/);
    assert.deepEqual(stale, [], `${columns} columns`);
  }
  await bar.onEnd?.(state(6000), "stopped");
  screen.write("after\n");
  assert.deepEqual((await screen.lines()).slice(2), ["after"]);
});

test("a message stands above the bar, whole", async (context) => {
  const clock = stopClock(context);
  const screen = new Screen(80);
  context.mock.method(console, "log", (text: string) => screen.write(`${text}\n`));
  const bar = progressBar(screen);
  await bar.onStart?.(state(0));
  clock.advance(110);
  await bar.onStep?.(state(6000));
  printMessage("collapse (step 6000)");
  assert.match((await screen.lines()).join("\n"), /^collapse \(step 6000\)\n█+░+ L_D 0\.92.*$/);
  await bar.onEnd?.(state(6000), "stopped");
  assert.equal((await screen.lines()).length, 2);
});

test("in a log there is a line every five seconds", async (context) => {
  const clock = stopClock(context);
  const written: string[] = [];
  const bar = progressBar({ isTTY: false, write: (text) => written.push(text) });
  await bar.onStart?.(state(0));
  for (const [milliseconds, lines] of [
    [4900, 0],
    [100, 1],
    [4900, 1],
    [100, 2],
  ] as const) {
    clock.advance(milliseconds);
    await bar.onStep?.(state(1));
    assert.equal(written.length, lines);
  }
});
