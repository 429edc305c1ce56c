import assert from "node:assert/strict";
import type { Outputs } from "../outputs";
import { row } from "../rows";
import type { Action, Edit, NotebookTries } from "./try";

/** Looks on: the share of 500 drawings that are what was asked for, as the judge names them. */
const watch: Action = {
  newCell: "watch",
  code: `import { TrainingState } from "ganbook";
const agreed: string[] = [];
const watch = { onStep: async ({ game }: TrainingState) => {
  if (![100, 200, 400, 800, 1500].includes(game.step)) return;
  const drawn = await sampleGenerator(game.average!.generator, { count: 500, seed: 7 });
  agreed.push(labelAgreement(drawn.labels!, judgeSamples(drawn).labels).mean.toFixed(3));
} };`,
};
const told = (conditioning: string): Action[] => [
  { cell: "told-03", edits: [["projection + auxiliary", conditioning]] },
  watch,
  {
    cell: "told-05",
    edits: [fewer, ["liveView()", "liveView(), watch"]],
    as: `told-05 ${conditioning}`,
  },
  { newCell: conditioning, code: "console.log(agreed.join(' '));" },
];
const clock: Action = {
  newCell: "clock",
  code: "console.log(Math.min(...run.history.secondsPerStep));",
};
const fewer: Edit = ["fast ? 40 : 1500", "fast ? 12 : 1500"];
/** Fewer drawings and digits where the game has learned nothing yet. */
const fewDrawn: Edit = ["count: 2000", "count: fast ? 200 : 2000"];
const fewDigits: Edit = [
  "measureImages(drawn, train,",
  "measureImages(drawn, fast ? takeSamples(train, [...Array(500).keys()]) : train,",
];
const percent = (out: Outputs, name: string, cell: string): number =>
  row(out.printed(cell), name)[0]!;

export const tries09: NotebookTries = {
  file: "09-tell-it-what-to-draw.ipynb",
  before: [
    ...["told-01", "told-03"],
    { cell: "told-05", edits: [fewer] },
    "told-07",
    { cell: "told-11", edits: [fewDrawn] },
    { cell: "told-13", edits: [fewDigits] },
    "told-15",
    clock,
  ],
  tries: [
    {
      number: 1,
      says: "the first to learn the classes more slowly",
      actions: [...told("concatenation"), ...told("auxiliary")],
      full: {
        shows: (out) => {
          const [slow, fast] = ["concatenation", "auxiliary"].map((one) => out.numbers(one));
          assert.ok(slow![0]! < fast![0]! - 0.2 && slow!.at(-1)! < fast!.at(-1)!);
          return `agreement after 100 to 1500: ${slow!.join(" ")}; ${fast!.join(" ")}`;
        },
        found:
          "agreement after 100 to 1500: 0.288 0.606 0.7 0.822 0.862; 0.704 0.794 0.936 0.926 0.934",
      },
    },
    {
      number: 2,
      says: "higher agreement, and a larger Fréchet distance: less variety for more safety",
      actions: [
        {
          cell: "told-11",
          edits: [
            [
              "{ count: 2000, seed: 7 }",
              "{ latents: drawLatents(fast ? 200 : 2000, 100, 7).map((value) => 0.8 * value) }",
            ],
          ],
        },
        { cell: "told-13", edits: [fewDigits] },
      ],
      full: {
        shows: (out, before) => {
          const agreement = [before, out].map((one) => percent(one, "drawn as asked", "told-11"));
          const frechet = [before, out].map((one) => percent(one, "frechet ", "told-13"));
          assert.ok(agreement[1]! > agreement[0]!, agreement.join(" "));
          assert.ok(frechet[1]! > frechet[0]!, frechet.join(" "));
          const distances = frechet.map((one) => one.toFixed(2)).join(" -> ");
          return `agreement ${agreement.join(" -> ")} %, Fréchet ${distances}`;
        },
        found: "agreement 99.25 -> 99.7 %, Fréchet 0.38 -> 0.98",
      },
    },
    {
      number: 3,
      says: "odder digits, some mislabelled and rejected, and a smaller gap",
      actions: [
        { newCell: "import", code: 'import { rejectMislabelled } from "ganbook/measure";' },
        {
          cell: "told-15",
          edits: [
            [
              "{ count: fast ? 500 : 8000, seed: 11 }",
              "{ latents: drawLatents(fast ? 2000 : 8000, 100, 11).map((value) => 1.3 * value) }",
            ],
            ["trainOnSynthetic(many,", "trainOnSynthetic(rejectMislabelled(discriminator, many),"],
          ],
        },
        {
          newCell: "kept",
          code: "console.log(rejectMislabelled(discriminator, many).size, many.size);",
        },
      ],
      shows: (out) => {
        const [kept, of] = out.numbers("kept");
        assert.ok(kept! < of!);
        return `${kept} of ${of} are kept`;
      },
      full: {
        shows: (out, before) => {
          const [gap, wider] = [out, before].map((one) => percent(one, "gap", "told-15"));
          assert.ok(gap! < wider!);
          return `gap ${wider} -> ${gap} points`;
        },
        found: "gap 7.2 -> 4.1 points",
      },
    },
    {
      number: 4,
      says: "a page that draws the digit you choose, without a server",
      actions: [
        {
          newCell: "export",
          code: 'import { exportModel } from "ganbook";\nawait exportModel(G, "web", "runs/page")',
        },
      ],
      shows: (out) => {
        assert.equal(out.texts("export").join(), "'runs/page'");
        return "test/export/web.test.ts opens such a page and chooses digits";
      },
    },
    {
      number: 5,
      says: "steps that take twice as long",
      actions: [
        {
          cell: "told-03",
          edits: [
            ['buildGenerator("dcgan"', 'buildGenerator("resnet"'],
            ['buildDiscriminator("dcgan"', 'buildDiscriminator("resnet"'],
          ],
        },
        { cell: "told-05", edits: [["fast ? 40 : 1500", "12"]] },
        clock,
      ],
      shows: (out, before) => {
        const [long, short] = [out, before].map((one) => one.numbers("clock")[0]!);
        assert.ok(long! > 1.4 * short!, `${long} ${short}`);
        return `${(long! / short!).toFixed(1)} times`;
      },
    },
  ],
};
