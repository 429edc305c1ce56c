import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { compileArguments } from "../../src/runtime/install/addon";
import { prepareHome } from "../../src/base/install/home";
import { findPython } from "../../src/runtime/install/python";
import { isDone, runSteps, type SetupStep } from "../../src/base/install/steps";
import {
  chooseVariant,
  cudaRequirements,
  whyNoTensorflow,
} from "../../src/runtime/install/tensorflow";
import { temporaryFolder } from "../support/temporary";

const home = temporaryFolder();
const own = { ...process.env };
before(() => Object.assign(process.env, { GANBOOK_HOME: home }));
after(() => (process.env = own));

const step = (name: string, run: () => Promise<string>, fingerprint = "1"): SetupStep => ({
  name,
  size: "1 KB",
  fingerprint,
  produces: [join(home, name)],
  run,
  help: "try again",
});
const touch = (name: string, calls: string[]) => async (): Promise<string> => {
  calls.push(name);
  writeFileSync(join(home, name), "");
  return name;
};

test("steps run once, go on where they stopped", async (context) => {
  context.mock.method(console, "log", () => undefined);
  const calls: string[] = [];
  const first = step("a", touch("a", calls));
  const broken = step("b", () => Promise.reject(new Error("no network")));
  await assert.rejects(
    runSteps([first, broken]),
    /\[2\/2\] b failed: no network\n\nWhat to do: try again/,
  );
  await runSteps([first, step("b", touch("b", calls))]);
  assert.deepEqual(calls, ["a", "b"]);
  await runSteps([step("a", touch("a", calls), "2"), step("b", touch("b", calls))]);
  assert.deepEqual(calls, ["a", "b", "a"]);
  assert.ok(isDone(step("a", touch("a", calls), "2")));
});

test("an optional step that fails is reported, and what came before it stands", async (context) => {
  context.mock.method(console, "log", () => undefined);
  const error = context.mock.method(console, "error", () => undefined);
  await runSteps(
    [step("c", touch("c", [])), step("d", () => Promise.reject(new Error("no disk")))],
    { optionalFrom: 1 },
  );
  assert.match(
    String(error.mock.calls[0]!.arguments[0]),
    /\[2\/2\] d failed: no disk[\s\S]*Going on without it\./,
  );
  assert.ok(isDone(step("c", touch("c", []))));
});

test("a step whose files are gone counts as not done", () => {
  assert.equal(
    isDone({ ...step("a", touch("a", []), "2"), produces: [join(home, "gone")] }),
    false,
  );
});

test("CUDA's packages are read from the wheel's own metadata", () => {
  const metadata = [
    "Requires-Dist: numpy>=1.26.0",
    'Requires-Dist: nvidia-cublas-cu12<13.0,>=12.5.3.2; extra == "and-cuda"',
    'Requires-Dist: nvidia-cudnn-cu12<10.0,>=9.3.0.75; extra == "and-cuda"',
  ].join("\n");
  assert.deepEqual(cudaRequirements(metadata), [
    "nvidia-cublas-cu12<13.0,>=12.5.3.2",
    "nvidia-cudnn-cu12<10.0,>=9.3.0.75",
  ]);
});

test("platforms without a C library are told why, with a way out", () => {
  assert.equal(whyNoTensorflow("linux", "x64"), undefined);
  assert.equal(whyNoTensorflow("darwin", "arm64"), undefined);
  assert.match(
    whyNoTensorflow("win32", "x64")!,
    /carries no C library for win32-x64 \(WSL2 has one\)/,
  );
});

test("the variant can be forced, and a wrong word is refused", () => {
  process.env.GANBOOK_TENSORFLOW = "gpu";
  assert.equal(chooseVariant(), "gpu");
  process.env.GANBOOK_TENSORFLOW = "tpu";
  assert.throws(
    () => chooseVariant(),
    /GANBOOK_TENSORFLOW: expected "cpu" or "gpu", received "tpu"/,
  );
  delete process.env.GANBOOK_TENSORFLOW;
});

test("a Python that is missing or too old is named, with what to install", () => {
  process.env.GANBOOK_PYTHON = "/no/python";
  assert.throws(
    () => findPython(),
    /expected Python >= 3.10 with venv, received \/no\/python: not there.*apt install python3-venv/,
  );
  const old = join(home, "old-python");
  writeFileSync(old, "#!/bin/sh\necho 3.9.18\necho /usr/bin/python3.9\n", { mode: 0o755 });
  process.env.GANBOOK_PYTHON = old;
  assert.throws(() => findPython(), /old-python: 3\.9\.18/);
  delete process.env.GANBOOK_PYTHON;
});

test("the addon is compiled from sources and headers that are there", () => {
  const args = compileArguments("out.node");
  const files = args.filter((arg) => arg.endsWith(".cc"));
  assert.equal(files.length, 2);
  files.forEach((file) => assert.ok(existsSync(file), file));
  const headers = args.find((arg) => arg.startsWith("-I"))!.slice(2);
  assert.match(readFileSync(join(headers, "node_api.h"), "utf8"), /napi_module_register/);
});

test("the linker is told nothing of the home folder but whole paths of files", () => {
  process.env.GANBOOK_HOME = join(home, 'a,b:c "d" $LIB');
  for (const arg of compileArguments("out.node"))
    if (arg.includes("a,b:c")) assert.match(arg, /^(-I)?\//);
  process.env.GANBOOK_HOME = home;
});

test("git does not see .ganbook in a project of one's own", () => {
  const project = temporaryFolder();
  const git = (...args: string[]): string =>
    spawnSync("git", args, { cwd: project, encoding: "utf8" }).stdout;
  git("init");
  process.env.GANBOOK_HOME = join(project, "elsewhere");
  prepareHome();
  assert.match(git("status", "--porcelain"), /elsewhere/);
  assert.ok(!existsSync(join(project, "elsewhere", ".gitignore")));
  process.env.GANBOOK_HOME = join(project, ".ganbook");
  prepareHome();
  assert.equal(git("status", "--porcelain", "--", ".ganbook"), "");
  process.env.GANBOOK_HOME = home;
});
