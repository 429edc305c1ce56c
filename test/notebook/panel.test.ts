import assert from "node:assert/strict";
import { afterEach, before, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { mixture2d } from "../../src/data/mixture2d";
import type { Comm, MimeBundle } from "../../src/kernel/api";
import { liveView } from "../../src/notebook/liveView";
import { startRuntime } from "../../src/runtime/start";
import { learningRates } from "../../src/train/changeGame";
import { trainGan, type TrainingRun } from "../../src/train/trainGan";
import { setFakeKernel } from "../support/fakeKernel";
import { settle } from "../support/collect";

before(() => startRuntime({ print: false }));

interface Sent {
  method: string;
  content: Record<string, unknown>;
  state?: Record<string, unknown>;
  buffers: readonly Uint8Array[];
}

/** A kernel whose front end is played by the test. */
function fakeKernel(): {
  sent: Sent[];
  /** Of the comms that were opened. */
  targets: string[];
  bundles: MimeBundle[];
  say: (content: object) => void;
  /** The answer to a page that is loaded anew. */
  ask: () => Record<string, unknown>;
  opened: Promise<void>;
  closed: () => boolean;
} {
  const sent: Sent[] = [];
  const targets: string[] = [];
  const bundles: MimeBundle[] = [];
  let closed = false;
  let open = (): void => undefined;
  // The panel listens once the comm has been handed over and its first picture shown.
  const opened = new Promise<void>((resolve) => (open = resolve));
  const comm: Comm = {
    id: "panel",
    target: "jupyter.widget",
    send: (data, { buffers = [] } = {}) => void sent.push({ ...(data as Sent), buffers }),
    close: () => void (closed = true),
  };
  setFakeKernel({
    display: (bundle) => {
      bundles.push(bundle);
      open();
    },
    openComm: (target) => {
      targets.push(target);
      return comm;
    },
  });
  return {
    sent,
    targets,
    bundles,
    say: (content) => comm.onMessage?.({ method: "custom", content }, []),
    ask() {
      comm.onMessage?.({ method: "request_state" }, []);
      const { method, state } = sent.at(-1)!;
      assert.equal(method, "update");
      return state!;
    },
    opened,
    closed: () => closed,
  };
}
afterEach(() => Reflect.deleteProperty(globalThis, Symbol.for("ganbook.kernel")));

const train = (onStep: (step: number) => void, steps = 1e6): Promise<TrainingRun> =>
  trainGan({
    generator: buildGenerator("mlp"),
    discriminator: buildDiscriminator("mlp"),
    data: mixture2d({ size: 200 }),
    steps,
    callbacks: [liveView({ samples: 20 }), { onStep: ({ game }) => onStep(game.step) }],
  });
const frames = (sent: Sent[]): Sent["content"][] =>
  sent.map(({ content }) => content).filter((content) => content?.kind === "frame");

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));

/** Waits for a condition. @throws Error where it does not come within half a minute */
async function until(holds: () => boolean): Promise<void> {
  const begun = performance.now();
  while (!holds()) {
    if (performance.now() - begun > 30_000) throw new Error(`expected ${holds.toString()}`);
    await turn();
  }
}

/**
 * Waits until the game stands: it has been given thirty turns of the event loop, in which a game
 * that goes on plays on, and has made no step. Returns how many it has made.
 */
async function untilItStands(steps: () => number): Promise<number> {
  let [seen, turns] = [steps(), 0];
  await until(() => {
    turns = steps() === seen ? turns + 1 : 0;
    seen = steps();
    return turns > 30;
  });
  return seen;
}

test("the panel is one of ipywidgets'", async () => {
  const { targets } = fakeKernel();
  await train(() => undefined, 2);
  assert.deepEqual(targets, ["jupyter.widget"]);
});

