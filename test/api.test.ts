import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import * as api from "../src/index";
import { KernelClient } from "./support/kernelClient";
import { temporaryFolder } from "./support/temporary";
import { readmeOf, rooms } from "./support/readmes";

/** Change it here and in CHANGELOG.md when you mean to. */
const root = [
  "annealRates",
  "averagedGenerator",
  "batchStream",
  "buildDiscriminator",
  "buildGenerator",
  "classicGame",
  "compileStep",
  "createDataset",
  "createGame",
  "decisionCurve",
  "decisionSurface",
  "defaultLoss",
  "discriminatorStep",
  "display",
  "doctor",
  "drawLatents",
  "drawNoise",
  "exportModel",
  "fakeGradients",
  "generatorStep",
  "interpolateLatents",
  "latentPlane",
  "liveView",
  "loadGame",
  "loadGenerator",
  "loadImages",
  "loadMnist",
  "measureImages",
  "mixture2d",
  "plotDecision2d",
  "plotDensity1d",
  "plotInterpolation",
  "plotLatent",
  "plotLosses",
  "plotSamples",
  "plotScores",
  "progressBar",
  "randomStream",
  "recordRun",
  "resumeRun",
  "sampleGenerator",
  "savePlot",
  "show",
  "splitDataset",
  "startRuntime",
  "stopButton",
  "takeFirst",
  "takeSamples",
  "tf",
  "trainGan",
];
const ofRooms: Record<string, readonly string[]> = {
  build: [
    "buildDiscriminator",
    "buildGenerator",
    "categories",
    "drawLatents",
    "dropoutLayer",
    "groupedConv2d",
    "interpolateLatents",
    "latentPlane",
    "minibatchDeviation",
    "resample",
    "sampleGenerator",
    "spectralNorm",
  ],
  check: ["check"],
  data: [
    "batchStream",
    "countClasses",
    "createDataset",
    "createPictures",
    "joinSamples",
    "labelsOf",
    "loadData",
    "loadEmoji",
    "loadIdx",
    "loadImages",
    "loadMnist",
    "mixture2d",
    "randomStream",
    "splitDataset",
    "stackedMnist",
    "takeClass",
    "takeFirst",
    "takeSamples",
  ],
  doctor: ["diagnose", "doctor", "formatFinding", "inspectGame"],
  export: ["exportModel"],
  kernel: ["runningKernel"],
  measure: [
    "Moments",
    "bootstrapInterval",
    "classHistogram",
    "classScore",
    "classify",
    "compareManifolds",
    "countModes",
    "countStackedModes",
    "findCopies",
    "formatInterval",
    "formatShare",
    "frechetDistance",
    "frechetFloor",
    "frechetOf",
    "inceptionFeatures",
    "judgeSamples",
    "kernelDistance",
    "labelAgreement",
    "loadInception",
    "loadJudge",
    "loadOnnx",
    "meanInterval",
    "measureImages",
    "nearestSamples",
    "networkFeatures",
    "rejectMislabelled",
    "reverseKl",
    "saveJudge",
    "shareInterval",
    "trainClassifier",
    "trainJudge",
    "trainOnSynthetic",
  ],
  notebook: ["display", "liveView", "progressBar", "show", "stopButton"],
  plot: [
    "plotCurves",
    "plotDecision2d",
    "plotDensity1d",
    "plotDuel",
    "plotInterpolation",
    "plotIntervals",
    "plotLatent",
    "plotLosses",
    "plotRewind",
    "plotSamples",
    "plotScores",
    "renderSvg",
    "savePlot",
  ],
  runs: [
    "compareRuns",
    "duel",
    "forkRun",
    "loadGame",
    "loadGenerator",
    "loadRun",
    "recordRun",
    "resumeRun",
  ],
  runtime: ["compileStep", "startRuntime", "tf"],
  scale: ["compareSweep", "joinCluster", "plotSweep"],
  tables: [
    "balanceRows",
    "compareTables",
    "createTable",
    "decodeTable",
    "drawConditions",
    "encodeTable",
    "labelledBy",
    "readTable",
    "samplePeople",
    "tableRows",
    "tableToCsv",
  ],
  text: [
    "createGrammar",
    "crossEntropy",
    "decodeSentences",
    "encodeSentences",
    "judgeSentences",
    "sampleLanguageModel",
    "sampleSentences",
    "smallEnglish",
    "trainLanguageModel",
  ],
  train: [
    "annealRates",
    "averagedGenerator",
    "classicGame",
    "createGame",
    "decisionCurve",
    "decisionSurface",
    "defaultLoss",
    "discriminatorStep",
    "draganPenalty",
    "drawNoise",
    "examineLoss",
    "fakeGradients",
    "generatorStep",
    "learningRates",
    "lossNames",
    "minimaxLoss",
    "namedLoss",
    "nonSaturatingLoss",
    "oneCentredPenalty",
    "r1Penalty",
    "r2Penalty",
    "readGameState",
    "setDiscriminatorSteps",
    "setLearningRate",
    "trainGan",
    "withPenalty",
    "writeGameState",
    "zeroCentredPenalty",
  ],
};

const folder = temporaryFolder();
let kernel: KernelClient;
before(async () => {
  kernel = await KernelClient.start(folder);
});
after(() => kernel.stop());

test("the public API is exactly this; its front door has at most 50 names", () => {
  assert.deepEqual(Object.keys(api).sort(), root);
  assert.ok(root.length <= 50);
  assert.deepEqual([...rooms].sort(), Object.keys(ofRooms).sort());
});

for (const [room, names] of Object.entries(ofRooms))
  test(`ganbook/${room} has exactly its exports, and its README a line about each`, async () => {
    const module = (await import(`../src/${room}/index`)) as Record<string, unknown>;
    const given = Object.keys(module).filter(
      (name) => name !== "default" && name !== "module.exports",
    );
    assert.deepEqual(given.sort(), names);
    const readme = readFileSync(`src/${room}/README.md`, "utf8");
    assert.equal(readme, readmeOf(room), "npm run readmes writes it");
    for (const name of names) assert.match(readme, new RegExp(`^- \`${name}\`: .{20}`, "m"));
  });

test("what the front door has, a room has too", () => {
  const all = new Set(Object.values(ofRooms).flat());
  assert.deepEqual(
    root.filter((name) => !all.has(name)),
    [],
  );
});

for (const room of Object.keys(ofRooms))
  test(`the example of src/${room}/README.md runs`, async () => {
    const example = /```ts\n([\s\S]*?)```/.exec(readFileSync(`src/${room}/README.md`, "utf8"));
    assert.ok(example);
    const { reply } = await kernel.run(example[1]!);
    assert.equal(reply.status, "ok", JSON.stringify(reply));
  });
