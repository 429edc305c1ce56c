#!/usr/bin/env node
import { parseArgs } from "node:util";
import { forgiveOutput } from "../base/output";
import { respectNohup, surviveClosedTerminal } from "../base/signals";
import { examine, formatFindings } from "./doctor";
import { openLab } from "./lab";
import { compare, exportRun, sample } from "./runs";
import { setup } from "./setup";
import { resume, train } from "./train";

const usage = `Usage: ganbook <command>

  lab [folder] [options]  set up what is missing, then open JupyterLab on the course, or on a folder of your own;
                          options go to Jupyter, e.g. --no-browser --port=8899
  setup [--runtime]       set up only; --runtime leaves JupyterLab and the kernel out
  doctor [--json]         examine every part and say how to repair what is broken

  train --config c.json [--runs folder]
                          play a game and record it into runs/<name>; Ctrl-C saves it and stops
  resume runs/a [--steps n]
                          go on with a run, to its end or n steps more
  sample runs/a [--count 64] [--seed 0] [--step best] [--out file]
                          draw samples with a run's generator, into samples.png, or samples.svg for points
  export runs/a --to keras|onnx|savedmodel|web [--step best] [--out path]
                          a run's generator for other programs; web: a page that draws as you drag through z
  compare runs/a runs/b … [--json]
                          what was set differently, and what came of it`;

async function main([command, ...rest]: readonly string[]): Promise<number> {
  switch (command) {
    case "lab":
      await setup({ tensorflowOptional: true });
      return openLab(rest);
    case "setup": {
      const { values } = parseArgs({
        args: [...rest],
        options: { runtime: { type: "boolean", default: false } },
      });
      await setup({ runtimeOnly: values.runtime });
      return 0;
    }
    case "doctor": {
      const { values } = parseArgs({
        args: [...rest],
        options: { json: { type: "boolean", default: false } },
      });
      const findings = await examine();
      console.log(values.json ? JSON.stringify(findings, null, 2) : formatFindings(findings));
      return findings.every(({ ok }) => ok) ? 0 : 1;
    }
    case "train": {
      const { values } = parseArgs({
        args: [...rest],
        options: { config: { type: "string" }, runs: { type: "string" } },
      });
      if (values.config === undefined) throw new UsageError("train: expected --config c.json");
      return train(values.config, values.runs);
    }
    case "resume": {
      const { values, positionals } = parseArgs({
        args: [...rest],
        options: { steps: { type: "string" } },
        allowPositionals: true,
      });
      return resume(
        onlyFolder(command, positionals),
        values.steps === undefined ? undefined : integer("steps", values.steps),
      );
    }
    case "sample": {
      const text = (value: string): { type: "string"; default: string } => ({
        type: "string",
        default: value,
      });
      const { values, positionals } = parseArgs({
        args: [...rest],
        options: {
          count: text("64"),
          seed: text("0"),
          step: text("latest"),
          out: { type: "string" },
        },
        allowPositionals: true,
      });
      const [count, seed] = [integer("count", values.count), integer("seed", values.seed)];
      await sample(onlyFolder(command, positionals), {
        step: values.step,
        out: values.out,
        count,
        seed,
      });
      return 0;
    }
    case "export": {
      const { values, positionals } = parseArgs({
        args: [...rest],
        options: {
          to: { type: "string" },
          step: { type: "string", default: "latest" },
          out: { type: "string" },
        },
        allowPositionals: true,
      });
      if (values.to === undefined)
        throw new UsageError("export: expected --to keras, onnx, savedmodel or web");
      await exportRun(onlyFolder(command, positionals), values.to, values.out, values.step);
      return 0;
    }
    case "compare": {
      const { values, positionals } = parseArgs({
        args: [...rest],
        options: { json: { type: "boolean", default: false } },
        allowPositionals: true,
      });
      if (positionals.length < 2)
        throw new UsageError("compare: expected two or more folders of runs");
      compare(positionals, values.json);
      return 0;
    }
    case undefined:
    case "help":
    case "--help":
      console.log(usage);
      return 0;
    default:
      console.error(`ganbook: unknown command "${command}"\n\n${usage}`);
      return 2;
  }
}

/** The command line itself is wrong. */
class UsageError extends Error {}

function onlyFolder(command: string, [folder, ...others]: readonly string[]): string {
  if (folder === undefined || others.length)
    throw new UsageError(`${command}: expected the folder of one run`);
  return folder;
}

function integer(name: string, text: string): number {
  if (!/^\d+$/.test(text))
    throw new UsageError(`--${name}: expected an integer, received "${text}"`);
  return Number(text);
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
    process.exit(isUsage ? 2 : 1);
  },
);
