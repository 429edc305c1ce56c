import { describeError } from "../base/describeError";
import { printMessage } from "../base/output";

/**
 * Does what may fail for want of space or rights, each kind by itself: what cannot be written is
 * said once, and keeps nothing else from being written.
 */
export class Attempts {
  readonly #failures = new Map<string, string>();

  /**
   * @param name of what is being written to
   * @param ends what happens when something cannot be written, in words
   * @param failed called each time
   * @param check throws where nothing may be written any more
   */
  constructor(
    private readonly name: () => string,
    private readonly ends: string,
    private readonly failed: () => void,
    private readonly check: () => void,
  ) {}

  /** Whether it could be done. */
  async try(kind: string, work: () => unknown): Promise<boolean> {
    try {
      this.check();
      await work();
      this.#failures.delete(kind);
      return true;
    } catch (error) {
      const message = `${this.name()}: ${describeError(error)}`;
      if (message !== this.#failures.get(kind))
        printMessage(`${message}. ${this.ends} What was saved is whole.`, "error");
      this.#failures.set(kind, message);
      this.failed();
      return false;
    }
  }

  /** Why a kind could not be written the last time. */
  reason(kind: string): string | undefined {
    return this.#failures.get(kind);
  }

  /** What could not be written the last time it was tried, in one line. */
  get problems(): string | undefined {
    return this.#failures.size ? [...this.#failures.values()].join("; ") : undefined;
  }
}
