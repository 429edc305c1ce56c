import { slots } from "./shared";

/**
 * Tells the control thread when its SIGINT breaks into a cell. Outside of the cell's script a
 * signal would end the process: for each script Node takes the handlers of SIGINT away and brings
 * them back (lib/vm.js, `sigintHandlersWrap`).
 */
export class Gate {
  constructor(private readonly flags: Int32Array) {}

  /** The first thing that the script does. */
  enter(): void {
    Atomics.store(this.flags, slots.breakable, 1);
  }

  /** The last thing: a signal that is just being raised arrives before the script is over. */
  leave(): void {
    Atomics.store(this.flags, slots.breakable, 0);
    while (Atomics.load(this.flags, slots.raising) === 1)
      Atomics.wait(this.flags, slots.raising, 1, 10);
  }
}

/**
 * For the control thread: raises SIGINT where it breaks into a cell.
 *
 * @param isNeeded whether nobody has seen the interrupt
 * @returns whether it was raised
 */
export function raiseWithin(
  flags: Int32Array,
  isNeeded: () => boolean,
  raise: () => void,
): boolean {
  Atomics.store(flags, slots.raising, 1);
  const mayRaise = Atomics.load(flags, slots.breakable) === 1 && isNeeded();
  if (mayRaise) raise();
  Atomics.store(flags, slots.raising, 0);
  Atomics.notify(flags, slots.raising);
  return mayRaise;
}
