/** The watch on V8's heap, on a heap of the test's own. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Heap, MemoryWatch, OutOfMemory } from "../../src/kernel/memory.js";

const MB = 2 ** 20;

/** A heap of 256 MB and V8's 64 for young values; a collection takes `slow` ms. */
class FakeHeap implements Heap {
  live = 100 * MB;
  litter = 0;
  time = 0;
  collections = 0;
  constructor(readonly slow: number) {}
  used = () => this.live + this.litter;
  limit = () => (256 + 64) * MB;
  now = () => this.time;
  collect = () => {
    this.collections++;
    this.litter = 0;
    this.time += this.slow;
  };
}

/** Runs a loop that makes so much in each ms, until it fails or `ms` have passed. */
const loop = (heap: FakeHeap, live: number, litter: number, ms: number): void => {
  const watch = new MemoryWatch(heap);
  for (let i = 0; i < ms; i++, heap.time++) {
    heap.live += live;
    heap.litter += litter;
    if (heap.used() > 256 * MB) heap.litter = 0; // V8 collects, too
    assert.ok(heap.used() < 256 * MB, `the kernel dies after ${i} ms`);
    for (let round = 0; round < 256; round++) watch.check();
  }
};

test("a loop that fills the heap fails before V8 does, however slow a collection is", () => {
  for (const slow of [1, 50, 500, 5000])
    assert.throws(() => loop(new FakeHeap(slow), 0.1 * MB, 0.2 * MB, 1e4), OutOfMemory);
});

test("what nobody uses does not count, and costs no more than a tenth of the time", () => {
  const heap = new FakeHeap(2);
  loop(heap, 0, 0.5 * MB, 1e4);
  assert.ok(heap.collections > 10 && heap.collections * 2 < heap.time / 8, `${heap.collections}`);
});

test("values that stay within nine tenths are left alone", () => {
  const heap = new FakeHeap(50);
  loop(heap, 130 * 10.24 * 10.24, 0, 1e4);
  assert.equal(heap.collections, 0);
});
