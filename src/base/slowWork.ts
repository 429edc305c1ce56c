import { drawLine, keepLine, writeForEyes, type TextOutput } from "./output";

const patience = 1000; // ms
const redrawEvery = 100;
const lineEvery = 5000;
const width = 24;

/**
 * Tells of work that may take long: nothing in the first second, then a bar that moves in a
 * terminal, or a line every five seconds in a log.
 *
 * @param what such as `encodeTable: columns`
 * @param total how much there is to do
 * @param terminal where to write; default standard error
 * @returns to be called with how much is done
 */
export function tellOfWork(
  what: string,
  total: number,
  terminal: TextOutput & { readonly isTTY?: boolean } = process.stderr,
): (done: number) => void {
  const begun = performance.now();
  const every = terminal.isTTY ? redrawEvery : lineEvery;
  let next = begun + Math.max(patience, every);
  let isDrawn = false;
  return (done) => {
    const now = performance.now();
    const isLast = done >= total && isDrawn;
    if (now < next && !isLast) return;
    next = now + every;
    isDrawn = true;
    const left = ((now - begun) / 1000 / done) * (total - done);
    const words = `${what} ${done} of ${total}, ${left.toFixed(0)} s left`;
    if (!terminal.isTTY) return writeForEyes(terminal, `${words}\n`);
    const full = Math.round((width * done) / total);
    drawLine(terminal, `${"█".repeat(full)}${"░".repeat(width - full)} ${words}`);
    if (isLast) keepLine();
  };
}
