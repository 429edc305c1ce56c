import { z } from "zod";
import { defineOptions, positiveInteger, seedOption } from "../base/options";
import { drawLatents } from "../build/latent";
import { plotLosses, plotScores } from "../plot/history";
import type { TrainingCallback, TrainingEnding, TrainingState } from "../train/trainGan";
import { pictureOf, sentenceOf } from "./livePicture";
import { openScreen, type LiveLook, type LiveScreen } from "./liveScreen";
import { PacedMeter } from "./pacedMeter";
import { describeProgress, describeScores } from "./progress";
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

/** The share of the time that goes into pictures. */
const largestShare = 0.05;

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
  let watched: Watched | undefined;
  return {
    async onStart(state) {
      await button.onStart?.(state);
      const isPoints = state.data.shape.length === 1;
      const count = samples ?? (isPoints ? 500 : 36);
      watched = new Watched(state, drawLatents(count, state.game.latentSize, seed));
      await watched.begin();
    },
    onStep: () => watched?.step(),
    async onEnd(state, ending) {
      await button.onEnd?.(state, ending);
      await watched?.end(ending);
      watched = undefined;
    },
  };
}

/** A training that is watched: draws it as often as costs little. */
class Watched {
  readonly #begun = performance.now();
  readonly #meter: PacedMeter;
  readonly #screen: LiveScreen;
  #drawn = this.#begun;
  /** Milliseconds that the last drawing took. */
  #cost = 0;

  constructor(
    private readonly state: TrainingState,
    private readonly latents: Float32Array,
  ) {
    this.#meter = new PacedMeter(state.data);
    this.#screen = openScreen(state, () => void this.#draw());
  }

  async begin(): Promise<void> {
    if (this.#screen.isPicture) await this.#draw();
  }

  async step(): Promise<void> {
    await this.#screen.wait(this.state);
    const now = performance.now();
    const pause = Math.max(this.#screen.pause, this.#cost / largestShare);
    if (!this.#screen.isReady || now - this.#drawn < pause) return;
    const read = this.#meter.spent;
    await this.#draw();
    this.#drawn = performance.now();
    this.#cost = this.#drawn - now - (this.#meter.spent - read); // readings have their own pace
  }

  async end(ending: TrainingEnding): Promise<void> {
    try {
      await this.#draw(ending);
    } finally {
      this.#screen.end();
    }
  }

  async #draw(ending?: TrainingEnding): Promise<void> {
    const { state } = this;
    const { history, stepsDone, stepsTotal, stepsPerEpoch } = state;
    const seconds = (performance.now() - this.#begun) / 1000;
    const headline = describeProgress({ stepsDone, stepsTotal, stepsPerEpoch, seconds });
    const said = (await this.#meter.read(state, ending !== undefined)) ?? (await sentenceOf(state));
    const details = [describeScores(state), said, ending && endings[ending]];
    const look = async (): Promise<LiveLook> => ({
      charts: [plotLosses(history), plotScores(history, { loss: state.game.loss })],
      picture: await pictureOf(state, this.latents),
    });
    const texts = { headline, details: details.filter(Boolean).join(" · ") };
    await this.#screen.show({ ...texts, share: stepsDone / stepsTotal }, look, !!ending);
  }
}
