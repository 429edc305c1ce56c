import { printResult } from "../../base/output";
import { defineCommand, noArguments } from "../command";
import { examine, formatFindings } from "../doctor";

export const doctor = defineCommand({
  name: "doctor",
  places: "[--json]",
  summary:
    "Examines every part that was asked for, and says how to repair what is broken (exit code 1).",
  options: { json: { type: "boolean", default: false, about: "Print the findings as JSON." } },
  run: async ({ json }, positionals) => {
    noArguments("doctor", positionals);
    const findings = await examine();
    printResult(json ? JSON.stringify(findings, null, 2) : formatFindings(findings));
    return findings.every(({ ok }) => ok) ? 0 : 1;
  },
});
