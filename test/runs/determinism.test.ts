import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

const play = (preset: string, steps: number): string =>
  execFileSync(process.execPath, ["test/support/fingerprint.cjs", preset, String(steps)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();

test("the same seed gives the same bytes in another process: weights, moments and average", () => {
  for (const [preset, steps] of [
    ["mlp", 200],
    ["seed", 30],
    ["dcgan", 15],
  ] as const) {
    const [first, second] = [play(preset, steps), play(preset, steps)];
    console.log(`${preset}, ${steps} steps: SHA-256 ${first.slice(0, 16)}… in both processes`);
    assert.match(first, /^[0-9a-f]{64}$/);
    assert.equal(first, second, preset);
  }
});
