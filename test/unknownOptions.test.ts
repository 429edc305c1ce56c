import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as api from "../src/index";
import { createPictures, loadEmoji, loadIdx, loadData, stackedMnist } from "../src/data";
import { categories, dropoutLayer, groupedConv2d } from "../src/build";
import { inspectGame } from "../src/doctor";
import { Comms } from "../src/kernel/comms";
import { Output } from "../src/kernel/output";
import * as measure from "../src/measure";
import { compareRuns, duel, forkRun } from "../src/runs";
import { joinCluster } from "../src/scale";
import { plotCurves, plotIntervals } from "../src/plot";
import { balanceRows, createTable, encodeTable, readTable, samplePeople } from "../src/tables";
import * as text from "../src/text";
import { publicFunctions, things } from "./support/functions";
import { smallData, smallPlayer } from "./support/smallGame";

/** Options as JavaScript writes them: TypeScript would refuse a name that is not known. */
type More = Record<string, unknown>;
type Call = (more: More) => unknown;
const as = (options: object): never => options as never;

const data = api.mixture2d({ size: 200 });
const vectors = new Float32Array(400).map((_, i) => Math.sin(i));
const table = encodeTable(createTable([{ k: "a" }, { k: "b" }]));
let game: api.Game;
let disposed: api.Game;
const output = new Output(
  () => undefined,
  () => undefined,
);
const comms = new Comms(
  () => undefined,
  output,
  () => undefined,
);
/** Whatever is worked on is not there: options are looked at before. */
const nowhere = "/nowhere/run";

