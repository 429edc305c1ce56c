// Runs one group of tests: `node test/support/run.mjs unit|notebooks|browser [part of a file
// name]`.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";

const [group, part = ""] = process.argv.slice(2);
const groups = {
  scale: readdirSync("test/scale/full").map((file) => `test/scale/full/${file}`),
  notebooks: ["test/notebooks.test.ts", "test/tries.test.ts"],
  browser: [
    "test/browser.test.ts",
    "test/notebook/debuggerBrowser.test.ts",
    "test/notebook/panelBrowser.test.ts",
    "test/notebook/notebook7.test.ts",
  ],
};
const all = readdirSync("test", { recursive: true })
  .map((file) => `test/${String(file).replaceAll("\\", "/")}`)
  .filter((file) => file.endsWith(".test.ts"))
  .sort();
const files =
  group === "unit"
    ? all.filter((file) => !Object.values(groups).flat().includes(file))
    : groups[group];
const chosen = (files ?? []).filter((file) => file.includes(part));
if (!chosen.length) throw new Error(`no test file for "${process.argv.slice(2).join(" ")}"`);

// One file at a time: each has its own TensorFlow, and two of them share the cores badly.
const options = [
  "--import",
  "tsx",
  "--expose-gc",
  "--test",
  "--test-concurrency=1",
  "--test-reporter=spec",
];
const { status } = spawnSync(process.execPath, [...options, ...chosen], {
  stdio: "inherit",
  env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "2" },
});
process.exit(status ?? 1);
