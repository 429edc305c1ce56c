/** The stop button. */
import { checkName } from "./compiler/loops";
import { Interrupted } from "./errors";
import { MemoryWatch } from "./memory";
import { clock, slots } from "./shared";

/** A cell has waited for its turn for so long at most, in ms: a day. */
const longestWait = 86_400_000;

/** A cell is on its way to an idle kernel for so long at most, in ms. */
const longestWay = 5000;

/** A signal that a thread has raised has arrived after so long, in ms. */
const longestDelivery = 500;

/** A running cell, as far as stopping it goes. */
export interface Stoppable {
  cancelled: boolean;
  /** Fails the cell while it waits for a promise. */
  cancel: (reason: Interrupted) => void;
}

/**
 * Brings an interrupt to whatever runs: a training run that has asked to be told ends by itself; a
 * loop in a cell throws; a cell that waits fails. Synchronous code without loops of its own is
 * broken into by Node, through SIGINT.
 */
export class Interrupts {
  readonly #stops = new Set<() => void>();
  readonly #memory = new MemoryWatch();
  #asked = false;
  #idlePress = 0;
  #cancelled = 0;
  #leaving = false;
  readonly #lastCalls = new Set<() => void>();
  #isLastCall = false;

  /**
   * @param current the cell that the calling code belongs to @param running the cell that runs now
   */
  constructor(
    private readonly flags: Int32Array,
    private readonly current: () => Stoppable | undefined,
    private readonly running: () => Stoppable | undefined,
  ) {
    Object.defineProperty(globalThis, checkName, {
      value: () => this.#check(),
      configurable: true,
    });
  }

  onInterrupt(stop: () => void): () => void {
    this.#stops.add(stop);
    if (this.#leaving) queueMicrotask(stop);
    this.#tellListening();
    return () => {
      this.#stops.delete(stop);
      this.#tellListening();
    };
  }

  /**
   * From now on, whoever asks to be told of an interrupt is told at once: the kernel is about to
   * end.
   */
  leave(): void {
    this.#leaving = true;
  }

  /** Whether somebody who has asked to be told of interrupts is still at work. */
  get hasListeners(): boolean {
    return this.#stops.size > 0;
  }

  /** Calls `leave` when what still waits has to be left, seconds before the process is ended. */
  onLastCall(leave: () => void): () => void {
    if (this.#isLastCall) queueMicrotask(leave);
    this.#lastCalls.add(leave);
    return () => void this.#lastCalls.delete(leave);
  }

  lastCall(): void {
    this.#isLastCall = true;
    for (const leave of [...this.#lastCalls]) leave();
  }

  /** At the start and end of a cell: what came in between cells concerns nobody. */
  reset(): void {
    Atomics.store(this.flags, slots.interrupt, 0);
    this.#asked = false;
    this.#tellListening();
  }

  /**
   * Before a cell begins. @param sent when it was sent, as `Date.now` tells it
   *
   * @returns whether the stop button was pressed since, while the kernel was still busy otherwise,
   *   or a moment ago, when it had not heard of the cell; a press in the same millisecond was
   *   before
   */
  begin(sent: number): boolean {
    const pressed = Atomics.exchange(this.flags, slots.pressedAt, 0);
    this.reset();
    if (pressed === 0 || Number.isNaN(sent)) return false;
    const since = pressed - clock(sent);
    const wait = pressed === this.#idlePress ? clock(Date.now()) - pressed : 0;
    this.#idlePress = 0;
    return since > 0 && since < longestWait && wait < longestWay;
  }

  /** After a cell: what comes now is none of its concern. */
  end(): void {
    Atomics.store(this.flags, slots.pressedAt, 0);
    this.reset();
  }

  /**
   * Notes that the kernel knew of no cell when the button was pressed. One that was sent before may
   * be on its way; later ones are none of the press's concern, whatever their sender's clock says.
   */
  pressedIdle(): void {
    this.#idlePress = Atomics.load(this.flags, slots.pressedAt);
  }

  /** Waits for a signal that is on its way, and was for the cell before. */
  async settle(): Promise<void> {
    const end = performance.now() + longestDelivery;
    while (Atomics.load(this.flags, slots.signalled) && performance.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 5));
    Atomics.store(this.flags, slots.signalled, 0);
  }

  /** After Node has broken into a cell: the control thread's signal is spent. */
  signalSpent(): void {
    Atomics.store(this.flags, slots.signalled, 0);
  }

  #tellListening(): void {
    Atomics.store(this.flags, slots.listening, this.#stops.size > 0 && !this.#asked ? 1 : 0);
  }

  /** On a message of the control thread. */
  handle(): void {
    if (Atomics.exchange(this.flags, slots.interrupt, 0)) this.#interrupt();
  }

  /** On SIGINT, which the control thread raises after its message, and a terminal by itself. */
  handleSignal(): void {
    if (Atomics.exchange(this.flags, slots.signalled, 0)) return this.handle();
    this.#interrupt();
  }

  #interrupt(): void {
    if (this.#stopGracefully()) return;
    const cell = this.running();
    if (!cell) return;
    this.#cancel(cell);
    cell.cancel(new Interrupted());
  }

  #stopGracefully(): boolean {
    if (this.#asked || this.#stops.size === 0) return false;
    this.#asked = true;
    this.#tellListening();
    for (const stop of [...this.#stops]) stop();
    return true;
  }

  #cancel(cell: Stoppable): void {
    if (!cell.cancelled) this.#cancelled++;
    cell.cancelled = true;
  }

  /** Called by every loop of every cell. */
  #check(): void {
    this.#memory.check();
    if (Atomics.load(this.flags, slots.interrupt)) {
      Atomics.store(this.flags, slots.interrupt, 0);
      if (!this.#stopGracefully()) {
        const cell = this.running();
        if (cell) this.#cancel(cell);
        throw new Interrupted();
      }
    }
    // What a cancelled cell has left behind, e.g. a loop that was waiting, ends at its next round.
    if (this.#cancelled > 0 && this.current()?.cancelled) throw new Interrupted();
  }
}
