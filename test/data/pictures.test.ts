import assert from "node:assert/strict";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { batchStream } from "../../src/data/batches";
import { ByteFile } from "../../src/data/byteFile";
import { createDataset } from "../../src/data/dataset";
import { createPictures, viewPictures, type Pictures } from "../../src/data/pictures";
import { gatherSamples, readSamples, takeSamples } from "../../src/data/samples";
import { splitDataset } from "../../src/data/split";
import { temporaryFolder } from "../support/temporary";

const folder = temporaryFolder();
const shape = [2, 1, 3];
const bytes = Uint8Array.from({ length: 20 * 6 }, (_, i) => (i * 37) % 256);
const labels = Uint8Array.from({ length: 20 }, (_, i) => i % 4);
const inMemory = createPictures({ name: "p", bytes, shape, labels });
/** The same numbers, as a formula of the byte. */
const samples = Float32Array.from(bytes, (byte) => (2 * byte) / 255 - 1);
const numbers = createDataset({ name: "p", samples, shape, labels });

/** The same pictures in a file, behind some other bytes. */
function inFile(): { data: Pictures; path: string } {
  const path = join(folder, "bytes");
  writeFileSync(path, Buffer.concat([Buffer.alloc(7, 1), bytes]));
  return { data: { ...inMemory, bytes: ByteFile.open(path, 7) }, path };
}
const near = (found: Float32Array, wanted: Float32Array): void => {
  assert.equal(found.length, wanted.length);
  found.forEach((value, i) => assert.ok(Math.abs(value - wanted[i]!) < 1e-6, `${i}: ${value}`));
};

test("bytes in memory and in a file are the numbers that they stand for", () => {
  for (const data of [inMemory, inFile().data]) {
    const taken = takeSamples(data, [3, 19, 3]);
    near(taken.samples, takeSamples(numbers, [3, 19, 3]).samples);
    assert.deepEqual([...taken.labels!], [3, 3, 3]);
    near(readSamples(data, 5, 2), samples.subarray(30, 42));
    near(batchStream(data, 4, 1).batch(7), batchStream(numbers, 4, 1).batch(7));
  }
  const ends = createPictures({ name: "ends", bytes: Uint8Array.of(0, 255), shape: [1] });
  assert.deepEqual([...readSamples(ends, 0, 2)], [-1, 1]);
});

test("a split of pictures has the samples of a split of numbers, and no bytes of its own", () => {
  const wanted = splitDataset(numbers, 0.3, 5);
  for (const whole of [inMemory, inFile().data]) {
    const found = splitDataset(whole, 0.3, 5);
    for (const part of ["all", "train", "test"] as const) {
      near(readSamples(found[part], 0, found[part].size), wanted[part].samples);
      assert.deepEqual(found[part].labels, wanted[part].labels);
      assert.equal(found[part].bytes, whole.bytes);
      assert.equal(found[part].name, wanted[part].name);
    }
    const again = viewPictures(found.train, [2, 0]);
    near(readSamples(again, 0, 2), takeSamples(wanted.train, [2, 0]).samples);
  }
});

test("conditions go with their samples", () => {
  const conditions = Float32Array.from({ length: 40 }, (_, i) => i);
  const taken = viewPictures({ ...inMemory, conditions }, [4, 1]);
  assert.deepEqual([...taken.conditions!], [8, 9, 2, 3]);
  assert.deepEqual([...takeSamples(taken, [1]).conditions!], [2, 3]);
});

test("wrong pictures are refused with what was expected and what came", () => {
  const refused = (parts: object, message: RegExp): void =>
    assert.throws(() => createPictures({ name: "p", bytes, shape, ...parts }), {
      name: "TypeError",
      message,
    });
  refused({ shape: [0] }, /pictures "p": expected a shape of positive integers .*received \[0\]/);
  refused({ shape: [7] }, /expected bytes for samples of 7 each \(\[7\]\), received 120 bytes/);
  refused({ bytes: new Uint8Array() }, /expected bytes for samples of 6 .*received 0 bytes/);
  refused({ bytes: samples }, /option "bytes": expected a Uint8Array, received a Float32Array/);
  refused({ labels: labels.slice(1) }, /expected 20 labels, one per sample, received 19 labels/);
  const message = /^expected indices from 0 to 19 \(the samples of "p"\), received 20 at place 1$/;
  assert.throws(() => viewPictures(inMemory, [0, 20]), { name: "RangeError", message });
  assert.throws(() => takeSamples(inMemory, [0, 20]), { name: "RangeError", message });
  const many = viewPictures(inMemory, new Uint32Array(2 ** 22));
  const large = { ...many, shape: [2, 64], bytes: new Uint8Array(20 * 128) };
  assert.throws(() => takeSamples(large, new Uint32Array(2 ** 22 + 1)), {
    name: "RangeError",
    message: /expected samples of 2 GiB .*, received 4194305 of \[2,64\]; take fewer: games/,
  });
  assert.throws(
    () => gatherSamples(inMemory, [0], new Float32Array(5)),
    /expected a target of 6 numbers, received 5/,
  );
});

test("a file that was cut while it was used is named", () => {
  const { data, path } = inFile();
  truncateSync(path, 100);
  near(readSamples(data, 0, 2), samples.subarray(0, 12));
  assert.throws(() => readSamples(data, 19, 1), /bytes: expected 127 bytes or more, received 100/);
});
