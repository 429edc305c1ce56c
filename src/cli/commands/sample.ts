import { defineCommand, onlyFolder, positiveNumber, stepOption, wholeNumber } from "../command";
import { sample as draw } from "../sample";

export const sample = defineCommand({
  name: "sample",
  places: "runs/a [--count n] [--seed n] [--class k,…] [--step n|best|latest] [--out file]",
  summary:
    "Draws samples with a run's generator and prints the file's path; its data are not needed.",
  options: {
    count: { type: "string", value: "n", default: "64", about: "How many." },
    seed: { type: "string", value: "n", default: "0", about: "Decides the latent vectors." },
    class: {
      type: "string",
      value: "k,…",
      about: "Conditional generators: class numbers, drawn in turn. Default: all, in turn.",
    },
    step: stepOption,
    out: {
      type: "string",
      value: "file",
      about:
        "Where to, and as what: .png (images), .svg or .html (points), .csv (numbers, rows), " +
        ".txt (sentences). Default: samples, with the first of these that fits.",
    },
  },
  run: async ({ count, seed, class: classes, step, out }, positionals) => {
    const numbers = { count: positiveNumber("count", count), seed: wholeNumber("seed", seed) };
    const chosen = classes?.split(",").map((text) => wholeNumber("class", text));
    const folder = onlyFolder("sample", positionals);
    console.log(await draw(folder, { ...numbers, classes: chosen, step, out }));
    return 0;
  },
});
