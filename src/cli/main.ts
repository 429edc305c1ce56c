#!/usr/bin/env node
import { describeError } from "../base/describeError";
import { forgiveOutput } from "../base/output";
import { respectNohup, surviveClosedTerminal } from "../base/signals";
import { UsageError, type Command } from "./command";
import { compare } from "./commands/compare";
import { doctor } from "./commands/doctor";
import { exportCommand } from "./commands/export";
import { kernel } from "./commands/kernel";
import { lab } from "./commands/lab";
import { launch } from "./commands/launch";
import { resume } from "./commands/resume";
import { sample } from "./commands/sample";
import { setup } from "./commands/setup";
import { sweep } from "./commands/sweep";
import { train } from "./commands/train";

const commands: readonly Command[] = [
  ...[lab, setup, doctor, kernel],
  ...[train, launch, sweep, resume, sample, exportCommand, compare],
];

const usage = [
  "Usage: ganbook <command>; ganbook <command> --help says more",
  "",
  ...commands.map(({ name, places, summary }) => `  ${name} ${places}\n      ${summary}`),
].join("\n");

const isHelp = (word: string | undefined): boolean =>
  word === "--help" || word === "-h" || word === "help";

async function main([first, ...rest]: readonly string[]): Promise<number> {
  const name = isHelp(first) ? rest[0] : first;
  const command = commands.find((known) => known.name === name);
  if (name !== undefined && !command) {
    console.error(`ganbook: unknown command "${name}"\n\n${usage}`);
    return 2;
  }
  const own = rest.includes("--") ? rest.slice(0, rest.indexOf("--")) : rest;
  if (command && !isHelp(first) && !own.some((word) => word === "--help" || word === "-h"))
    return command.run(rest);
  console.log(command?.help ?? usage);
  return 0;
}

respectNohup();
surviveClosedTerminal();
forgiveOutput(process.stdout);
forgiveOutput(process.stderr);
let isDone = false;
process.exitCode = 1;
process.on("exit", () => {
  if (!isDone)
    console.error(
      "\nganbook: ended before it was done: it waits for something that will never come, such as " +
        "a promise of a module that nobody settles",
    );
});
main(process.argv.slice(2)).then(
  (code) => end(code),
  (error: unknown) => {
    console.error(`\n${describeError(error)}`);
    const { code, exitCode } = Object(error) as NodeJS.ErrnoException & { exitCode?: number };
    const isUsage = error instanceof UsageError || String(code).startsWith("ERR_PARSE_ARGS");
    end(exitCode ?? (isUsage ? 2 : 1));
  },
);

function end(code: number): void {
  isDone = true;
  process.exit(code);
}
