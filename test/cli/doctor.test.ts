import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseLab } from "../../src/cli/commands/lab";
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

test("doctor finds every part of a whole installation", () => {
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
    assert.match(stdout, new RegExp(`FAIL ${name} .*\\n +-> run .npx ganbook setup.`), name);
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

const commands = "lab setup doctor train launch sweep resume sample export compare".split(" ");

test("every command prints its own usage with --help, and begins nothing", () => {
  const home = join(empty, "untouched");
  for (const command of commands)
    for (const args of [
      [command, "--help"],
      [command, "-h"],
      ["help", command],
    ]) {
      const { status, stdout, stderr } = ganbook(args, { GANBOOK_HOME: home });
      assert.deepEqual([status, stderr], [0, ""], args.join(" "));
      assert.match(stdout, new RegExp(`^Usage: ganbook ${command}\\b[\\s\\S]*\n\nExit codes: 0 `));
    }
  assert.match(ganbook(["sample", "--help"]).stdout, /--count n +How many\. Default 64\./);
  assert.ok(!existsSync(home));
});

test("no command begins anything on an option or argument that it does not know", () => {
  const home = join(empty, "untouched");
  for (const command of commands)
    for (const more of [["--no-browsr"], ["--port", "8899"], ["-x"]]) {
      const { status, stderr } = ganbook([command, ...more], { GANBOOK_HOME: home });
      assert.equal(status, 2, `${command} ${more.join(" ")}: ${stderr}`);
      assert.match(stderr, new RegExp(more[0]!));
    }
  for (const command of ["setup", "doctor", "train"])
    assert.equal(ganbook([command, "everything"], { GANBOOK_HOME: home }).status, 2);
  assert.ok(!existsSync(home));
});

test("lab passes on what Jupyter is known to take, and anything after --", () => {
  const known = ["--no-browser", "--port=8899", "--ip=0.0.0.0", "--ServerApp.token=a b"];
  assert.deepEqual(parseLab(["mine", ...known, "--", "--debug"]), {
    folder: "mine",
    options: [...known, "--debug"],
  });
  assert.deepEqual(parseLab(["--", "mine"]), { folder: undefined, options: ["mine"] });
  const { status, stdout } = ganbook(["lab", "--", "--version"]);
  assert.deepEqual([status, stdout.trim()], [0, "4.6.6"]);
});

test("doctor says of what nobody asked for that nobody asked for it", () => {
  const home = join(empty, "runtime only");
  const env = { GANBOOK_HOME: home, GANBOOK_BACKEND: "wasm" };
  assert.equal(ganbook(["setup", "--runtime"], env).status, 0);
  const { status, stdout } = ganbook(["doctor"], env);
  assert.equal(status, 0, stdout);
  for (const name of ["JupyterLab", "Plotly renderer", "Kernel", "libtensorflow", "Addon"])
    assert.match(stdout, new RegExp(`^-    ${name} +not asked for`, "m"));
  assert.match(stdout, /^ok   Runtime .*WebAssembly/m);
});