/** How each function that takes options is called with `more` of them than it needs. */
const calls: Record<string, Call | readonly Call[]> = {
  "Comm.send": (more) => comms.open("t").send({}, as(more)),
  "Kernel.display": (more) => output.display({}, as(more)),
  "Kernel.openComm": (more) => comms.open("t", {}, as(more)),
  annealRates: (more) => api.annealRates(as({ from: 1e-3, to: 1e-4, steps: 10, ...more })),
  balanceRows: (more) => balanceRows(table, as(more)),
  bootstrapInterval: (more) => measure.bootstrapInterval(1, () => 1, as(more)),
  buildDiscriminator: [
    ...(["seed", "dcgan", "resnet", "mlp"] as const).map(
      (preset) => (more: More) => api.buildDiscriminator(preset, as(more)),
    ),
    (more) => api.buildDiscriminator("text", as({ sampleShape: [4, 9], ...more })),
  ],
  buildGenerator: [
    ...(["seed", "dcgan", "resnet", "mlp"] as const).map(
      (preset) => (more: More) => api.buildGenerator(preset, as(more)),
    ),
    (more) => api.buildGenerator("text", as({ sampleShape: [4, 9], ...more })),
  ],
  categories: (more) => categories(as(more)),
  compareManifolds: (more) => measure.compareManifolds(vectors, vectors, 0, as(more)),
  decisionCurve: (more) => api.decisionCurve(game.discriminator, 0, 1, as(more)),
  decisionSurface: (more) => api.decisionSurface(game.discriminator, 1, as(more)),
  plotScores: (more) => api.plotScores({ step: [], realScore: [], fakeScore: [] }, as(more)),
  createTable: (more) => createTable([{ k: "a" }, { k: "b" }], as(more)),
  readTable: (more) => readTable(nowhere, as(more)),
  compareRuns: (more) => compareRuns([nowhere], as(more)),
  compileStep: (more) => api.compileStep(() => [], as(more)),
  countModes: (more) => measure.countModes(data, api.mixture2d({ kind: "moons" }), as(more)),
  countStackedModes: (more) => measure.countStackedModes(data, as(more)),
  createPictures: (more) =>
    createPictures(as({ name: "d", bytes: new Uint8Array(0), shape: [], ...more })),
  createDataset: (more) =>
    api.createDataset(as({ name: "d", samples: new Float32Array(0), shape: [], ...more })),
  createGame: (more) => {
    const { generator, discriminator } = game;
    return api.createGame(as({ generator, discriminator, ...more }));
  },
  "display.image": (more) => api.display.image(new Uint8Array(), as(more)),
  "display.svg": (more) => api.display.svg("none", as(more)),
  doctor: (more) => api.doctor(as(more)),
  dropoutLayer: (more) => dropoutLayer(as({ rate: 0.5, ...more })),
  duel: (more) => {
    const build = (): never => assert.fail("nothing is built");
    return duel(as({ build, data, a: { name: "a" }, b: { name: "b" }, steps: 1, ...more }));
  },
  encodeSentences: (more) => text.encodeSentences([], as(more)),
  encodeTable: (more) => encodeTable(createTable([{ k: "a" }]), as(more)),
  loadOnnx: (more) => measure.loadOnnx(nowhere, as(more)),
  exportModel: (more) => api.exportModel(game.generator, "onnx", "x.onnx", as(more)),
  findCopies: (more) => measure.findCopies(data, table, data, as(more)),
  forkRun: (more) => forkRun(nowhere, as({ from: 1, steps: 1, ...more })),
  frechetFloor: (more) => measure.frechetFloor(vectors, 0, as(more)),
  groupedConv2d: (more) => groupedConv2d(as({ filters: 2, groups: 1, ...more })),
  inspectGame: (more) => inspectGame(disposed, smallData, as(more)),
  judgeSamples: (more) => measure.judgeSamples(data, as(more)),
  liveView: (more) => api.liveView(as(more)),
  loadData: [
    { loader: "mnist" },
    { loader: "mixture2d" },
    { loader: "stackedMnist" },
    { loader: "idx", options: { images: nowhere } },
    { loader: "images", folder: nowhere, options: { size: 8 } },
    { loader: "table", options: { file: nowhere } },
    { loader: "sentences" },
  ].map((source) => (more: More) => loadData(as({ ...source, ...more }))),
  loadGame: (more) => api.loadGame(nowhere, as(more)),
  loadGenerator: (more) => api.loadGenerator(nowhere, as(more)),
  loadIdx: (more) => loadIdx(as({ images: nowhere, ...more })),
  loadEmoji: (more) => loadEmoji(as(more)),
  loadImages: (more) => api.loadImages(nowhere, as({ size: 8, ...more })),
  loadMnist: (more) => api.loadMnist(as(more)),
  measureImages: (more) => api.measureImages(data, data, as(more)),
  mixture2d: (more) => api.mixture2d(as(more)),
  joinCluster: (more) => joinCluster(as(more)),
  plotCurves: (more) => plotCurves([0], { a: [0] }, as(more)),
  plotIntervals: (more) => plotIntervals([], as(more)),
  plotDecision2d: (more) => api.plotDecision2d(as(more)),
  plotDensity1d: (more) => api.plotDensity1d(as({ real: [0], fake: [0], ...more })),
  plotSamples: (more) => api.plotSamples(data, as(more)),
  recordRun: (more) => api.recordRun("no name/", as(more)),
  resumeRun: (more) => api.resumeRun(nowhere, as(more)),
  sampleGenerator: (more) => api.sampleGenerator(game.generator, as(more)),
  samplePeople: (more) => samplePeople(as(more)),
  sampleSentences: (more) => text.sampleSentences(text.createGrammar(), as(more)),
  stackedMnist: (more) => stackedMnist(as(more)),
  startRuntime: (more) => api.startRuntime(as(more)),
  trainClassifier: (more) => measure.trainClassifier(data, as(more)),
  trainJudge: (more) => measure.trainJudge(data, as(more)),
  trainGan: [
    (more) => api.trainGan(as({ game, data: smallData, ...more })),
    (more) => {
      const { generator, discriminator } = game;
      return api.trainGan(as({ generator, discriminator, data: smallData, ...more }));
    },
  ],
  trainLanguageModel: (more) =>
    text.trainLanguageModel(text.sampleSentences(text.createGrammar(), { size: 9 }), as(more)),
  trainOnSynthetic: (more) => measure.trainOnSynthetic(data, data, table, as(more)),
};

const functions = publicFunctions();
before(async () => {
  await api.startRuntime({ print: false });
  [game, disposed] = [0, 1].map(() => {
    const [generator, discriminator] = [
      api.buildGenerator("mlp", smallPlayer),
      api.buildDiscriminator("mlp", smallPlayer),
    ];
    return api.createGame({ generator, discriminator });
  }) as [api.Game, api.Game];
  disposed.dispose();
});

