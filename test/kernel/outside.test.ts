import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { KernelClient, textOf, valueOf } from "../support/kernelClient";
import { temporaryFolder } from "../support/temporary";

let kernel: KernelClient;
/** A project, with a package that cells use, and its notebooks' folder. */
const project = temporaryFolder();
const folder = join(project, "notebooks");
before(async () => {
  mkdirSync(folder);
  install("present", 1, project);
  kernel = await KernelClient.start(folder);
  await value("import { value as one } from 'present'; one");
});
after(() => kernel.stop());

/** Writes a package as npm does, in steps that a watcher sees. */
function install(name: string, value: number, where = folder): void {
  const place = join(where, "node_modules", name);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "package.json"), JSON.stringify({ name, main: "index.js" }));
  writeFileSync(join(place, "index.js"), `exports.value = ${value};`);
  writeFileSync(join(place, "index.d.ts"), "export declare const value: number;");
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 400));
const value = async (code: string): Promise<unknown> => {
  const ran = await kernel.run(code);
  assert.equal(ran.reply.status, "ok", JSON.stringify(ran.reply));
  return valueOf(ran);
};

/** A variable that must outlive whatever happens outside. */
beforeEach(() => kernel.run("const trained = 'a trained game';"));

test("a folder that comes and goes in node_modules between two cells changes nothing", async () => {
  for (let i = 0; i < 3; i++) {
    const place = join(i % 2 ? project : folder, "node_modules", `foo${i}`);
    mkdirSync(place, { recursive: true });
    await pause();
    assert.equal(await value("trained"), "'a trained game'");
    rmSync(place, { recursive: true });
    await pause();
    assert.equal(await value("[trained.length, 1]"), "[ 14, 1 ]");
  }
});

test("a package that was missing is installed between two cells", async () => {
  const missing = await kernel.run("import { value } from 'later'; value");
  assert.match(String(missing.reply.evalue), /Cannot find module 'later'/);
  install("later", 7);
  for (let i = 0; i < 20; i++) {
    await pause();
    const { reply } = await kernel.run("import { value } from 'later';");
    if (reply.status === "ok") break;
  }
  assert.equal(await value("import { value } from 'later'; value"), "7");
  assert.equal(await value("value.toFixed(1) + trained"), "'7.0a trained game'");
  const wrong = await kernel.run("const text: string = value;");
  assert.match(String(wrong.reply.evalue), /Type 'number' is not assignable to type 'string'/);
});

test("a package is installed while a cell trains, and Tab is pressed meanwhile", async () => {
  const training = kernel.run(
    "for (let step = 0; step < 20; step++) await new Promise((r) => setTimeout(r, 50));\n" +
      "console.log('done');",
  );
  await pause();
  install("during", 8);
  install("another", 9);
  await pause();
  const { content } = await kernel.request("complete_request", { code: "train", cursor_pos: 5 });
  assert.deepEqual(content.matches, ["trained"]);
  assert.equal(textOf(await training), "done\n");
  assert.equal(
    await value("import { value as eight } from 'during'; [eight, trained.length]"),
    "[ 8, 14 ]",
  );
});

test("a local module that changes between two cells is read anew", async () => {
  for (const [i, type] of ["number", "string"].entries()) {
    writeFileSync(join(folder, "mine.ts"), `export const made = ${type === "number" ? i : "'a'"};`);
    await pause();
    assert.equal(await value("import { made } from './mine'; typeof made"), `'${type}'`);
  }
});
