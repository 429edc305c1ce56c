import assert from "node:assert/strict";
import { test } from "node:test";
import { Interrupts, type Stoppable } from "../../src/kernel/interrupts";
import { clock, slots } from "../../src/kernel/shared";

test("a cell does not begin while a signal for the one before is on its way", async () => {
  const flags = new Int32Array(new SharedArrayBuffer(4 * Object.keys(slots).length));
  const nobody = (): undefined => undefined;
  const interrupts = new Interrupts(flags, nobody, nobody);
  Atomics.store(flags, slots.signalled, 1);
  interrupts.reset();
  let hasBegun = false;
  const begun = interrupts.settle().then(() => (hasBegun = true));
  await new Promise(setImmediate); // whatever waits for nothing has happened by then
  assert.equal(hasBegun, false);
  interrupts.handleSignal();
  await begun;
  assert.equal(Atomics.load(flags, slots.signalled), 0);
});

test("a press of the stop button counts for the cell that was sent before it", () => {
  const flags = new Int32Array(new SharedArrayBuffer(4 * Object.keys(slots).length));
  const nobody = (): undefined => undefined;
  const interrupts = new Interrupts(flags, nobody, nobody);
  const now = Date.now();
  const press = (): number => Atomics.store(flags, slots.pressedAt, clock(now));
  press();
  assert.equal(interrupts.begin(now + 10), false, "sent after the press");
  press();
  assert.equal(interrupts.begin(now), false, "sent in the same millisecond");
  press();
  interrupts.pressedIdle();
  assert.equal(
    interrupts.begin(now - 10),
    true,
    "sent before it, and on its way to an idle kernel",
  );
  const longAgo = now - 6000;
  Atomics.store(flags, slots.pressedAt, clock(longAgo));
  interrupts.pressedIdle();
  assert.equal(
    interrupts.begin(longAgo - 10),
    false,
    "pressed while the kernel was idle, long ago",
  );
  Atomics.store(flags, slots.pressedAt, clock(longAgo));
  assert.equal(interrupts.begin(longAgo - 10), true, "it has waited behind others");
  press();
  assert.equal(interrupts.begin(now - 10), true, "sent before it, not begun");
  assert.equal(interrupts.begin(now - 10), false, "once");
  press();
  interrupts.end();
  assert.equal(interrupts.begin(now - 10), false, "pressed while another ran");
});

test("a signal that comes when its cell is over does not stop the next one", () => {
  const flags = new Int32Array(new SharedArrayBuffer(4 * Object.keys(slots).length));
  const cells: Stoppable[] = [];
  const current = (): Stoppable | undefined => cells[0];
  const interrupts = new Interrupts(flags, current, current);
  let stopped = 0;
  interrupts.reset(); // the first cell begins: a training run, which asks to be told
  const release = interrupts.onInterrupt(() => stopped++);
  // The control thread interrupts, finds that nobody has seen it, and raises SIGINT; the message
  // arrives first.
  Atomics.store(flags, slots.interrupt, 1);
  Atomics.store(flags, slots.signalled, 1);
  interrupts.handle();
  assert.equal(stopped, 1);
  release();
  interrupts.reset(); // the cell ends
  interrupts.reset(); // the next one begins
  const next = { cancelled: false, cancel: () => undefined };
  cells.push(next);
  interrupts.handleSignal();
  assert.equal(next.cancelled, false, "that signal was for the cell before");
  interrupts.handleSignal();
  assert.equal(next.cancelled, true, "a signal that the control thread has not raised counts");
});
