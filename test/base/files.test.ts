import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs, { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { mock, test } from "node:test";
import { makeFolder, writeFileAtomically } from "../../src/base/files";
import { temporaryFolder } from "../support/temporary";

const folder = temporaryFolder();

test("a file is written whole, folders included, and nothing else stays", () => {
  const path = writeFileAtomically(join(folder, "new", "a.txt"), "one");
  writeFileAtomically(path, "two");
  assert.equal(readFileSync(path, "utf8"), "two");
  assert.deepEqual(readdirSync(join(folder, "new")), ["a.txt"]);
});

test("a failed write names the file and leaves no half of it", () => {
  mkdirSync(join(folder, "taken"));
  assert.throws(() => writeFileAtomically(join(folder, "taken"), "x"), /could not write .*taken/);
  assert.deepEqual(readdirSync(folder).sort(), ["new", "taken"]);
});

test("a folder in a working folder that has been removed is made, or refused, at once", () => {
  const gone = join(temporaryFolder(), "gone");
  mkdirSync(gone);
  const program = `const { makeFolder } = require(${JSON.stringify(resolve("dist/base/files.js"))});
    require("node:fs").rmdirSync(".");
    makeFolder("a/b");`;
  const { signal, status } = spawnSync(process.execPath, ["-e", program], {
    cwd: gone,
    timeout: 10_000,
  });
  assert.deepEqual({ signal, status: status !== null }, { signal: null, status: true });
});

test("a folder that cannot be made is named", () => {
  const file = join(temporaryFolder(), "file");
  writeFileSync(file, "");
  const expected = `could not make the folder ${join(file, "a")}: `;
  assert.throws(
    () => makeFolder(join(file, "a")),
    ({ message }: Error) => message.startsWith(expected),
  );
});

test("a file's content is on the disk before the file takes its name", () => {
  const target = join(temporaryFolder(), "file");
  const calls: string[] = [];
  const flush = mock.method(fs, "fsyncSync", () => calls.push("flush"));
  const rename = mock.method(fs, "renameSync", (from: string, to: string) => {
    calls.push(`rename to ${to}`);
    assert.notEqual(from, target);
    assert.equal(readFileSync(from, "utf8"), "content");
  });
  try {
    writeFileAtomically(target, "content");
  } finally {
    flush.mock.restore();
    rename.mock.restore();
  }
  assert.deepEqual(calls, ["flush", `rename to ${target}`]);
});
