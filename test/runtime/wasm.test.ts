import assert from "node:assert/strict";
import { test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { createDataset } from "../../src/data/dataset";
import { startRuntime } from "../../src/runtime/start";
import { filterGradient } from "../../src/runtime/wasmKernels";
import { trainGan } from "../../src/train/trainGan";
import { countTensors } from "../support/collect";
import { assertClose } from "../support/numbers";

/** A tensor of fixed, irregular numbers. */
const wave = (shape: [number, number, number, number], phase: number): tf.Tensor4D =>
  tf.tensor4d(
    Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i * 1.7 + phase)),
    shape,
  );

test("the added filter gradient equals the plain backend's", async () => {
  await tf.setBackend("cpu");
  for (const strides of [1, 2, 3])
    for (const pad of ["same", "valid", 1] as const)
      for (const [height, width, taps] of [
        [7, 6, 3],
        [8, 8, 4],
        [5, 5, 1],
      ] as const) {
        const x = wave([2, height, width, 3], 0);
        const filterShape: [number, number, number, number] = [taps, taps, 3, 4];
        const out = (filter: tf.Tensor): tf.Tensor4D =>
          tf.conv2d(
            x,
            filter as tf.Tensor4D,
            strides,
            pad,
            "NHWC",
            1,
            pad === 1 ? "floor" : undefined,
          );
        const dy = wave(out(tf.zeros(filterShape)).shape, 1);
        const [expected] = tf.grads(out)([wave(filterShape, 2)], dy);
        const actual = filterGradient(x, dy, filterShape, {
          strides,
          pad,
          ...(pad === 1 && { dimRoundingMode: "floor" as const }),
        });
        assertClose(actual.dataSync(), expected!.dataSync(), 1e-4);
      }
});

test("on WebAssembly the seed pair and the DCGAN pair train as on the plain backend", async () => {
  process.env.GANBOOK_BACKEND = "wasm";
  const runtime = await startRuntime({ print: false });
  delete process.env.GANBOOK_BACKEND;
  assert.deepEqual([runtime.backend, runtime.device], ["wasm", "CPU"]);
  const samples = (await wave([2, 28, 28, 1], 3).data()) as Float32Array;
  const data = createDataset({ name: "waves", samples, shape: [28, 28, 1] });
  for (const preset of ["seed", "dcgan"] as const) {
    const losses: number[][] = [];
    for (const backend of ["wasm", "cpu"]) {
      await tf.setBackend(backend);
      const players = {
        generator: buildGenerator(preset),
        discriminator: buildDiscriminator(preset),
      };
      const tensors: number[] = [];
      const { history } = await trainGan({
        ...players,
        data,
        batchSize: 2,
        steps: 2,
        callbacks: [{ onStep: async () => void tensors.push(await countTensors()) }],
      });
      assert.equal(
        new Set(tensors).size,
        1,
        `${preset} on ${backend}: tensors ${tensors.join(" ")}`,
      );
      losses.push([...history.discriminatorLoss, ...history.generatorLoss]);
    }
    assertClose(losses[0]!, losses[1]!, 1e-3);
  }
});

test("slopes on WebAssembly are the plain backend's", async () => {
  await startRuntime({ backend: "wasm", print: false });
  const slopes = {
    "max-pooling": (x: tf.Tensor4D) => tf.maxPool(x, 2, 2, "valid"),
    "average pooling": (x: tf.Tensor4D) => tf.avgPool(x, 2, 2, "valid"),
    nearest: (x: tf.Tensor4D) => tf.image.resizeNearestNeighbor(x, [8, 8]),
    bilinear: (x: tf.Tensor4D) => tf.image.resizeBilinear(x, [8, 8]),
    "max-pooling, 3-D": (x: tf.Tensor4D) =>
      tf.maxPool3d(tf.reshape<tf.Rank.R5>(x, [2, 4, 4, 3, 1]), 2, 2, "valid"),
    "average pooling, 3-D": (x: tf.Tensor4D) =>
      tf.avgPool3d(tf.reshape<tf.Rank.R5>(x, [2, 4, 4, 3, 1]), 2, 2, "valid"),
    "local responses": (x: tf.Tensor4D) => tf.localResponseNormalization(x),
  };
  for (const [name, op] of Object.entries(slopes)) {
    const [onCpu, onWasm] = await Promise.resolve(
      ["cpu", "wasm"].reduce<Promise<Float32Array[]>>(async (before, backend) => {
        const known = await before;
        await tf.setBackend(backend);
        const slope = tf.tidy(() => {
          const x = wave([2, 4, 4, 3], 0);
          for (let i = 0; i < 50; i++) tf.fill([2, 4, 4, 3], 1000).dispose();
          return tf
            .grad((at) => tf.sum(op(at as tf.Tensor4D)))(x)
            .dataSync<"float32">();
        });
        return [...known, slope];
      }, Promise.resolve([])),
    );
    assertClose(onWasm!, onCpu!, 1e-4);
    assert.ok(onCpu!.length > 0, name);
  }
});

test("a second backend is refused while one runs", async () => {
  await assert.rejects(
    startRuntime({ backend: "cpu" }),
    /expected to start "cpu", but "wasm" runs already; restart the kernel first/,
  );
});
