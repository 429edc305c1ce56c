import assert from "node:assert/strict";
import { createGrammar } from "../../src/data/grammar";
import type { NotebookClaims } from "./claim";

const right = (printed: string, name: string): number =>
  Number(new RegExp(`^${name} .*?right ([\\d.]+) %`, "m").exec(printed)![1]);
const pairs = (printed: string, name: string): number =>
  Number(new RegExp(`^${name} .*\\n+.*pairs ([\\d.]+)`, "m").exec(printed)![1]);

export const notebook10: NotebookClaims = {
  file: "10-words.ipynb",
  claims: [
    {
      cell: "words-02",
      says: "Subject and verb have to agree",
      shows: (out) => assert.match(out.printed("words-03"), /\[ true, false \]/),
    },
    {
      cell: "words-04",
      says: "eight places, each one of 26 words or the end.",
      shows: (out) => assert.match(out.printed("words-05"), /^\[ 8, 27 \]/),
    },
    {
      cell: "words-04",
      says: "**Notice** that G will see less than a fifth of the language.",
      shows: (out) => {
        const different = Number(/(\d+) different/.exec(out.printed("words-05"))![1]);
        assert.ok(different < out.numbers("words-03")[0]! / 5);
      },
    },
    {
      cell: "words-06",
      says: "**Notice** the layer called Categories.",
      shows: (out) => assert.match(out.printed("words-07"), / Categories\n$/),
    },
    {
      cell: "words-10",
      says: "**Predict:** what will it learn first",
      shows: (out) => {
        // In the end both, in nearly all: of eight sentences at most two are wrong.
        const sentences = out.printed("words-11").trim().split("\n").slice(-8);
        const { isValid } = createGrammar();
        assert.ok(sentences.filter((one) => isValid(one)).length >= 6, sentences.join("\n"));
        const before = out.printed("words-09").trim().split("\n");
        assert.equal(before.filter((one) => isValid(one)).length, 0, "before: none");
      },
    },
    {
      cell: "words-13-text",
      says: "**notice** that they have a distance too.",
      shows: (out) => {
        const [real, drawn] = ["real", "GAN"].map((name) =>
          pairs(out.printed("words-13-say"), name),
        );
        assert.ok(real! > 0 && drawn! > real!);
      },
    },
    {
      cell: "words-14",
      says: "**Predict** which is better, and which took longer.",
      shows: (out) => {
        const model = right(out.printed("words-15"), "likelihood");
        assert.ok(model > right(out.printed("words-13-say"), "GAN"));
        const gan = /(?:(\d+) min )?(\d+) s gone/.exec(out.texts("words-11")[0]!)!;
        const seconds = 60 * Number(gan[1] ?? 0) + Number(gan[2]);
        assert.ok(out.numbers("words-15")[0]! < seconds);
      },
    },
  ],
  told: [{ says: "How many of 2,000 sentences are right", why: "what the code below it counts" }],
};