test("the controls pause, step and stop the game", async () => {
  const { sent, bundles, say, ask, opened, closed } = fakeKernel();
  let steps = 0;
  const run = train((step) => (steps = step));
  await opened;
  say({ kind: "ready" });
  say({ kind: "set", name: "generatorRate", value: 0.01 });
  say({ kind: "set", name: "discriminatorRate", value: 0.02 });
  say({ kind: "set", name: "discriminatorSteps", value: 2 });
  await until(() => steps > 3);
  say({ kind: "pause" });
  const paused = await untilItStands(() => steps);
  say({ kind: "step" });
  await until(() => steps > paused);
  assert.equal(await untilItStands(() => steps), paused + 1);
  say({ kind: "stop" });
  const { ending, game } = await run;
  assert.deepEqual(
    [ending, learningRates(game), game.discriminatorSteps],
    ["stopped", { generator: 0.01, discriminator: 0.02 }, 2],
  );
  const last = frames(sent).at(-1)!;
  assert.deepEqual(
    [last.ended, (last.charts as unknown[]).length, last.settings],
    [true, 2, { generatorRate: 0.01, discriminatorRate: 0.02, discriminatorSteps: 2 }],
  );
  assert.ok(
    "application/vnd.jupyter.widget-view+json" in bundles[0]! && "image/svg+xml" in bundles[0],
  );
  assert.ok(
    !("application/vnd.jupyter.widget-view+json" in bundles.at(-1)!),
    "the saved notebook has a picture",
  );
  assert.match(
    String(bundles.at(-1)!["image/svg+xml"]),
    /stopped; the models and the history are kept/,
  );
  assert.ok(!closed(), "a page that is loaded later finds the last picture");
  const { still, text, ended } = ask();
  assert.equal(still, bundles.at(-1)!["image/svg+xml"]);
  assert.deepEqual([text, ended], [bundles.at(-1)!["text/plain"], true]);
});

test("a page that is loaded anew in a pause has the last picture at once", async () => {
  const { sent, say, ask, opened } = fakeKernel();
  const run = train(() => undefined);
  await opened;
  say({ kind: "ready" });
  say({ kind: "pause" });
  await until(() => frames(sent).some(({ paused }) => paused === true));
  const { _esm, still, text, ended } = ask();
  assert.match(String(_esm), /export default \{ render \}/);
  assert.match(String(still), /^<svg .*role="img" aria-label="step /s);
  assert.match(String(text), /^step \d+\/1000000/);
  assert.equal(ended, false);
  const before = frames(sent).length; // none of them has been drawn: that page was closed
  say({ kind: "ready" });
  await until(() => frames(sent).length > before);
  assert.equal(frames(sent).at(-1)!.paused, true);
  assert.deepEqual(frames(sent).at(-1)!.names, [
    'figure "Losses"',
    'figure "What D believes"',
    'figure "Samples"',
  ]);
  say({ kind: "stop" });
  await run;
});

test("a browser that is still drawing is sent nothing", async () => {
  const { sent, say, opened } = fakeKernel();
  const run = train((step) => step === 3000 && say({ kind: "stop" }));
  await opened;
  say({ kind: "ready" });
  say({ kind: "plotly" });
  const { content, buffers } = sent.find(({ content: told }) => told?.kind === "plotly")!;
  assert.deepEqual(content, { kind: "plotly" });
  assert.match(gunzipSync(buffers[0]!).subarray(0, 200).toString(), /plotly\.js/);
  await run;
  assert.ok(frames(sent).length <= 3, "the first, none while it draws, and the last");
});

test("without a front end for panels the picture is redrawn in place", async () => {
  const { sent, bundles } = fakeKernel();
  const begun = Date.now();
  const controller = new AbortController();
  await trainGan({
    generator: buildGenerator("mlp"),
    discriminator: buildDiscriminator("mlp"),
    data: mixture2d({ size: 200 }),
    steps: 1e6,
    signal: controller.signal,
    callbacks: [
      liveView({ samples: 20 }),
      { onStep: () => void (Date.now() - begun > 11_500 && controller.abort()) },
    ],
  });
  assert.equal(frames(sent).length, 0);
  assert.ok(
    bundles.length >= 3 && bundles.slice(1).every((bundle) => Object.keys(bundle).length === 2),
    `${bundles.length}`,
  );
});

test("a view whose run has ended lets the game go, whoever still has the panel", async () => {
  const { say, ask } = fakeKernel();
  const view = liveView({ samples: 20 });
  const play = async (): Promise<WeakRef<object>> => {
    const { game } = await trainGan({
      generator: buildGenerator("mlp"),
      discriminator: buildDiscriminator("mlp"),
      data: mixture2d({ size: 200 }),
      steps: 5,
      callbacks: [view],
    });
    return new WeakRef(game);
  };
  const game = await play();
  await settle(() => Number(game.deref() !== undefined));
  assert.equal(game.deref(), undefined);
  say({ kind: "pause" }); // nobody listens
  assert.match(String(ask().text), /finished$/);
  assert.ok("onStart" in view);
});

test("a single step in a game that goes on pauses it", async () => {
  const { sent, say, opened } = fakeKernel();
  let steps = 0;
  const run = train((step) => (steps = step));
  await opened;
  say({ kind: "ready" });
  await until(() => steps > 3);
  say({ kind: "step" });
  await untilItStands(() => steps);
  assert.ok(frames(sent).some(({ paused }) => paused === true));
  say({ kind: "stop" });
  await run;
});
