import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { mean, share } from "../looks";
import type { Outputs } from "../outputs";
import { distance, points, ring } from "../planes";
import type { Action, NotebookTries } from "./try";

const grid = (discriminatorSteps: number): Action => ({
  newCell: `k${discriminatorSteps}`,
  code: `const { history: k${discriminatorSteps} } = await trainGan({ ...settings, ...players(1),
  data: mixture2d({ kind: "grid25" }), learningRate: rate, steps: 1500,
  discriminatorSteps: ${discriminatorSteps}, callbacks: [doctor()] });
console.log(JSON.stringify(k${discriminatorSteps}));`,
});
const historyOf = (out: Outputs, cell: string): Record<string, number[]> =>
  JSON.parse(/^\{.*\}$/m.exec(out.printed(cell))![0]) as Record<string, number[]>;
const thread: Action = {
  newCell: "thread",
  code: `const threaded = await sampleGenerator(run.game.generator, { count: 400 });
show(plotDecision2d({ real: data, fake: threaded }));`,
};
/** The share of points that are near no centre. */
const between = (out: Outputs): number =>
  share(
    points(out, "thread").map((at) => Math.min(...ring.map((centre) => distance(at, centre)))),
    (far) => far > 0.2,
  );
const checkpoints = (folder: string): string[] =>
  existsSync(`${folder}/runs/ring/checkpoints`)
    ? readdirSync(`${folder}/runs/ring/checkpoints`).filter((name) => name.endsWith("tensors"))
    : [];

export const tries07: NotebookTries = {
  file: "07-keep-go-on-and-repair.ipynb",
  isShort: true,
  before: ["keep-01", "keep-03", "keep-05", "keep-15", grid(1), thread],
  tries: [
    {
      number: 1,
      says: "a generator's loss that grows; D is not yet sure enough for the doctor",
      actions: [grid(20)],
      shows: (out) => {
        const [many, one] = ["k20", "k1"].map((cell) => historyOf(out, cell));
        const [steep, flat] = [many, one].map((game) => mean(game!.discriminatorGradientNorm!));
        const ratio = steep! / flat!;
        assert.ok(ratio > 10 && ratio < 60, `${ratio}`);
        const { generatorLoss } = many!;
        const [early, late] = [generatorLoss!.slice(0, 300), generatorLoss!.slice(-300)].map(mean);
        assert.ok(late! > 1.2 * early!, `${early} ${late}`);
        assert.doesNotMatch(out.printed("k20"), /too-strong/);
        const grows = `${early!.toFixed(2)} to ${late!.toFixed(2)}`;
        return `norm ${ratio.toFixed(0)} times, G's loss from ${grows}`;
      },
    },
    {
      number: 2,
      says: "it to go on from the last checkpoint, at most 250 steps back",
      actions: [
        {
          cell: "keep-17",
          press: { button: "restart", when: (_, folder) => checkpoints(folder).length > 2 },
        },
        ...["keep-01", "keep-03"],
        {
          newCell: "left",
          code: `import { loadRun } from "ganbook/runs";
const left = loadRun("runs/ring");
console.log(left.history.step.at(-1), left.checkpoints.at(-1));`,
        },
        { newCell: "resumed", code: 'await resumeRun("runs/ring")' },
      ],
      shows: (out) => {
        const [step, checkpoint] = out.numbers("left");
        assert.ok(checkpoint! >= 500 && step! < 1500, "stopped in the middle");
        assert.ok(step! - checkpoint! <= 250, `${step} ${checkpoint}`);
        assert.match(out.texts("resumed").join(), /game at step 1500/);
        return `stopped after step ${step}, went on from ${checkpoint} to 1500`;
      },
    },
    {
      number: 3,
      says: "`latent-too-small` before the first step, and a thread of samples between the",
      actions: [
        {
          cell: "keep-03",
          edits: [
            [
              'generator: buildGenerator("mlp", { seed }',
              'generator: buildGenerator("mlp", { seed, latentSize: 1 }',
            ],
          ],
        },
        "keep-05",
        thread,
      ],
      shows: (out, before) => {
        assert.match(out.printed("keep-05"), /^latent-too-small \(step 0\)/);
        const [many, few] = [out, before].map(between);
        assert.ok(many! > 0.25 && many! > 1.5 * few!, `${many} ${few}`);
        return `between the clusters ${few!.toFixed(2)} with two, ${many!.toFixed(2)} with one`;
      },
    },
  ],
};
