import assert from "node:assert/strict";
import type { NotebookClaims } from "./claim";
import { row } from "./rows";

const games = ["held-out digits", "dcgan", "seed pair"];

export const notebook08: NotebookClaims = {
  file: "08-how-good-is-it.ipynb",
  claims: [
    {
      cell: "good-02",
      says: "**Notice** how many of 2,000 digits that it has never seen it names rightly.",
      shows: (out) => assert.match(out.printed("good-03"), /: 19[89]\d of 2000 right/),
    },
    {
      cell: "good-06",
      says: "**Predict** from the pictures which will win, and by how much.",
      shows: (out) => {
        const [floor, dcgan, seed] = games.map((name) => row(out.printed("good-13"), name)[0]!);
        assert.ok(floor! < 0.1 * dcgan! && dcgan! < 0.3 * seed!, `${floor} ${dcgan} ${seed}`);
      },
    },
    {
      cell: "good-08",
      says: "A generator that has lost digits shows it here at once.",
      shows: (out) => {
        const [real, , seed] = games.map((name) => row(out.printed("good-09"), name));
        assert.ok(real!.every((count) => count > 100));
        assert.ok(seed!.filter((count) => count === 0).length >= 5);
      },
    },
    {
      cell: "good-10",
      says: "high when each sample is clearly of one class and all classes are there; at most 10.",
      shows: (out) => {
        const scores = games.map((name) => row(out.printed("good-11"), name)[0]!);
        assert.ok(scores[0]! > 9.5 && scores[0]! <= 10 && scores[2]! < 2);
      },
    },
    {
      cell: "good-12",
      says: "**Notice** the first line: real against real is not 0.",
      shows: (out) => assert.ok(row(out.printed("good-13"), "held-out digits")[0]! > 0),
    },
    {
      cell: "good-14",
      says: "the distance grows, even between real and real.",
      shows: (out) => {
        const [few, more, most] = out
          .printed("good-15")
          .trim()
          .split("\n")
          .map((line) => Number(line.split(": ")[1]));
        assert.ok(few! > 2 * more! && more! > 2 * most!);
      },
    },
    {
      cell: "good-16",
      says:
        "of one distribution it is 0 on average, with any number of samples, and it comes with " +
        "an interval.",
      shows: (out) => {
        const [, , low, high] = row(out.printed("good-17"), "held-out digits");
        assert.ok(low! < 0 && high! > 0);
      },
    },
    {
      cell: "good-18",
      says: "**Predict** the row of a generator that draws one perfect 1, again and again.",
      shows: (out) => {
        // The seed pair draws few things: it reaches next to nothing of the digits.
        const [, recall, , coverage] = row(out.printed("good-19"), "seed pair");
        assert.ok(recall! < 0.05 && coverage! < 0.05);
      },
    },
    {
      cell: "good-20",
      says: "**Notice** that most reach all modes, and that the two which hold D's slope at 1",
      shows: (out) => {
        const modes = out
          .printed("good-21")
          .trim()
          .split("\n")
          .map((line) => /^(.*?) +(\d)\/8/.exec(line)!);
        const poor = modes.filter(([, , count]) => Number(count) < 8).map(([, name]) => name);
        assert.deepEqual(poor.sort(), ["dragan", "wasserstein-gp"]);
        const near = (name: string): number => row(out.printed("good-21"), `${name} `)[2]!;
        const [damped] = row(
          out.printed("good-21"),
          "relativistic-paired + R1(0.1) + R2(0.1)",
        ).slice(2);
        assert.ok(damped! < near("relativistic-paired"), "penalties cost some sharpness");
      },
    },
    {
      cell: "good-22",
      says: "**Notice** who is damped.",
      shows: (out) => {
        const lines = out.printed("good-23").trim().split("\n");
        for (const line of lines) assert.equal(/R1/.test(line), /comes to rest/.test(line), line);
      },
    },
  ],
  told: [
    { says: "The penalties are $", why: "definitions; test/train/losses.test.ts" },
    {
      says: "2,000 samples of each, as many as there are held-out digits.",
      why: "the code below it",
    },
    {
      says: "one perfect picture of each digit would get 10",
      why: "test/measure/measures.test.ts",
    },
    { says: "of 8,000 real digits and of the samples", why: "what the code below it does" },
    { says: "D is a line through 0 (the *Dirac game*)", why: "a definition" },
  ],
};
