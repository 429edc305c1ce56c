/** `%%time`: how long a cell took. */

/**
 * Seconds as IPython writes them: three digits, in the unit that fits; from a minute on "1min 5s".
 */
export function formatTime(seconds: number): string {
  if (seconds >= 60) {
    const whole = Math.floor(seconds);
    const parts = [
      [Math.floor(whole / 86_400), "d"],
      [Math.floor((whole % 86_400) / 3600), "h"],
      [Math.floor((whole % 3600) / 60), "min"],
      [whole % 60, "s"],
    ] as const;
    return parts.flatMap(([count, unit]) => (count ? [`${count}${unit}`] : [])).join(" ");
  }
  const units = ["s", "ms", "μs", "ns"];
  const order =
    seconds > 0 ? Math.min(Math.max(0, -Math.floor(Math.floor(Math.log10(seconds)) / 3)), 3) : 3;
  return `${Number((seconds * 1000 ** order).toPrecision(3))} ${units[order]}`;
}

/** Measures one cell, from the moment that its code begins. */
export class Stopwatch {
  readonly #wall = performance.now();
  readonly #cpu = process.cpuUsage();

  /** Two lines, as ipykernel prints them. */
  report(): string {
    const wall = (performance.now() - this.#wall) / 1e3;
    const { user, system } = process.cpuUsage(this.#cpu);
    const [own, kernel, total] = [user, system, user + system].map((micros) =>
      formatTime(micros / 1e6),
    );
    return (
      `CPU times: user ${own}, sys: ${kernel}, total: ${total}\n` +
      `Wall time: ${formatTime(wall)}\n`
    );
  }
}
