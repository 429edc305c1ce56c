import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { startRuntime } from "../../src/runtime/start";

/** Starts the runtime in a process of its own; returns what it printed. */
function startElsewhere(env: Record<string, string>): { stdout: string; stderr: string } {
  const code = `require("./src/runtime/start.ts").startRuntime()`;
  return spawnSync(process.execPath, ["--import", "tsx", "-e", code], {
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
}

test("without a choice libtensorflow runs, and says which and where", () => {
  const { stdout } = startElsewhere({});
  assert.match(stdout, /^TensorFlow 2\.21\.0 on the (CPU|GPU)\n$/);
});

test("where the addon is missing, the reason is printed and WebAssembly runs", () => {
  const { stdout, stderr } = startElsewhere({ GANBOOK_HOME: "/nowhere" });
  assert.match(
    stderr,
    /libtensorflow cannot be used: expected .* addon at \/nowhere.*Run `npx ganbook setup`/,
  );
  assert.match(stdout, /^TensorFlow.js 4\.22\.0, WebAssembly on the CPU\n$/);
});

test("a backend chosen by name is not replaced by another", () => {
  const { stdout, stderr } = startElsewhere({
    GANBOOK_HOME: "/nowhere",
    GANBOOK_BACKEND: "tensorflow",
  });
  assert.equal(stdout, "");
  assert.match(stderr, /expected the TensorFlow.js addon at \/nowhere/);
});

test("plain JavaScript can be chosen", () => {
  assert.match(
    startElsewhere({ GANBOOK_BACKEND: "cpu" }).stdout,
    /plain JavaScript on the CPU \(very slow\)/,
  );
});

test("an unknown backend is refused", async () => {
  await assert.rejects(
    startRuntime({ backend: "cuda" as "cpu" }),
    /expected a backend .*"tensorflow", "webgpu", "wasm", "cpu", received "cuda"/,
  );
});
