import type { Control } from "./control";
import type { Interrupts } from "./interrupts";
import type { Output } from "./output";
import { leaving } from "./shared";

/** How long what was stopped may take to save itself, in ms. */
const savingPause = 1000;

/** What has to do with the end of a kernel. */
export interface EndingParts {
  readonly output: Output;
  readonly interrupts: Interrupts;
  readonly control: Control;
  /** Whether a cell runs. */
  readonly isBusy: () => boolean;
  /** Forgets the cells that wait. */
  readonly forget: () => void;
  /** Closes the shell socket. */
  readonly close: () => void;
}

/** How a kernel ends. */
export class Ending {
  readonly #exit = process.exit.bind(process); // cells get another one

  constructor(private readonly parts: EndingParts) {}

  /** SIGINT stops the cell; SIGTERM ends the kernel, and what runs may save itself. */
  heedSignals(): void {
    process.on("SIGINT", () => this.parts.interrupts.handleSignal());
    process.on("SIGTERM", () => {
      void this.leave();
      this.parts.interrupts.handleSignal();
      setTimeout(() => this.parts.interrupts.handleSignal(), leaving.interruptAfter).unref();
      setTimeout(() => void this.end(), leaving.killAfter).unref();
    });
  }

  /**
   * Ends when the running cell and trainings have ended; who interrupts them is the caller's
   * concern.
   */
  async leave(): Promise<void> {
    this.parts.forget();
    this.parts.interrupts.leave();
    setTimeout(() => this.parts.interrupts.lastCall(), leaving.interruptAfter).unref();
    const isAtWork = (): boolean => this.parts.isBusy() || this.parts.interrupts.hasListeners;
    while (isAtWork()) await new Promise((resolve) => setTimeout(resolve, 50));
    // A training that no cell waits for saves itself after it has stopped listening.
    await new Promise((resolve) => setTimeout(resolve, savingPause));
    await this.end();
  }

  /** Ends at once, when what is on its way has left. */
  async end(): Promise<void> {
    this.parts.output.flush();
    await new Promise((resolve) => setTimeout(resolve, 50)); // for what is still on its way
    await this.parts.control.end();
    this.parts.close();
    this.#exit(0);
  }
}
