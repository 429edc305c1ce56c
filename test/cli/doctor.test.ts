import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import type { Finding } from "../../src/cli/doctor";
import { temporaryFolder } from "../support/temporary";

const empty = temporaryFolder();
interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}
const ganbook = (args: string[], env: Record<string, string> = {}): Ended =>
  spawnSync(process.execPath, ["dist/cli/main.js", ...args], {
    encoding: "utf8",
    env: { ...process.env, ...env },
  });

test("doctor finds every part of a whole installation, and TensorFlow's own word for the device", () => {
  const { status, stdout } = ganbook(["doctor", "--json"]);
  const findings = JSON.parse(stdout) as Finding[];
  assert.deepEqual(
    findings.filter(({ ok }) => !ok),
    [],
  );
  assert.equal(status, 0);
  assert.deepEqual(
    findings.map(({ name }) => name),
    [
      "Node",
      "Python",
      "Library",
      "JupyterLab",
      "Plotly renderer",
      "Kernel",
      "libtensorflow",
      "Addon",
      "Runtime",
    ],
  );
  assert.match(findings.at(-1)!.found, /^TensorFlow 2\.21\.0 on the (CPU|GPU)$/);
});

test("doctor says of each missing part how to repair it, and ends with an error", () => {
  const { status, stdout } = ganbook(["doctor"], {
    GANBOOK_HOME: empty,
    GANBOOK_BACKEND: "tensorflow",
  });
  assert.equal(status, 1);
  for (const name of [
    "JupyterLab",
    "Plotly renderer",
    "Kernel",
    "libtensorflow",
    "Addon",
    "Runtime",
  ])
    assert.match(stdout, new RegExp(`FAIL ${name} .*\\n +-> run .npm start.`), name);
});

test("an unknown command is refused with the known ones", () => {
  const { status, stderr } = ganbook(["trian"]);
  assert.equal(status, 2);
  assert.match(stderr, /unknown command "trian"[\s\S]*doctor \[--json\]/);
});

test("a second set-up has nothing to do", () => {
  const { status, stdout } = ganbook(["setup"]);
  assert.deepEqual([status, stdout], [0, ""]);
});
