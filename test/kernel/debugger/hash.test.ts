import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { hashMurmur2 } from "../../../src/kernel/debugger/hash";
import { homePaths } from "../../../src/base/paths";

const texts = ["", "a", "ab", "abc", "abcd", "const é = '🙂';\n", "x".repeat(1001), "\n\n{}"];
const seeds = [0, 0xc70f6907, 0xffffffff];

test("a cell's hash is the one that ipykernel computes", () => {
  const script =
    "import json, sys; from ipykernel.compiler import murmur2_x86 as hash; " +
    "texts, seeds = json.load(sys.stdin); " +
    "print(json.dumps([hash(text, seed) for text in texts for seed in seeds]))";
  const { stdout, stderr } = spawnSync(homePaths().python, ["-c", script], {
    encoding: "utf8",
    input: JSON.stringify([texts, seeds]),
  });
  assert.equal(stderr, "");
  assert.deepEqual(
    texts.flatMap((text) => seeds.map((seed) => hashMurmur2(text, seed))),
    JSON.parse(stdout),
  );
});
