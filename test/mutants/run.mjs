// npm run test:mutants [-- part of a name]: puts small faults into a copy of the code, one at a
// time, and runs the tests that should notice. A fault that passes them has survived: then a test
// is missing.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { mutants } from "./mutants.mjs";

const wanted = process.argv[2] ?? "";
const copy = mkdtempSync(join(tmpdir(), "ganbook-mutants-"));
process.on("exit", () => rmSync(copy, { recursive: true, force: true }));
for (const name of ["src", "test", "dist", "package.json", "tsconfig.json", "notebooks"])
  cpSync(name, join(copy, name), { recursive: true });
for (const name of ["node_modules", ".ganbook"]) symlinkSync(resolve(name), join(copy, name));

/** Whether the tests pass, and how long they took. */
function run(tests) {
  const begun = performance.now();
  const { status, signal, stdout } = spawnSync(
    process.execPath,
    ["--import", "tsx", "--expose-gc", "--test", ...tests],
    { cwd: copy, timeout: 300_000, encoding: "utf8" },
  );
  const seconds = (performance.now() - begun) / 1000;
  return { passes: status === 0 && !signal, seconds, said: stdout };
}

const sets = new Map(mutants.map(({ tests }) => [tests.join(), tests]));
const chosen = mutants.filter(({ name }) => name.includes(wanted));
if (!chosen.length) {
  console.error(`expected part of a mutant's name, received "${wanted}", which is in none`);
  process.exit(2);
}
for (const key of new Set(chosen.map(({ tests }) => tests.join()))) {
  const { passes, seconds, said } = run(sets.get(key));
  if (passes) continue;
  console.error(said.slice(-3000));
  console.error(
    `expected ${key} to pass without a fault (${seconds.toFixed(0)} s); repair that first`,
  );
  process.exit(2);
}

const survivors = [];
for (const { name, file, from, to, tests } of chosen) {
  const path = join(copy, file);
  const text = readFileSync(path, "utf8");
  if (text.split(from).length !== 2)
    throw new Error(`${name}: expected ${JSON.stringify(from)} once in ${file}`);
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
  const { passes, seconds } = run(tests);
  writeFileSync(path, text);
  if (passes) survivors.push(name);
  console.log(`${passes ? "SURVIVED" : "killed"}  ${name} (${seconds.toFixed(0)} s)`);
}
const share = (100 * (chosen.length - survivors.length)) / chosen.length;
console.log(
  `${chosen.length - survivors.length} of ${chosen.length} killed: ${share.toFixed(0)} %`,
);
process.exit(survivors.length ? 1 : 0);
