import assert from "node:assert/strict";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { decodeTensors, encodeTensors, readTensorFile } from "../../src/base/tensorFile";
import { temporaryFolder } from "../support/temporary";

const file = {
  metadata: { format: "test", note: 'quotes " and ü' },
  tensors: new Map([
    ["weights", { shape: [2, 2], values: Float32Array.of(1.5, -0, 1e-38, Infinity) }],
    ["calls", { shape: [1], values: Int32Array.of(-7) }],
    ["scalar", { shape: [], values: Float32Array.of(NaN) }],
  ]),
};

test("tensors come back bit for bit, from the bytes of safetensors' documents", () => {
  const bytes = Buffer.from(encodeTensors(file));
  const { metadata, tensors } = decodeTensors(bytes);
  assert.deepEqual(tensors, file.tensors);
  assert.equal(metadata.note, file.metadata.note);
  const length = Number(bytes.readBigUInt64LE(0));
  assert.equal(length % 8, 0, "the numbers are aligned");
  const header = JSON.parse(bytes.toString("utf8", 8, 8 + length)) as Record<string, object>;
  assert.deepEqual(header.calls, { dtype: "I32", shape: [1], data_offsets: [16, 20] });
  assert.equal(bytes.length, 8 + length + 24);
});

test("one changed or missing byte anywhere is found", () => {
  const whole = Buffer.from(encodeTensors(file));
  for (let i = 0; i < whole.length; i++) {
    const changed = Buffer.from(whole);
    changed[i]! ^= 4;
    assert.throws(() => decodeTensors(changed), /damaged/, `byte ${i} changed`);
    assert.throws(() => decodeTensors(whole.subarray(0, i)), /damaged/, `cut at ${i}`);
  }
  assert.throws(() => decodeTensors(Buffer.concat([whole, Buffer.of(0)])), /damaged/);
});

test("a file whose header does not describe it is refused before the rest is read", () => {
  const path = join(temporaryFolder(), "long.safetensors");
  writeFileSync(path, encodeTensors(file));
  assert.deepEqual(readTensorFile(path).tensors, file.tensors);
  truncateSync(path, 3 * 2 ** 30); // sparse; more than Node reads at once
  assert.throws(() => readTensorFile(path), /damaged: expected \d+ bytes, received 3221225472/);
  writeFileSync(path, "%PDF-1.7 and so on");
  truncateSync(path, 3 * 2 ** 30);
  assert.throws(
    () => readTensorFile(path),
    /damaged: expected a header of 100000000 bytes at most/,
  );
});
