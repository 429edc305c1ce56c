import { z } from "zod";
import { defineOptions, positiveInteger, seedOption } from "../base/options";
import { drawLatents } from "../build/latent";
import { sampleGenerator } from "../build/sample";
import { decodeSentences, type TextDataset } from "../data/text";
import { runningKernel } from "../kernel/api";
import { meterFor, type Meter } from "../measure/meter";
import { plotDecision2d } from "../plot/decision2d";
import { plotDensity1d } from "../plot/density1d";
import type { Figure } from "../plot/figure";
import { plotLosses, plotScores } from "../plot/history";
import type { Png } from "../plot/png";
import { plotSamples } from "../plot/samples";
import { decisionCurve } from "../train/inspect2d";
import type { TrainingCallback, TrainingEnding, TrainingState } from "../train/trainGan";
import { composeLiveSvg } from "./liveSvg";
import { describeProgress, describeScores } from "./progress";
import { openDisplay, type LiveDisplay } from "./liveDisplay";
import { Panel } from "./panel";
import { stopButton } from "./stopButton";

export interface LiveViewOptions {
  /**
   * How many samples to draw each time, always from the same latent vectors. Default 36; points:
   * 500.
   */
  samples?: number;
  /** Decides those latent vectors. Default 0. */
  seed?: number;
}

const schema = z.strictObject({ samples: positiveInteger.optional(), seed: seedOption });
const readOptions = defineOptions("liveView", schema);

const shortestPause = 230; // ms: a little over 4 pictures a second
const largestShare = 0.05; // of the time goes into pictures
const meterShare = 0.02; // of the time goes into the meter
const firstReading = 10_000; // ms until it is read first: it loads a judge and looks at real samples
const lineEvery = 5000; // ms, outside a notebook
const patience = 10_000; // ms until a front end that can show the panel has said so

const endings: Record<TrainingEnding, string> = {
  finished: "finished",
  stopped: "stopped; the models and the history are kept",
  diverged: "a loss is no longer a finite number: the game has diverged",
  failed: "failed",
};

/**
 * Shows a training run while it goes on: progress, losses, scores, and samples from fixed noise,
 * redrawn in place; for mixtures and `loadMnist`'s digits also how many modes are found and how far
 * the samples are from the data. Also makes the stop button stop it.
 *
 * In JupyterLab it is a panel: the figures can be zoomed, and the game can be paused, made to go
 * step by step, and played with other learning rates. A page that is loaded anew shows the last
 * picture at once and goes on. Front ends without widgets (nbconvert, GitHub) get a picture; so
 * does the saved notebook. Outside a notebook it prints a line every 5 seconds.
 *
 * Pass it to `trainGan` in `callbacks`.
 *
 * @throws TypeError on a wrong option
 */
