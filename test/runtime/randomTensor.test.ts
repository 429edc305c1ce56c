import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { randomStream } from "../../src/base/random";
import { randomNormal } from "../../src/runtime/randomTensor";
import { startRuntime } from "../../src/runtime/start";
import { assertClose } from "../support/numbers";

before(() => startRuntime({ print: false }));

test("TensorFlow draws the very stream that JavaScript draws, from any position", () => {
  for (const seed of [0, 7, 2 ** 40 + 5]) {
    const [here, there] = [randomStream(seed, "noise"), randomStream(seed, "noise")];
    for (const shape of [[3, 5], [1], [100, 100]]) {
      const drawn = randomNormal(there, shape);
      assertClose(drawn.dataSync(), here.normals(drawn.size), 2e-6);
      assert.equal(there.position, here.position);
      drawn.dispose();
    }
  }
});

test("drawing leaves no tensors behind, in TensorFlow.js or in TensorFlow", () => {
  const inside = (): number =>
    (
      tf.backend() as unknown as { binding: { getNumOfTensors(): number } }
    ).binding.getNumOfTensors();
  const stream = randomStream(1, "noise");
  const [outer, inner] = [tf.memory().numTensors, inside()];
  for (let i = 0; i < 5; i++) randomNormal(stream, [4, 4]).dispose();
  assert.deepEqual([tf.memory().numTensors, inside()], [outer, inner]);
});
