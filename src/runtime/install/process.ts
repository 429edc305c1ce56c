import { spawn, spawnSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { homePaths } from "../paths";

/** The output of a short command, or undefined when it cannot run or fails. */
export function outputOf(command: string, args: readonly string[]): string | undefined {
  const result = spawnSync(command, args, { encoding: "utf8", timeout: 60_000 });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

/**
 * Runs a long command. Its output goes to the terminal when there is one (so that pip shows its bars), and to the
 * set-up log otherwise, with a line every 15 seconds to show that it is alive.
 *
 * @throws Error with the end of the output when it fails
 */
export async function runLong(command: string, args: readonly string[]): Promise<void> {
  const { log } = homePaths();
  const shown = process.stdout.isTTY === true;
  appendFileSync(log, `\n$ ${[command, ...args].join(" ")}\n`);
  const child = spawn(command, args, { stdio: ["ignore", shown ? "inherit" : "pipe", "pipe"] });
  let tail = "";
  const collect = (chunk: Buffer): void => {
    appendFileSync(log, chunk);
    tail = (tail + chunk.toString()).slice(-2000);
  };
  child.stdout?.on("data", collect);
  child.stderr?.on("data", collect);
  const begun = Date.now();
  const alive = setInterval(() => {
    if (!shown)
      console.log(`      … still working after ${Math.round((Date.now() - begun) / 1000)} s`);
  }, 15_000);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    if (code !== 0)
      throw new Error(`${command} ended with code ${code}:\n${tail.trim()}\n(all of it: ${log})`);
  } finally {
    clearInterval(alive);
  }
}
