import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { isPng } from "../plot/png";
import type { TrainingState } from "../train/trainGan";
import { learningRates, setDiscriminatorSteps, setLearningRate } from "../train/changeGame";
import { textOf } from "./bundle";
import { composeLiveSvg, type LivePicture } from "./liveSvg";
import { openWidget, type Widget, type WidgetMessage } from "./widget";

let compressedPlotly: Uint8Array | undefined;

/** plotly.js as the browser wants it sent: 2.4 MB. */
function plotlySource(): Uint8Array {
  return (compressedPlotly ??= gzipSync(readFileSync(require.resolve("plotly.js-dist/plotly.js"))));
}

/** How often pages that are loaded later get another picture to begin with, in ms. */
const stillEvery = 10_000;
/** Panels of trainings that have ended answer pages that are loaded later: so many, the latest. */
const mostKept = 20;
const ended: Widget[] = [];

/** The live training panel: what it shows and what its controls do to the running game. */
export class Panel {
  readonly widget: Widget | undefined;
  /** Whether a browser shows the panel. */
  isShown = false;
  /** Whether the browser has drawn all that it was sent. */
  isIdle = true;
  #state: TrainingState | undefined;
  #paused = false;
  #steps = 0;
  #wake: (() => void) | undefined;
  #kept = -Infinity;

  /** @param changed called when something is to be shown at once */
  constructor(private changed: () => void) {
    // In the package's src folder: browsers need the module as it is.
    const esm = readFileSync(
      join(dirname(dirname(__dirname)), "src", "notebook", "panel.mjs"),
      "utf8",
    );
    this.widget = openWidget(esm, { still: "", text: "", ended: false }, (message) =>
      this.#receive(message),
    );
  }

  start(state: TrainingState): void {
    this.#state = state;
    this.#paused = false;
  }

  /** Lets go of the game. The last picture stays, for pages that are loaded later. */
  end(): void {
    this.#state = undefined;
    this.changed = () => undefined;
    if (this.widget && ended.push(this.widget) > mostKept) ended.shift()!.close();
  }

  /** Keeps a picture for pages that are loaded later: now and then, and at the end. */
  keep(live: LivePicture, isLast: boolean): void {
    const now = performance.now();
    if (!isLast && now - this.#kept < stillEvery) return;
    this.#kept = now;
    const text = `${live.headline}\n${live.details}`;
    this.widget?.set({ still: composeLiveSvg(live), text, ended: isLast });
  }

  /** Waits while the game is paused. */
  async wait(state: TrainingState): Promise<void> {
    while (this.#paused && this.#steps === 0 && !state.isStopping)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, 200); // the stop button may have been pressed
      });
    if (this.#steps > 0) this.#steps--;
  }

  show({ charts, picture, ...texts }: LivePicture, ended: boolean): void {
    if (!this.#state) return;
    const { game } = this.#state;
    const { generator, discriminator } = learningRates(game);
    const settings = {
      generatorRate: generator,
      discriminatorRate: discriminator,
      discriminatorSteps: game.discriminatorSteps,
    };
    const figure = picture && !isPng(picture) ? picture : null;
    const frame = {
      kind: "frame",
      ...texts,
      charts,
      picture: figure,
      names: [...charts, ...(picture ? [picture] : [])].map(textOf),
      settings,
      paused: this.#paused,
      ended,
    };
    this.isIdle = false;
    this.widget?.send(frame, picture && isPng(picture) ? [picture.bytes] : []);
  }

  #receive({ kind, name, value }: WidgetMessage): void {
    const state = this.#state;
    if (kind === "plotly") this.widget?.send({ kind: "plotly" }, [plotlySource()]);
    if (kind === "drawn") this.isIdle = true;
    if (kind === "ready") {
      // A page before this one may have been closed while it drew.
      this.isShown = this.isIdle = true;
      this.changed();
    }
    if (!state) return;
    if (kind === "stop") state.stop();
    else if (kind === "pause") this.#paused = !this.#paused;
    else if (kind === "step") {
      this.#paused = true;
      this.#steps++;
    } else if (kind === "set" && typeof value === "number") {
      if (name === "generatorRate") setLearningRate(state.game, "generator", value);
      if (name === "discriminatorRate") setLearningRate(state.game, "discriminator", value);
      if (name === "discriminatorSteps") setDiscriminatorSteps(state.game, value);
    } else return;
    this.#wake?.();
    this.changed();
  }
}
