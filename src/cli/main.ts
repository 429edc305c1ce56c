#!/usr/bin/env node
import { parseArgs } from "node:util";
import { examine, formatFindings } from "./doctor";
import { openLab } from "./lab";
import { setup } from "./setup";

const usage = `Usage: ganbook <command>

  lab [folder] [options]  set up what is missing, then open JupyterLab on the course, or on a folder of your own;
                          options go to Jupyter, e.g. --no-browser --port=8899
  setup [--runtime]       set up only; --runtime leaves JupyterLab and the kernel out
  doctor [--json]         examine every part and say how to repair what is broken`;

async function main([command, ...rest]: readonly string[]): Promise<number> {
  switch (command) {
    case "lab":
      await setup({ tensorflowOptional: true });
      return openLab(rest);
    case "setup": {
      const { values } = parseArgs({ args: [...rest], options: { runtime: { type: "boolean", default: false } } });
      await setup({ runtimeOnly: values.runtime });
      return 0;
    }
    case "doctor": {
      const { values } = parseArgs({ args: [...rest], options: { json: { type: "boolean", default: false } } });
      const findings = await examine();
      console.log(values.json ? JSON.stringify(findings, null, 2) : formatFindings(findings));
      return findings.every(({ ok }) => ok) ? 0 : 1;
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

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(`\n${error.message}`);
    process.exit(1);
  },
);