export function liveView(options: LiveViewOptions = {}): TrainingCallback {
  const { samples, seed } = readOptions(options);
  const button = stopButton();
  let display: LiveDisplay | undefined;
  let panel: Panel | undefined;
  let latents: Float32Array | undefined;
  let begun = 0;
  let lastDrawn = 0;
  let cost = 0;
  let meter: PacedMeter | undefined;

  const draw = async (state: TrainingState, ending?: TrainingEnding): Promise<void> => {
    const { stepsDone, stepsTotal, stepsPerEpoch } = state;
    const seconds = (performance.now() - begun) / 1000;
    const headline = describeProgress({ stepsDone, stepsTotal, stepsPerEpoch, seconds });
    const reading = await meter?.read(state, ending !== undefined);
    const details = [
      describeScores(state.history),
      reading ?? (await sentenceOf(state)),
      ending && endings[ending],
    ]
      .filter(Boolean)
      .join(" · ");
    if (!display) return console.log(`${headline} · ${details}`);
    const isWaiting =
      panel?.widget && !panel.isShown && performance.now() - begun < patience && !ending;
    if (isWaiting && stepsDone > 0) return;
    const live = {
      headline,
      details,
      share: stepsDone / stepsTotal,
      charts: [plotLosses(state.history), plotScores(state.history)],
      picture: await pictureOf(state, latents!),
    };
    panel?.keep(live, ending !== undefined);
    if (panel?.isShown) panel.show(live, ending !== undefined);
    // A picture for front ends that show no panel, and in the end for the saved notebook.
    if (panel?.isShown && !ending) return;
    display.update(
      { svg: composeLiveSvg(live), text: `${headline}\n${details}` },
      isWaiting ? panel?.widget?.view : {},
    );
  };

  return {
    async onStart(state) {
      await button.onStart?.(state);
      begun = lastDrawn = performance.now();
      const points = state.data.shape.length === 1;
      meter = new PacedMeter(state.data);
      latents = drawLatents(samples ?? (points ? 500 : 36), state.game.latentSize, seed);
      display = openDisplay();
      if (!display) return;
      if (runningKernel()) {
        panel = new Panel(() => void draw(state));
        panel.start(state);
      }
      await draw(state);
    },
    async onStep(state) {
      await panel?.wait(state);
      const now = performance.now();
      if (panel?.isShown && !panel.isIdle) return;
      const pause = display ? Math.max(shortestPause, cost / largestShare) : lineEvery;
      if (now - lastDrawn < pause) return;
      const read = meter?.spent ?? 0;
      await draw(state);
      lastDrawn = performance.now();
      cost = lastDrawn - now - ((meter?.spent ?? 0) - read); // readings have their own pace
    },
    async onEnd(state, ending) {
      await button.onEnd?.(state, ending);
      try {
        await draw(state, ending);
      } finally {
        panel?.end();
        panel = undefined;
      }
    },
  };
}

/**
 * The data's meter, read anew when the time since the last reading is large beside what that took.
 */
class PacedMeter {
  readonly #meter: Meter | undefined;
  #reading: string | undefined;
  #read = performance.now();
  #took = 0;
  /** Milliseconds spent in readings. */
  spent = 0;

  constructor(data: TrainingState["data"]) {
    this.#meter = meterFor(data);
  }

  async read({ game }: TrainingState, isLast: boolean): Promise<string | undefined> {
    const begun = performance.now();
    const wait = this.#reading === undefined ? firstReading : isLast ? 0 : this.#took / meterShare;
    if (!this.#meter || begun - this.#read < wait) return this.#reading;
    const generator = game.average?.generator ?? game.generator;
    this.#reading = this.#meter.read(
      await sampleGenerator(generator, { count: this.#meter.count, seed: 1 }),
    );
    this.#read = performance.now();
    this.#took = this.#read - begun;
    this.spent += this.#took;
    return this.#reading;
  }
}

async function pictureOf(
  { game, data }: TrainingState,
  latents: Float32Array,
): Promise<Png | Figure | undefined> {
  if (data.shape.length === 2 || (data.shape.length === 1 && data.shape[0]! > 2)) return undefined; // words and rows
  const drawn = await sampleGenerator(game.average?.generator ?? game.generator, { latents });
  if (data.shape.length === 3) return plotSamples(drawn, { scale: 1, gap: 1 }); // enlarged where it is shown
  if (data.shape.length === 1 && data.shape[0] === 2)
    return plotDecision2d({ real: data, fake: drawn, title: "Samples" });
  if (data.shape.length === 1 && data.shape[0] === 1 && game.conditionSize === 0) {
    const [low, high] = [quantile(data.samples, 0.001), quantile(data.samples, 0.999)];
    const range = [low - (high - low) / 2, high + (high - low) / 2] as const;
    const discriminator = await decisionCurve(game.discriminator, ...range);
    return plotDensity1d({
      real: data.samples,
      fake: drawn.samples,
      discriminator,
      range,
      title: "Samples",
    });
  }
  return undefined;
}

/** One sentence, where the data are words. */
async function sentenceOf({ game, data }: TrainingState): Promise<string | undefined> {
  if (!("vocabulary" in data)) return undefined;
  const drawn = await sampleGenerator(game.generator, { count: 1, seed: game.step });
  return `“${decodeSentences(drawn, (data as TextDataset).vocabulary)[0]!}”`;
}

const quantile = (values: Float32Array, share: number): number =>
  values.slice().sort()[Math.floor(share * values.length)]!;
