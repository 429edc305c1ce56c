import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { Compiler } from "../../src/kernel/compiler/compiler";
import { complete, completeness, inspect } from "../../src/kernel/compiler/help";
import { surroundingsOf } from "../../src/kernel/surroundings";
import { temporaryFolder } from "../support/temporary";

const folder = temporaryFolder();
let compiler: Compiler;

/** What is offered at the place of `|`, and what of the cell it would replace. */
function offered(cell: string): { texts: string[]; replaced: string; kinds: string[] } {
  const at = cell.indexOf("|");
  const code = cell.slice(0, at) + cell.slice(at + 1);
  const { start, end, entries } = complete(compiler, code, at);
  return {
    texts: entries.map(({ text }) => text),
    replaced: code.slice(start, end),
    kinds: entries.map(({ kind }) => kind),
  };
}

/** The documentation at the place of `|`. */
function help(cell: string): string | undefined {
  const at = cell.indexOf("|");
  return inspect(compiler, cell.slice(0, at) + cell.slice(at + 1), at)?.plain;
}

before(() => {
  process.env.GANBOOK_TEST_NAME = "yes";
  writeFileSync(join(folder, "near.ts"), "export const near = 1;\n");
  mkdirSync(join(folder, "inside"));
  mkdirSync(join(folder, "node_modules/tidy"), { recursive: true });
  writeFileSync(join(folder, "node_modules/tidy/package.json"), '{ "name": "tidy" }');
  writeFileSync(join(folder, "node_modules/tidy/index.d.ts"), "export declare const tidy: 1;\n");
  writeFileSync(join(folder, "package.json"), '{ "dependencies": { "tidy": "1.0.0" } }');
  compiler = new Compiler(surroundingsOf(folder));
  const cell = compiler.compile(`
/** How much to learn. */
const learningRate = 0.5;
let counted = 1;
type Optimizer = "adam" | "sgd";
interface Options {
  optimizer?: Optimizer;
  /**
   * How large a step is.
   * Default 0.1, as {@link learningRate}.
   */
  learningRate?: number;
}
/**
 * Trains.
 * @param steps how many rounds
 */
function train(steps: number, options: Options = {}): void { void [steps, options]; }
function read(path: string, options?: { flag?: string } | "utf8"): void { void [path, options]; }
function pick(a: string): string;
function pick(a: number, b: number): number;
function pick(...all: unknown[]): unknown { return all; }`);
  assert.ok(!("diagnostics" in cell), JSON.stringify(cell));
  compiler.commit(cell);
});

test("Tab offers members, also of what is not finished, and replaces what was begun", () => {
  assert.deepEqual(offered("Math.sq|").texts, ["sqrt", "SQRT1_2", "SQRT2"]);
  assert.equal(offered("Math.sq|").replaced, "sq");
  assert.ok(offered("[1].|").texts.includes("map"));
  assert.ok(offered("const s = 'x'; s.toUpp|").texts.includes("toUpperCase"));
  assert.ok(offered("console.lo|g(1)").texts.includes("log"));
});

test("Tab offers names of earlier cells, with their kind", () => {
  const { texts, kinds } = offered("lear|");
  assert.deepEqual([texts, kinds], [["learningRate"], ["const"]]);
  assert.deepEqual(offered("coun|").kinds.slice(0, 1), ["let"]);
  assert.deepEqual(offered("trai|").kinds, ["function"]);
});

test("Tab offers the names of options, and the texts that one may have", () => {
  assert.deepEqual(offered("train(1, { | })").texts.slice(0, 2), ["learningRate", "optimizer"]);
  assert.deepEqual(offered("train(1, { opt| })").texts, ["optimizer"]);
  assert.deepEqual(offered('train(1, { optimizer: "|" })').texts, ["adam", "sgd"]);
  assert.deepEqual(offered("const o: Optimizer = 's|'").texts, ["sgd"]);
});

test("Tab offers packages, files and Node's modules where one imports, and the environment", () => {
  assert.ok(offered('import { tidy } from "ti|"').texts.includes("tidy"));
  const { texts, replaced } = offered('import { near } from "./n|"');
  assert.deepEqual([texts.includes("near"), replaced], [true, "n"]);
  assert.ok(offered('import x from "./|"').texts.includes("inside"));
  assert.ok(offered('import x from "node:f|"').texts.includes("node:fs"));
  assert.ok(offered("process.env.GANBOOK_TEST|").texts.includes("GANBOOK_TEST_NAME"));
  assert.deepEqual(offered('import { ti| } from "tidy"').texts, ["tidy"]);
});

test("Shift-Tab on a name gives what it is and its documentation", () => {
  assert.equal(help("learning|Rate"), "const learningRate: 0.5\n\nHow much to learn.");
  assert.match(
    help("train|(1)")!,
    /^train\(steps: number, options\?: Options\): void\n\nTrains\.\n\n@param steps/,
  );
  assert.equal(help("counted|"), "let counted: number");
  assert.equal(help("  |  "), undefined);
});

test("Shift-Tab in a call gives the signature, the parameter that comes next", () => {
  assert.match(
    help("train(|")!,
    /^train\(steps: number, options\?: Options\): void\n\nnow: steps: number: how many rounds/,
  );
  assert.match(help("train(1, |)")!, /\nnow: options\?: Options/);
  assert.match(
    help("pick(1, |)")!,
    /pick\(a: number, b: number\): number\n\nnow: b: number\n\noverloads:\npick\(a: string\)/,
  );
});

test("a cell is complete, broken off or wrong", () => {
  assert.deepEqual(completeness("1 + 1"), { status: "complete" });
  assert.deepEqual(completeness("for (;;) {\n  if (x) {"), {
    status: "incomplete",
    indent: "    ",
  });
  assert.deepEqual(completeness("f(1,"), { status: "incomplete", indent: "" });
  assert.deepEqual(completeness("const s = `a"), { status: "incomplete", indent: "" });
  assert.deepEqual(completeness("1 +* 2"), { status: "invalid" });
  assert.deepEqual(completeness("await x; export const y = <b/>;"), { status: "complete" });
});

test("Shift-Tab on a function that takes options says what each is, with its default", () => {
  const options =
    "options:\noptimizer?: Optimizer\nlearningRate?: number\n" +
    "    How large a step is. Default 0.1, as learningRate.";
  for (const cell of ["train|(1)", "train(1, { | })", "train(1, |)"])
    assert.ok(help(cell)!.endsWith(`\n\n${options}`), help(cell));
  assert.doesNotMatch(help("pick|(1, 2)")!, /options:/);
  assert.match(help('read|("a")')!, /\n\noptions:\nflag\?: string$/);
  assert.doesNotMatch(help("[1].map|((x) => x)")!, /options:/);
});

test("Shift-Tab on the library's own functions shows their defaults", () => {
  const own = new Compiler(surroundingsOf(process.cwd()));
  const shown = (name: string): string => {
    const code = `import { ${name} } from "ganbook";\n${name}`;
    return inspect(own, code, code.length)!.plain;
  };
  assert.match(shown("trainGan"), /\nepochs\?: number\n {4}Passes over the data\. Default 100\./);
  assert.match(shown("trainGan"), /\nlearningRate\?: .*\n {4}Adam's step .* Default 1e-3\./);
  assert.match(shown("trainGan"), /@throws TypeError or RangeError on wrong options/);
  assert.doesNotMatch(shown("show"), /options:/);
  assert.doesNotMatch(shown("takeSamples"), /options:/);
  assert.match(shown("measureImages"), /\nheldOut\?: Data\n {4}Real images .* Default: copies/);
});
