import assert from "node:assert/strict";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { z } from "zod";
import { readJson } from "../../src/base/readJson";
import { readTensorFile } from "../../src/base/tensorFile";
import { readTrainConfig } from "../../src/cli/readConfig";
import { loadRun, recordRun } from "../../src/runs";
import { startRuntime, trainGan } from "../../src/index";
import { readConnection } from "../../src/kernel/connection";
import { smallGame } from "../support/smallGame";
import { temporaryFolder } from "../support/temporary";

const folder = temporaryFolder();
const run = join(folder, "sound");
before(async () => {
  await startRuntime({ print: false });
  const recorder = recordRun("sound", { runs: folder });
  await trainGan({ ...smallGame(), steps: 2, callbacks: [recorder] });
});

/** What is no JSON object that anybody could want. */
const bad = ['{"a": ', "", "5", "null", "[1]", "nonsense", '{"a": 1}}'];

/** What a reader says of a file: what it throws, or the problem that it names. */
const readers: Record<string, (path: string) => unknown> = {
  connection: (path) => readConnection(path),
  configuration: (path) => readTrainConfig(path),
  "file of a run": (path) => {
    throw new Error(readJson(path, z.strictObject({ b: z.int() })).problem);
  },
  tensors: (path) => readTensorFile(path),
};

for (const [name, read] of Object.entries(readers))
  test(`a ${name} that is none is named by its path`, () => {
    for (const [i, text] of bad.entries()) {
      const path = join(folder, `${name} ${i}.json`);
      writeFileSync(path, text);
      assert.throws(
        () => read(path),
        ({ message }: Error) =>
          message.split(path).length === 2 && /expected|wrong|at line/.test(message),
        `${name}: ${text}`,
      );
    }
  });

for (const file of ["config.json", "result.json"])
  test(`a run whose ${file} is no JSON says so, with its path`, () => {
    for (const [i, text] of bad.entries()) {
      const damaged = join(folder, `damaged ${file} ${i}`);
      cpSync(run, damaged, { recursive: true });
      writeFileSync(join(damaged, file), text);
      const { problems } = loadRun(damaged);
      const named = problems.filter((problem) => problem.includes(join(damaged, file)));
      assert.equal(named.length, 1, `${text}: ${problems.join(" ")}`);
      assert.match(named[0]!, /expected/);
    }
  });

test("a run without anything but a broken config.json is refused, with its path", () => {
  const path = join(folder, "alone");
  mkdirSync(path);
  writeFileSync(join(path, "config.json"), "{");
  assert.throws(
    () => loadRun(path),
    ({ message }: Error) => message.includes(join(path, "config.json")),
  );
});

test("a connection file without a port is named, with the port", () => {
  const path = join(folder, "portless.json");
  writeFileSync(path, JSON.stringify({ shell_port: 1, iopub_port: 2, stdin_port: "3" }));
  assert.throws(() => readConnection(path), {
    message: `${path}: expected a port in stdin_port, received 3`,
  });
});

test("too many aliases in a configuration are told with its path", () => {
  const path = join(folder, "bomb.yaml");
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let i = 1; i < 9; i++)
    lines.push(`a${i}: &a${i} [${new Array(10).fill(`*a${i - 1}`).join(", ")}]`);
  writeFileSync(path, lines.join("\n"));
  assert.throws(
    () => readTrainConfig(path),
    ({ message }: Error) => message.startsWith(path),
  );
});

/** Where JSON is parsed by hand: of a text without a file, or where a fault means "none". */
const byHand: Record<string, string> = {
  "base/jsonObject.ts": "the one reader",
  "base/sum.ts": "of what has just been written",
  "base/tensorFile.ts": "a header; the file is named around it",
  "kernel/message.ts": "of a message",
  "kernel/modules.ts": "somebody's own JSON, named in its SyntaxError",
  "kernel/snapshotEntry.ts": "the package's own",
  "notebook/display.ts": "of what has just been written",
  "runs/checkpoint.ts": "parts of a checkpoint; the file is named around them",
  "runs/recordRun.ts": "of what has just been written",
  "base/install/homeLock.ts": "what cannot be read holds no lock",
  "base/install/steps.ts": "what cannot be read has not been done",
};

test("nothing else parses JSON", () => {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .filter((file) =>
      /^(?! ?\*).*\bJSON\.parse\(/m.test(code(readFileSync(`src/${file}`, "utf8"))),
    );
  assert.deepEqual(files.sort(), Object.keys(byHand).sort());
});

const code = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, "");
