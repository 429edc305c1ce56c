/** The newcomer's path in CONTRIBUTING.md, walked as it is written. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "./support/temporary";

test("a new loss takes two files, and everything knows it by its name", () => {
  const copy = temporaryFolder();
  for (const name of ["src", "package.json", "tsconfig.json"])
    cpSync(name, join(copy, name), { recursive: true });
  for (const name of ["node_modules", ".ganbook"]) symlinkSync(resolve(name), join(copy, name));

  const text = readFileSync("CONTRIBUTING.md", "utf8");
  const [loss, entry] = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code!);
  const [, file] = /^\/\/ (src\/train\/losses\/(\w+)\.ts)\n/.exec(loss!)!;
  writeFileSync(join(copy, file!), loss!);
  const named = join(copy, "src/train/losses/named.ts");
  const before = readFileSync(named, "utf8");
  const after = before
    .replace("const losses = {\n", `const losses = {\n  ${entry!}`)
    .replace(/^/, 'import { pearsonLoss } from "./pearson";\n');
  assert.notEqual(after, before);
  writeFileSync(named, after);

  const run = (...command: string[]): string =>
    execFileSync(process.execPath, command, { cwd: copy, encoding: "utf8" });
  run("node_modules/typescript/bin/tsc", "--noEmit");
  writeFileSync(
    join(copy, "program.ts"),
    `import { buildDiscriminator, buildGenerator, mixture2d, startRuntime, trainGan } from "./src";
import { examineLoss, lossNames } from "./src/train";
async function main() {
  await startRuntime({ print: false });
  const players = { generator: buildGenerator("mlp"), discriminator: buildDiscriminator("mlp") };
  const loss = "pearson + R1(0.1)";
  const { game } = await trainGan({ ...players, data: mixture2d(), loss, steps: 5 });
  const { discriminatorLoss } = game.history;
  const losses = discriminatorLoss.every(Number.isFinite) && discriminatorLoss.length;
  const { restsAtEquilibrium } = examineLoss("pearson");
  const isNamed = lossNames.includes("pearson");
  console.log(JSON.stringify([game.loss.name, losses, isNamed, restsAtEquilibrium]));
}
void main();`,
  );
  const said = JSON.parse(run("--import", "tsx", "program.ts")) as unknown[];
  assert.deepEqual(said, ["pearson + R1(0.1)", 5, true, true]);
});
