import assert from "node:assert/strict";
import type { Action, Edit, NotebookTries } from "./try";

const right = (printed: string, name: string): number =>
  Number(new RegExp(`^${name} .*?right ([\\d.]+) %`, "m").exec(printed)![1]);
/** As small English, but something stands between the subject and its verb. */
const rules = `createGrammar({
  S: ["ONE NEAR VERB-S", "MANY NEAR VERB"],
  ONE: ["DET-ONE NOUN", "DET-ONE ADJ NOUN"],
  MANY: ["DET-MANY NOUNS", "DET-MANY ADJ NOUNS"],
  NEAR: ["near OBJECT"],
  "VERB-S": ["sleeps", "sings", "sees OBJECT", "likes OBJECT", "follows OBJECT"],
  VERB: ["sleep", "sing", "see OBJECT", "like OBJECT", "follow OBJECT"],
  OBJECT: ["the NOUN", "the NOUNS"],
  "DET-ONE": ["a", "the", "every"],
  "DET-MANY": ["the", "some", "many"],
  ADJ: ["small", "old", "happy"],
  NOUN: ["cat", "dog", "bird", "child"],
  NOUNS: ["cats", "dogs", "birds", "children"],
})`;
const softmax: Edit = [
  '("text", { sampleShape: shape, seed: 1 });\nconst disc',
  '("text", { sampleShape: shape, draw: "softmax", seed: 1 });\nconst disc',
];
const played = ["words-07", "words-09", "words-11", "words-13", "words-13-say"];

export const tries10: NotebookTries = {
  file: "10-words.ipynb",
  before: ["words-01", "words-03", "words-05", ...played, "words-15"] as readonly Action[],
  tries: [
    {
      number: 1,
      says: "fewer right sentences",
      actions: [{ cell: "words-07", edits: [softmax] }, ...played.slice(1)],
      full: {
        shows: (out, before) => {
          const [few, many] = [out, before].map((one) => right(one.printed("words-13-say"), "GAN"));
          assert.ok(few! < many!, `${few} ${many}`);
          return `right ${many} % before, ${few} % after`;
        },
        found: "right 92 % before, 86.2 % after",
      },
    },
    {
      number: 2,
      says: "slower learning",
      actions: [
        { cell: "words-07", edits: [softmax] },
        {
          cell: "words-09",
          edits: [["averageDecay: 0.999,", 'loss: "wasserstein-gp", averageDecay: 0.999,']],
        },
        ...played.slice(2),
      ],
      full: {
        shows: (out, before) => {
          const [few, many] = [out, before].map((one) => right(one.printed("words-13-say"), "GAN"));
          assert.ok(few! < many!, `${few} ${many}`);
          return `right ${many} % before, ${few} % after`;
        },
        found: "right 92 % before, 82.2 % after",
      },
    },
    {
      number: 3,
      says: "the GAN to find it harder, its rival hardly at all",
      actions: [
        { cell: "words-03", edits: [["createGrammar()", rules]] },
        "words-05",
        ...played,
        "words-15",
      ],
      full: {
        shows: (out, before) => {
          const gan = [before, out].map((one) => right(one.printed("words-13-say"), "GAN"));
          const rival = [before, out].map((one) => right(one.printed("words-15"), "likelihood"));
          assert.ok(gan[1]! < gan[0]! - 1 && rival[1]! > rival[0]! - 2, [gan, rival].join("; "));
          return `GAN ${gan.join(" -> ")} %, likelihood ${rival.join(" -> ")} %`;
        },
        found: "GAN 92 -> 88.9 %, likelihood 96.5 -> 97.7 %",
      },
    },
  ],
};
