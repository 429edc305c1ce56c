import { defineCommand, onlyFolder, wholeNumber } from "../command";
import { sample as draw } from "../runs";

export const sample = defineCommand({
  name: "sample",
  places: "runs/a [--count n] [--seed n] [--step n|best|latest] [--out file]",
  summary: "Draws samples with a run's generator and prints the picture's path.",
  options: {
    count: { type: "string", value: "n", default: "64", about: "How many." },
    seed: { type: "string", value: "n", default: "0", about: "Decides the latent vectors." },
    step: {
      type: "string",
      value: "n|best|latest",
      default: "latest",
      about: "The generator of that checkpoint.",
    },
    out: {
      type: "string",
      value: "file",
      about: "Where to. Default samples.png, or samples.svg for points.",
    },
  },
  run: async ({ count, seed, step, out }, positionals) => {
    const numbers = { count: wholeNumber("count", count), seed: wholeNumber("seed", seed) };
    await draw(onlyFolder("sample", positionals), { step, out, ...numbers });
    return 0;
  },
});
