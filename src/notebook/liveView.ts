import { z } from "zod";
import { parseOptions, positiveInteger, seedOption } from "../base/options";
import { drawLatents } from "../build/latent";
import { sampleGenerator } from "../build/sample";
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
import { openDisplay, type LiveDisplay } from "./show";
import { stopButton } from "./stopButton";

export interface LiveViewOptions {
  /** How many samples to draw each time, always from the same latent vectors. Default 36; points: 500. */
  samples?: number;
  /** Decides those latent vectors. Default 0. */
  seed?: number;
}

const schema = z.strictObject({ samples: positiveInteger.optional(), seed: seedOption });

const shortestPause = 200; // ms: at most 5 pictures a second
const largestShare = 0.1; // of the time goes into pictures
const lineEvery = 5000; // ms, outside a notebook

const endings: Record<TrainingEnding, string> = {
  finished: "finished",
  stopped: "stopped; the models and the history are kept",
  diverged: "a loss is no longer a finite number: the game has diverged",
  failed: "failed",
};

/**
 * Shows a training run while it goes on: progress, losses, scores, and samples from fixed noise, redrawn in place. Also
 * makes the stop button stop it. Outside a notebook it prints a line every 5 seconds.
 *
 * Pass it to `trainGan` in `callbacks`.
 */
export function liveView(options: LiveViewOptions = {}): TrainingCallback {
  const { samples, seed } = parseOptions("liveView", schema, options);
  const button = stopButton();
  let display: LiveDisplay | undefined;
  let latents: Float32Array | undefined;
  let begun = 0;
  let lastDrawn = 0;
  let cost = 0;

  const draw = async (state: TrainingState, status = ""): Promise<void> => {
    const { stepsDone, stepsTotal, stepsPerEpoch } = state;
    const seconds = (performance.now() - begun) / 1000;
    const headline = describeProgress({ stepsDone, stepsTotal, stepsPerEpoch, seconds });
    const details = describeScores(state.history) + (status && ` · ${status}`);
    if (!display) {
      console.log(`${headline} · ${details}`);
      return;
    }
    const svg = composeLiveSvg({
      headline,
      details,
      share: stepsDone / stepsTotal,
      charts: [plotLosses(state.history), plotScores(state.history)],
      picture: await pictureOf(state, latents!),
    });
    display.update({ svg, text: `${headline}\n${details}` });
  };

  return {
    async onStart(state) {
      await button.onStart?.(state);
      display = openDisplay();
      begun = lastDrawn = performance.now();
      const points = state.data.shape.length === 1;
      latents = drawLatents(samples ?? (points ? 500 : 36), state.game.latentSize, seed);
      if (display) await draw(state);
    },
    async onStep(state) {
      const now = performance.now();
      const pause = display ? Math.max(shortestPause, cost / largestShare) : lineEvery;
      if (now - lastDrawn < pause) return;
      await draw(state);
      lastDrawn = performance.now();
      cost = lastDrawn - now;
    },
    async onEnd(state, ending) {
      await button.onEnd?.(state, ending);
      await draw(state, endings[ending]);
    },
  };
}

async function pictureOf({ game, data }: TrainingState, latents: Float32Array): Promise<Png | Figure | undefined> {
  const drawn = await sampleGenerator(game.generator, { latents });
  if (data.shape.length === 3) return plotSamples(drawn);
  if (data.shape.length === 1 && data.shape[0] === 2)
    return plotDecision2d({ real: data, fake: drawn, title: "Samples" });
  if (data.shape.length === 1 && data.shape[0] === 1) {
    const [low, high] = [quantile(data.samples, 0.001), quantile(data.samples, 0.999)];
    const range = [low - (high - low) / 2, high + (high - low) / 2] as const;
    const discriminator = await decisionCurve(game.discriminator, ...range);
    return plotDensity1d({ real: data.samples, fake: drawn.samples, discriminator, range, title: "Samples" });
  }
  return undefined;
}

const quantile = (values: Float32Array, share: number): number =>
  values.slice().sort()[Math.floor(share * values.length)]!;
