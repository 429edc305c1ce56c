/** `!command`: a command of the system's shell, in the notebook's folder. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { runningKernel } from "./api";
import { Interrupted } from "./errors";

/** After the stop button a command has so long to end by itself, in ms. */
const patience = 3000;

/** A command that did not end well. */
class CommandError extends Error {
  override name = "CommandError";
  constructor(command: string, status: number | null, signal: NodeJS.Signals | null) {
    const how = signal ? `was ended by ${signal}` : `ended with exit status ${status}`;
    super(`!${command} ${how}`);
    this.stack = `${this.name}: ${this.message}`; // where it was called is where it is written
  }
}

/**
 * Runs a command and prints what it prints; the stop button ends it, with all that it has started.
 *
 * @throws CommandError where its exit status is not 0
 * @throws Interrupted after the stop button
 */
export async function runCommand(command: string): Promise<void> {
  const child = spawn(command, {
    shell: true,
    detached: process.platform !== "win32", // a group of its own, to be ended as a whole
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const release = runningKernel()?.onInterrupt(() => {
    stopped = true;
    endGroup(child, "SIGINT");
    timer = setTimeout(() => endGroup(child, "SIGKILL"), patience);
  });
  const endWithKernel = (): void => endGroup(child, "SIGKILL");
  process.once("exit", endWithKernel);
  child.stdout.on("data", (bytes: Buffer) => process.stdout.write(bytes));
  child.stderr.on("data", (bytes: Buffer) => process.stderr.write(bytes));
  try {
    const [status, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    if (stopped) throw new Interrupted();
    if (status !== 0) throw new CommandError(command, status, signal);
  } finally {
    clearTimeout(timer);
    process.off("exit", endWithKernel);
    release?.();
  }
}

function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(process.platform === "win32" ? pid : -pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // it has ended by itself
  }
}