test("every public function that takes options is called here, and no other", () => {
  const taking = functions.filter(({ options }) => options).map(({ name }) => name);
  assert.deepEqual(Object.keys(calls).sort(), taking.sort());
  assert.ok(functions.length > 150, "all rooms are walked");
  assert.deepEqual(
    things.filter((name) => /Options$|Parts$/.test(name) && name !== "PenaltyParts"),
    [],
  );
});

/** A name as one writes it wrongly: without its capitals, or with one too many. */
const misspelt = (name: string): string =>
  name === name.toLowerCase() ? name[0]!.toUpperCase() + name.slice(1) : name.toLowerCase();

for (const { name, options } of functions)
  for (const [i, call] of [calls[name] ?? []].flat().entries())
    test(`${name} (${i + 1}) refuses an option that it does not know`, async () => {
      const declared = options!.map((option) => option.name);
      const known = await knownTo(name, call);
      assert.deepEqual(
        known.filter((option) => !declared.includes(option)),
        [],
        "what it names is declared",
      );
      if ([calls[name]].flat().length === 1) assert.deepEqual(known.sort(), declared.sort());
      for (const right of known)
        assert.match(
          await refusal(call, { [misspelt(right)]: undefined }),
          new RegExp(
            `^${name}: unknown option "${misspelt(right)}"; did you mean "${right}"\\? Known ` +
              `options: [\\w, ]*\\b${right}\\b[\\w, ]*\\.$`,
          ),
        );
    });

/** The options that a function names when it gets one of no meaning. */
async function knownTo(name: string, call: Call): Promise<string[]> {
  const message = await refusal(call, { ÖÖÖÖÖÖÖÖ: 1 });
  const [begin, end] = [`${name}: unknown option "ÖÖÖÖÖÖÖÖ". Known options: `, "."];
  assert.ok(message.startsWith(begin) && message.endsWith(end), message);
  return message.slice(begin.length, -end.length).split(", ");
}

/** What a function says when it gets options that it does not know, before it makes anything. */
async function refusal(call: Call, more: More): Promise<string> {
  const { numTensors } = api.tf.memory();
  let message = "";
  await assert.rejects(
    async () => void (await call(more)),
    (error: Error) => {
      message = error.message;
      return error instanceof TypeError;
    },
  );
  assert.equal(api.tf.memory().numTensors, numTensors, "no tensor was made");
  return message;
}

test("names inside an option are looked at, too", async () => {
  const says = async (call: () => unknown, message: RegExp): Promise<void> =>
    assert.rejects(async () => void (await call()), message);
  const best = { name: "b", measure: (): number => 0 };
  await says(
    () => loadData(as({ loader: "mixture2d", options: { sise: 3 } })),
    /^TypeError: loadData: unknown option "options\.sise"; did you mean "size"\? Known .* kind, /,
  );
  await says(
    () => api.recordRun("a", as({ best: { ...best, Better: "higher" } })),
    /recordRun: unknown option "best\.Better"; did you mean "better"\? Known .* name, better, /,
  );
  await says(
    () =>
      api.plotDensity1d(as({ real: [0], fake: [0], discriminator: { X: [], probability: [] } })),
    /unknown option "discriminator\.X"; did you mean "x"\?/,
  );
  await says(() => {
    const { generator, discriminator } = game;
    return api.createGame(as({ generator, discriminator, loss: { name: "own", Clip: 1 } }));
  }, /unknown option "loss\.Clip"; did you mean "clip"\? Known options: name, discriminator, /);
});

test("callbacks, signals and judges that are none are refused", async () => {
  await assert.rejects(
    async () => api.resumeRun(nowhere, as({ callbacks: [5] })),
    /resumeRun: option "callbacks\.0": expected \{ onStart, onStep, onEpoch, onEnd \}/,
  );
  await assert.rejects(
    async () => forkRun(nowhere, as({ from: 1, steps: 1, signal: "stop" })),
    /forkRun: option "signal": expected an AbortSignal, received "stop"/,
  );
  assert.throws(
    () => api.measureImages(data, data, as({ judge: 5, heldOut: [] })),
    /option "heldOut": expected a dataset, .*; option "judge": expected a judge, such as/,
  );
});
