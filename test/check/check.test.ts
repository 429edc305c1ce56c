import assert from "node:assert/strict";
import { before, mock, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { check } from "../../src/check";
import { startRuntime } from "../../src/runtime/start";
import { rights } from "./rights";
import { early } from "./wrong/early";
import { late } from "./wrong/late";
import { middle } from "./wrong/middle";

type Name = keyof typeof check;
const names = Object.keys(check) as Name[];
const wrongs = { ...early, ...middle, ...late };

before(() => startRuntime({ print: false }));

/** What a check prints of an answer. */
function said(name: Name, answer: unknown): string {
  const log = mock.method(console, "log", () => undefined);
  try {
    check[name](answer);
    assert.equal(log.mock.callCount(), 1, "one message");
    return String(log.mock.calls[0]!.arguments[0]);
  } finally {
    log.mock.restore();
  }
}

test("each exercise has a right answer and three wrong ones here", () => {
  assert.deepEqual(Object.keys(rights), names);
  assert.deepEqual(Object.keys(wrongs), names);
  for (const name of names) assert.ok(wrongs[name]!.length >= 3, name);
});

for (const name of names) {
  test(`${name}: what other code works out is right`, () => {
    assert.match(said(name, rights[name]), new RegExp(`^✓ ${name}: right\\. .{20}`));
  });

  for (const [i, [answer, hint]] of wrongs[name]!.entries())
    test(`${name}: wrong answer ${i + 1} gets the hint ${hint.source}`, () => {
      const [says, hinted, ...more] = said(name, answer).split("\n");
      assert.match(
        says!,
        new RegExp(`^✗ ${name}: not yet\\. .*expected .*(received|it threw) `, "i"),
      );
      assert.match(hinted!, /^ {2}hint: /);
      assert.match(hinted!, hint);
      assert.deepEqual(more, []);
    });

  test(`${name}: two hints of one exercise are never the same`, () => {
    const hints = wrongs[name]!.map(([answer]) => said(name, answer).split("hint: ")[1]);
    const fallback = hints.filter((hint, i) => hints.indexOf(hint) !== i);
    assert.ok(new Set(fallback).size <= 1, fallback.join("\n"));
  });
}

const disposed = tf.scalar(1);
disposed.dispose();
const revoked = Proxy.revocable({}, {});
revoked.revoke();
const hostile = {
  get shape(): never {
    throw new Error("do not look");
  },
};
const answers: readonly (readonly [what: string, answer: unknown])[] = [
  ["nothing", undefined],
  ["null", null],
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["a text", "p / (p + q)"],
  ["a bigint", 10n],
  ["a symbol", Symbol("s")],
  ["a list", []],
  ["a list of texts", ["a"]],
  ["an object", { a: 1 }],
  ["an object that throws", hostile],
  ["a revoked proxy", revoked.proxy],
  ["a class", class A {}],
  ["a disposed tensor", disposed],
  ["an empty tensor", tf.tensor([])],
  ["a Promise that fails", Promise.reject(new Error("later")).catch(() => undefined)],
  ["a function of nothing", () => undefined],
  ["a function that gives NaN", () => NaN],
  ["a function that gives a text", () => "0.5"],
  ["a function that gives null", () => null],
  ["a function that gives an empty list", () => []],
  ["a function that gives a list of lists", () => [[1], [2]]],
  ["a function that gives a list with holes", () => Array<number>(3)],
  ["a function that gives a million numbers", () => new Float32Array(1e6)],
  ["a function that gives a DataView", () => new DataView(new ArrayBuffer(8))],
  ["a function that gives a revoked proxy", () => revoked.proxy],
  ["a function that gives a disposed tensor", () => disposed],
  ["a function that gives a texts' tensor", () => tf.tensor(["a"])],
  ["a function that gives booleans", () => tf.tensor([true])],
  ["an async function", async () => 0.5],
  ["an async function that throws", async () => assert.fail("later")],
  [
    "a function that throws",
    () => {
      throw new Error("no");
    },
  ],
  [
    "a function that throws null",
    () => {
      throw null as unknown as Error;
    },
  ],
  [
    "a function without an end",
    function deep(): unknown {
      return deep();
    },
  ],
  [
    "a function that changes what it is given",
    (...given: unknown[]) => {
      for (const one of given) if (Array.isArray(one)) one.length = 0;
      return NaN;
    },
  ],
];

for (const [what, answer] of answers)
  test(`no check takes ${what} for right, none throws, none keeps a tensor`, async () => {
    for (const name of names) {
      const before = tf.memory().numTensors;
      assert.match(said(name, answer), /^✗ \w+: not yet\. [\s\S]*\n {2}hint: \S/, name);
      assert.equal(tf.memory().numTensors, before, name);
    }
    await new Promise((resolve) => setTimeout(resolve, 0)); // what was promised has failed by now
  });

test("a check does not change what it tries: the same answer gets the same words", () => {
  const greedy = (labels: number[], classes: number): number[] => {
    const shares = Array.from(
      { length: classes },
      (_, kind) => labels.filter((label) => label === kind).length / labels.length,
    );
    labels.length = 0;
    return shares;
  };
  for (let i = 0; i < 2; i++) assert.match(said("classShares", greedy), /^✓/);
});

test("a number is right within half a percent, and the message does not give it away", () => {
  assert.match(said("gameValue", -1.39), /^✓/);
  assert.match(said("gameValue", -1.4), /^✗/);
  assert.doesNotMatch(said("gameValue", -0.7), /1\.38|1\.39/);
  assert.match(said("gameValue", NaN), /in place of NaN/);
});

test("a message names the inputs that it tried, in short", () => {
  assert.match(
    said("optimalDiscriminator", (p: number, q: number) => p / (p + q)),
    /For p = 0\.4, q = 0\.1, share = 0\.75: expected 0\.9231, received 0\.8\n/,
  );
  assert.match(
    said("slope", () => "steep"),
    /For f = function cube, x = 2: expected a number, received "steep"/,
  );
  assert.match(
    said("discriminatorLoss", () => assert.fail("my loss")),
    /For real = \[2, 1\], fake = \[-1, 0\.5\]: expected a number, but it threw "my loss"/,
  );
});

test("where a course is graded, a wrong answer is an error and a right one is none", () => {
  process.env.GANBOOK_GRADING = "1";
  try {
    assert.throws(() => check.gameValue(0.5), /^Error: ✗ gameValue: not yet\./);
    assert.match(said("gameValue", -1.386), /^✓/);
  } finally {
    delete process.env.GANBOOK_GRADING;
  }
});
