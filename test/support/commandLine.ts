import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { homeFolder } from "../../src/base/paths";
import { temporaryFolder } from "./temporary";

/** A project of somebody's that uses this package, where commands are given. */
export const cwd = temporaryFolder();
mkdirSync(join(cwd, "node_modules"));
symlinkSync(resolve("."), join(cwd, "node_modules", "ganbook"));

/** The command line's own file. */
export const main = resolve("dist/cli/main.js");
export const env = { ...process.env, GANBOOK_HOME: homeFolder() };

/** Gives a command and waits for its end. */
export const run = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, [main, ...args], { cwd, encoding: "utf8", env, timeout: 60_000 });

export const player = { preset: "mlp", options: { hiddenUnits: [8] } };
/** A configuration that takes some milliseconds to play. */
export const config = {
  name: "ring",
  data: { loader: "mixture2d", options: { size: 500 } },
  generator: player,
  discriminator: player,
  game: { seed: 1 },
  steps: 40,
  batchSize: 20,
  record: { checkpointEvery: 10 },
};

/** Writes a configuration of that name, with other fields. Returns its file. */
export const write = (name: string, more: object = {}): string => {
  writeFileSync(join(cwd, `${name}.json`), JSON.stringify({ ...config, name, ...more }));
  return `${name}.json`;
};
