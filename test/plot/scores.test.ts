import assert from "node:assert/strict";
import { test } from "node:test";
import { plotDensity1d } from "../../src/plot/density1d";
import { plotScores } from "../../src/plot/history";
import { namedLoss } from "../../src/train/losses/named";

const history = { step: [1, 2], realScore: [0.5, 0.6], fakeScore: [0.5, 0.4] };
const namesOf = (name: string | undefined): (string | undefined)[] => {
  const { data, layout } = plotScores(
    history,
    name === undefined ? {} : { loss: namedLoss(name)! },
  );
  return [data[0]!.name, data[1]!.name, layout.yaxis.title?.text];
};

test("scores are called probabilities only where they are, with any penalty", () => {
  const alone = ["D(x), real", "D(G(z)), generated"];
  for (const name of ["non-saturating", "minimax + R1(1)", "dragan"])
    assert.deepEqual(namesOf(name), [...alone, "probability of real"], name);
  for (const name of ["hinge", "least-squares", "wasserstein-gp + R1(1)", undefined])
    assert.deepEqual(namesOf(name), [...alone, "score of D"], name);
  for (const name of ["relativistic-paired + R1(0.1) + R2(0.1)", "relativistic-average"])
    assert.deepEqual(
      namesOf(name),
      ["real ahead of generated", "generated ahead of real", "of pairs"],
      name,
    );
});

test("on a line the axis says of which loss D's curve is", () => {
  const axis = (name: string): string | undefined =>
    plotDensity1d({
      real: [0],
      fake: [1],
      discriminator: { x: [0, 1], probability: [0.5, 0.4] },
      loss: namedLoss(name)!,
    }).layout.yaxis.title?.text;
  assert.equal(axis("minimax"), "density, and probability of real");
  assert.equal(axis("hinge"), "density, and score of D");
  assert.equal(plotDensity1d({ real: [0], fake: [1] }).layout.yaxis.title?.text, "density");
});
