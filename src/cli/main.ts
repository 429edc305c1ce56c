#!/usr/bin/env node
import { forgiveOutput } from "../base/output";
import { respectNohup, surviveClosedTerminal } from "../base/signals";
import { EndedBySignal } from "../runtime/install/process";
import { UsageError, type Command } from "./command";
import { compare } from "./commands/compare";
import { doctor } from "./commands/doctor";
import { exportCommand } from "./commands/export";
import { lab } from "./commands/lab";
import { resume } from "./commands/resume";
import { sample } from "./commands/sample";
import { setup } from "./commands/setup";
import { train } from "./commands/train";

const commands: readonly Command[] = [
  ...[lab, setup, doctor],
  ...[train, resume, sample, exportCommand, compare],
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
main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(`\n${error.message}`);
    const isUsage =
      error instanceof UsageError ||
      String((error as NodeJS.ErrnoException).code).startsWith("ERR_PARSE_ARGS");
    process.exit(error instanceof EndedBySignal ? error.exitCode : isUsage ? 2 : 1);
  },
);
