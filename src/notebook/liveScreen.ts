import { runningKernel } from "../kernel/api";
import type { TrainingState } from "../train/trainGan";
import { openDisplay, type LiveDisplay } from "./liveDisplay";
import { composeLiveSvg, type LivePicture } from "./liveSvg";
import { Panel } from "./panel";

/** What is shown as text. */
export type LiveTexts = Pick<LivePicture, "headline" | "details" | "share">;
/** What takes time to draw. */
export type LiveLook = Pick<LivePicture, "charts" | "picture">;

/** Where a training is shown while it goes on. */
export interface LiveScreen {
  /** Whether it shows pictures, from the start. */
  readonly isPicture: boolean;
  /** The least time between two drawings, in ms. */
  readonly pause: number;
  /** Whether it has shown what it was last given. */
  readonly isReady: boolean;
  /** Waits while the user has the game paused. */
  wait(state: TrainingState): Promise<void>;
  /** Shows the training; `look` is asked for only where it is seen. */
  show(texts: LiveTexts, look: () => Promise<LiveLook>, isLast: boolean): Promise<void>;
  end(): void;
}

/** The screen at hand: a panel with a picture beside it, a picture, or lines of text. */
export function openScreen(state: TrainingState, changed: () => void): LiveScreen {
  const display = openDisplay();
  if (!display) return lines;
  const panel = runningKernel() ? new Panel(changed) : undefined;
  panel?.start(state);
  return panel?.widget ? new PanelScreen(display, panel) : new PictureScreen(display);
}

/** Outside a notebook. */
const lines: LiveScreen = {
  isPicture: false,
  pause: 5000,
  isReady: true,
  wait: async () => undefined,
  show: async ({ headline, details }) => console.log(`${headline} · ${details}`),
  end: () => undefined,
};

const shortestPause = 230; // ms: a little over 4 pictures a second

const draw = (display: LiveDisplay, live: LivePicture, more = {}): void =>
  display.update({ svg: composeLiveSvg(live), text: `${live.headline}\n${live.details}` }, more);

/** In a notebook whose front ends show no panels. */
class PictureScreen implements LiveScreen {
  readonly isPicture = true;
  readonly pause = shortestPause;
  readonly isReady = true;
  constructor(private readonly display: LiveDisplay) {}

  async wait(): Promise<void> {}

  async show(texts: LiveTexts, look: () => Promise<LiveLook>): Promise<void> {
    draw(this.display, { ...texts, ...(await look()) });
  }

  end(): void {}
}

/** How long a front end that can show panels may take until it has said so, in ms. */
const patience = 10_000;

/** In JupyterLab: a panel, and in the end a picture for the saved notebook. */
class PanelScreen implements LiveScreen {
  readonly isPicture = true;
  readonly pause = shortestPause;
  readonly #opened = performance.now();
  #isAnnounced = false;

  constructor(
    private readonly display: LiveDisplay,
    private readonly panel: Panel,
  ) {}

  get isReady(): boolean {
    return !this.panel.isShown || this.panel.isIdle;
  }

  wait(state: TrainingState): Promise<void> {
    return this.panel.wait(state);
  }

  async show(texts: LiveTexts, look: () => Promise<LiveLook>, isLast: boolean): Promise<void> {
    const { display, panel } = this;
    const isWaiting = !panel.isShown && !isLast && performance.now() - this.#opened < patience;
    if (isWaiting && this.#isAnnounced) return;
    const live = { ...texts, ...(await look()) };
    panel.keep(live, isLast);
    if (panel.isShown) panel.show(live, isLast);
    if (panel.isShown && !isLast) return;
    // No front end has shown the panel yet, or none ever will: it gets a picture.
    draw(display, live, isWaiting ? panel.widget?.view : {});
    this.#isAnnounced = true;
  }

  end(): void {
    this.panel.end();
  }
}
