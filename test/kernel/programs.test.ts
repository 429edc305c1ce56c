import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { KernelClient, textOf, valueOf } from "../support/kernelClient";
import { temporaryFolder } from "../support/temporary";

let kernel: KernelClient;
const root = temporaryFolder();
const folder = join(root, "notebooks");

const write = (path: string, text: string): void => {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};

before(async () => {
  write("helper.ts", "export const twice = (x: number): number => 2 * x;\n");
  write(
    "comp.tsx",
    "/** @jsx h */\nconst h = (name: string) => name + '!';\nexport const b = <b/>;\n",
  );
  write("deep.mts", "export const late = await Promise.resolve('waited');\n");
  write(
    "../outside.ts",
    "import { twice } from './notebooks/helper';\nexport const four = twice(2);\n",
  );
  write("a.ts", "import { b } from './b';\nexport const a = () => 'a' + b();\n");
  write("b.ts", "import { a } from './a';\nexport const b = () => 'b' + typeof a;\n");
  write("counter.ts", "export let count = 0;\nexport const add = () => ++count;\n");
  write("uses.ts", "import * as counter from './counter';\ncounter.add();\nexport { counter };\n");
  write("plain.js", "exports.word = 'common';\n");
  write(
    "esm.mjs",
    "const { sep } = await import('node:path');\nexport { sep };\nexport default 7;\n",
  );
  write("data.json", '{ "answer": 42, "list": [1] }');
  const add = (name: string, manifest: object, files: Record<string, string>): void => {
    write(
      `node_modules/${name}/package.json`,
      JSON.stringify({ name, version: "1.0.0", ...manifest }),
    );
    for (const [file, text] of Object.entries(files)) write(`node_modules/${name}/${file}`, text);
  };
  add(
    "only-exports",
    {
      type: "module",
      exports: {
        ".": { types: "./index.d.ts", import: "./index.js" },
        "./part": { types: "./part.d.ts", import: "./part.js" },
      },
    },
    {
      "index.js": "export const whole = await Promise.resolve(1);\n",
      "index.d.ts": "export declare const whole: number;\n",
      "part.js": "export default 'part';\n",
      "part.d.ts": "declare const part: string;\nexport default part;\n",
    },
  );
  add("untyped", { main: "index.js" }, { "index.js": "module.exports = { say: () => 'said' };\n" });
  add(
    "translated",
    { main: "index.js", types: "index.d.ts" },
    {
      "index.js":
        "exports.__esModule = true; exports.default = 1; const name = 'named'; exports[name] " +
        "= 2;\n",
      "index.d.ts":
        "declare const one: number;\nexport default one;\nexport declare const named: number;\n",
    },
  );
  add(
    "old",
    { types: "index.d.ts", main: "index.js" },
    {
      "index.js": "",
      "index.d.ts": '/// <reference types="node" />\nexport {};\n',
      "node_modules/@types/node/package.json": '{ "name": "@types/node", "version": "12.0.0" }',
      "node_modules/@types/node/index.d.ts": "declare const fetch: never;\n",
    },
  );
  kernel = await KernelClient.start(folder);
});
after(() => kernel.stop());

const value = async (code: string): Promise<unknown> => {
  const ran = await kernel.run(code);
  assert.equal(ran.reply.status, "ok", `${code}\n${(ran.reply.traceback as string[])?.join("\n")}`);
  return valueOf(ran);
};
const fault = async (code: string): Promise<string> => {
  const { reply } = await kernel.run(code);
  assert.equal(reply.status, "error", `${code} was taken`);
  return String(reply.evalue);
};

const programs: [title: string, cells: string[], value: string | undefined][] = [
  [
    "using",
    ["let closed = ''; { using r = { [Symbol.dispose]() { closed += 'r'; } }; r } closed"],
    "'r'",
  ],
  [
    "using at the top",
    ["let shut = false; using t = { [Symbol.dispose]() { shut = true; } }; t;", "shut"],
    "true",
  ],
  [
    "await using",
    ["let gone = ''; await using q = { async [Symbol.asyncDispose]() { gone = 'q'; } };", "gone"],
    "'q'",
  ],
  [
    "JSON with its type",
    ["import data from './data.json' with { type: 'json' }; data.answer + data.list[0]!"],
    "43",
  ],
  ["JSON without", ["import { answer } from './data.json'; answer"], "42"],
  [
    "decorators",
    [
      "function loud(f: (this: Dog) => string, _: ClassMethodDecoratorContext) { return " +
        "function (this: Dog) { return f.call(this) + '!'; }; }\nclass Dog { @loud bark() { " +
        "return 'wau'; } }\nnew Dog().bark()",
    ],
    "'wau!'",
  ],
  [
    "a decorated class",
    [
      "const seen: string[] = []; function note<T extends new (...a: any[]) => object>(c: T, " +
        "{ name }: ClassDecoratorContext) { seen.push(String(name)); return c; }\n@note class " +
        "Cat { static one = new Cat(); }\n[seen, Cat.one instanceof Cat]",
    ],
    "[ [ 'Cat' ], true ]",
  ],
  [
    "JSX with a factory of one's own",
    [
      "/** @jsx h */\nconst h = (name: string, _: unknown, ...inner: unknown[]) => [name, " +
        "...inner]; <b>{1}</b>",
      "/** @jsx h */\n<i/>",
    ],
    "[ 'i' ]",
  ],
  [
    "JSX with React of another cell",
    [
      "const React = { createElement: (...all: unknown[]) => all }; function Box() {}",
      "(<Box/> as any)[0] === Box",
    ],
    "true",
  ],
  [
    "NoInfer",
    [
      "function pick<T extends string>(all: T[], one: NoInfer<T>) { return all.indexOf(one); " +
        "}\npick(['a', 'b'], 'b')",
    ],
    "1",
  ],
  [
    "declare global",
    [
      "declare global { var shared: number; interface String { twice(): string } }\n" +
        "globalThis.shared = 3; String.prototype.twice = function () { return this.toString() + " +
        "this; };",
      "shared + 'x'.twice()",
    ],
    "'3xx'",
  ],
  [
    "class expressions with private members",
    [
      "const A = class { private x = 1; #y = 2; get sum() { return this.x + this.#y; } };",
      "new A().sum",
    ],
    "3",
  ],
  [
    "import() with await",
    ["const fs = await import('node:fs');", "typeof fs.readFileSync"],
    "'function'",
  ],
  [
    "import() without",
    ["import('node:path').then(({ sep }) => sep)", "(await import('./deep.mts')).late"],
    "'waited'",
  ],
  [
    "local types in functions",
    [
      "function area() { interface Box { side: number } const box: Box = { side: 2 }; return " +
        "box; }",
      "area().side",
    ],
    "2",
  ],
  [
    "a type that cannot be named",
    [
      "import { createHash as make } from 'node:crypto'; const hash = make('md5'); const both " +
        "= { hash, f() { class In { private z = 1; } return new In(); } };",
      "typeof both.f()",
    ],
    "'object'",
  ],
  [
    ".ts",
    [
      "import { twice } from './helper.ts'; twice(4)",
      "import { twice as again } from './helper.js'; again === twice",
    ],
    "true",
  ],
  [".tsx", ["import { b } from './comp.tsx'; b"], "'b!'"],
  [".mts that waits", ["import { late } from './deep.mts'; late"], "'waited'"],
  ["a file above", ["import { four } from '../outside.ts'; four"], "4"],
  ["files in a circle", ["import { a } from './a'; a()"], "'abfunction'"],
  [
    "a file's live variable",
    ["import { counter } from './uses'; counter.add(); counter.count"],
    "2",
  ],
  ["a local CommonJS file", ["import { word } from './plain.js'; word"], "'common'"],
  [
    "an ES module that waits",
    ["import seven, { sep } from './esm.mjs'; [seven, sep]"],
    "[ 7, '/' ]",
  ],
  [
    "a package with only exports",
    ["import { whole } from 'only-exports'; import part from 'only-exports/part'; [whole, part]"],
    "[ 1, 'part' ]",
  ],
  [
    "a package without types",
    [
      "import untyped from 'untyped'; import * as space from 'untyped'; untyped.say() + " +
        "space.say()",
    ],
    "'saidsaid'",
  ],
  ["CommonJS made by TypeScript", ["import one, { named } from 'translated'; one + named"], "3"],
  [
    "import.meta, require and __dirname",
    [
      "const { sep: bar } = require('node:path'); [__dirname === import.meta.dirname, " +
        "import.meta.url.endsWith('/notebooks/notebook.js'), bar, " +
        "require('./data.json').answer]",
    ],
    "[ true, true, '/', 42 ]",
  ],
  ["import = require", ["import path = require('node:path'); path.sep"], "'/'"],
  ["an old package's types of Node", ["import 'old'; typeof fetch('data:,x').then"], "'function'"],
  [
    "const enums and namespaces",
    [
      "const enum Size { S = 1, L } namespace Shapes { export const side = Size.L; export " +
        "namespace Deep { export type T = 1; } }",
      "Shapes.side + Size.L",
    ],
    "4",
  ],
  [
    "a namespace on a function",
    [
      "function call() { return call.count++; } namespace call { export let count = 5; }",
      "call(); call.count",
    ],
    "6",
  ],
  [
    "export and export from",
    [
      "export const kept = 1; export * from './helper'; export { sep as bars } from " +
        "'node:path'; export default kept;",
      "[kept, bars, twice(1)]",
    ],
    "[ 1, '/', 2 ]",
  ],
  [
    "var in blocks and loops",
    [
      "for (var i = 0, last = ''; i < 2; i++) { var inner = i; last += i; } for (var [k, v] " +
        "of [['a', 1]] as const) {} for (var key in { z: 1 }) ;",
      "[i, last, inner, k, v, key]",
    ],
    "[ 2, '01', 1, 'a', 1, 'z' ]",
  ],
  [
    "names for parts of namespaces and enums",
    [
      "namespace Far { export const a = 1; export namespace Deep { export class C { n = 2 } } " +
        "} enum En { A = 3 }",
      "import A1 = Far.a; import C1 = Far.Deep.C; import E2 = En; [A1, new C1().n, E2.A]",
    ],
    "[ 1, 2, 3 ]",
  ],
  [
    "import = require of a local file",
    ["import helper = require('./helper'); helper.twice(3)"],
    "6",
  ],
  [
    "a live import, until its name is declared anew",
    [
      "import { count, add } from './counter'; const before = count; add(); const after = " +
        "count - before; after",
      "const count = 'mine'; add(); count",
    ],
    "'mine'",
  ],
  [
    "several declarations that use each other",
    [
      "let one = 1, two = one + 1, three = () => two; const { four, five = four } = { four: 4 " +
        "} as any;",
      "one = 10; [three(), four, five]",
    ],
    "[ 2, 4, 4 ]",
  ],
  [
    "labels on loops with patterns",
    [
      "around: for (var [x, y] = [0, 5]; x < 3; x++) { if (x === 1) continue around; y++; }",
      "[x, y]",
    ],
    "[ 3, 7 ]",
  ],
  [
    "names that modules have",
    [
      "const require = 1, module = 2, exports = 3, __dirname = 4;",
      "[require, module, exports, __dirname]",
    ],
    "[ 1, 2, 3, 4 ]",
  ],
  [
    "names of functions",
    [
      "const arrow = () => 1; let { made = () => 2 } = {} as any; class Named {}",
      "[arrow.name, made.name, Named.name]",
    ],
    "[ 'arrow', 'made', 'Named' ]",
  ],
  [
    "assignments of every form",
    [
      "let p = 1, q = 2, r: any;",
      "[p, q] = [q, p]; ({ p: r, q = 5 } = { p: 9 } as any); p++; q += 1; r ??= 0; [p, q, r]",
    ],
    "[ 3, 6, 9 ]",
  ],
  [
    "a call without this",
    [
      "function self(this: unknown) { return this; } const tag = self as any;",
      "[self.call(1), tag``, tag?.()]",
    ],
    "[ 1, undefined, undefined ]",
  ],
  [
    "$ and other odd names",
    [
      "const $ = 1, constructor = 2, __proto__ = 3, ünder = 4;",
      "[$, constructor, __proto__, ünder]",
    ],
    "[ 1, 2, 3, 4 ]",
  ],
  ["a first line for the shell", ["#!/usr/bin/env node\n5"], "5"],
  ["a comment at the end", ["1 + 1 // done"], "2"],
  ["a directive", ["'use strict'"], "'use strict'"],
  ["nothing", ["", "// only a comment"], undefined],
  [
    "newer libraries",
    ["[[1, 2].toSorted(), [3].at(-1), 'a'.isWellFormed(), Object.hasOwn({}, 'a')]"],
    "[ [ 1, 2 ], 3, true, false ]",
  ],
];
for (const [title, cells, expected] of programs)
  test(`a valid program runs: ${title}`, async () => {
    for (const cell of cells.slice(0, -1)) await value(cell);
    assert.equal(await value(cells.at(-1)!), expected);
  });

test("importing prints nothing", async () => {
  const ran = await kernel.run('import "node:path";\nawait import("only-exports");');
  assert.equal(textOf(ran, "stderr") + textOf(ran), "");
});

test("what a later cell declares anew is what earlier cells find", async () => {
  await value(
    "const factor = 2; function helper(x: number) { return x; } class Shape { sides() { " +
      "return 3; } }\n" +
      "enum Level { low = 1 }\nfunction caller() { return [helper(1) * factor, new " +
      "Shape().sides(), Level.low]; }\ncaller()",
  );
  await value("function helper(x: number) { return x + 100; }");
  assert.equal(await value("caller()"), "[ 202, 3, 1 ]");
  await value("const factor = 3; class Shape { sides() { return 4; } }");
  await value("enum Level { low = 7 }");
  assert.equal(await value("caller()"), "[ 303, 4, 7 ]");
  await value("const helper = (x: number) => -x;");
  assert.equal(await value("caller()"), "[ -3, 4, 7 ]");
});

test("types of later cells replace those of earlier ones", async () => {
  await value(
    "interface Point { x: number } type Id = number; namespace Units { export type Length = " +
      "number }",
  );
  await value("const at: Point = { x: 1 }; const id: Id = 1;");
  await value("interface Point { y: string } type Id = string;");
  assert.equal(
    await value("const there: Point = { y: 'up' }; const name2: Id = 'n'; there.y + name2"),
    "'upn'",
  );
  assert.match(await fault("const wrong: Point = { x: 1 };"), /'x' does not exist in type 'Point'/);
});

test("what is strict is said: null, implicit any, constants, unknown names", async () => {
  assert.match(
    await fault("let s: string = null;"),
    /Type 'null' is not assignable to type 'string'/,
  );
  assert.match(await fault("function f(x) { return x; }"), /implicitly has an 'any' type/);
  await value("const fixed = 1;");
  assert.match(await fault("fixed = 2;"), /Cannot assign to 'fixed'/);
  assert.match(await fault("nowhere"), /Cannot find name 'nowhere'/);
  await value("let losses = [];");
  assert.equal(await value("losses.push(1); losses.length"), "1");
  await value("type Optimizer = 'adam' | 'sgd'; const use = (o: { optimizer: Optimizer }) => o;");
  assert.match(await fault("use({ optimizer: 'foo' })"), /Allowed: "adam", "sgd"/);
  assert.match(
    await fault("const r = fetch('data:,'); r.status"),
    /Did you forget to use 'await'\?/,
  );
});

test("faults of a local file name the file and the line; repaired, it runs", async () => {
  write("broken.ts", "export const x = 1;\nexport const y: number = 'no';\n");
  assert.match(await fault("import { y } from './broken'; y"), /broken\.ts 2:14/);
  write("broken.ts", "export const y: number = 5;\n");
  assert.equal(await value("import { y } from './broken'; y"), "5");
  write("fails.ts", "export const f = (): void => {\n  throw new Error('in a file');\n};\n");
  const { reply } = await kernel.run("import { f } from './fails';\nf();");
  const text = (reply.traceback as string[]).join("\n");
  assert.match(text, /fails\.ts:2\b/);
  assert.doesNotMatch(text, /fails\.js|modules\.js/);
});

test("a file that changes below another is read anew, and so is the other", async () => {
  write("inner.ts", "export const n = 1;\n");
  write("outer.ts", "import { n } from './inner';\nexport const m = n * 10;\n");
  assert.equal(await value("import { m } from './outer'; m"), "10");
  write("inner.ts", "export const n = 25;\n");
  assert.equal(await value("import { m } from './outer'; m"), "250");
});

test("messages say names as the author wrote them", async () => {
  await value("const notCallable: any = 5; class Pt { x = 1 } const held = { inner: {} as any };");
  assert.equal(await fault("notCallable()"), "notCallable is not a function");
  assert.equal(await fault("new notCallable()"), "notCallable is not a constructor");
  assert.equal(await fault("held.inner.nope()"), "held.inner.nope is not a function");
  assert.match(await fault("const pt: Pt = 5;"), /Type 'number' is not assignable to type 'Pt'/);
});

test("a package that changed after it was loaded, or fails again, is said", async () => {
  write("node_modules/grows/package.json", '{ "name": "grows", "version": "1.0.0" }');
  write("node_modules/grows/index.js", "exports.v = 1;\n");
  assert.equal(await value("import { v } from 'grows'; v"), "1");
  write("node_modules/grows/package.json", '{ "name": "grows", "version": "2.0.0-next" }');
  const ran = await kernel.run("import { v as again } from 'grows'; again");
  assert.match(textOf(ran, "stderr"), /"grows" has been installed anew since .*Kernel > Restart/);
  write("node_modules/fails/package.json", '{ "name": "fails", "version": "1.0.0" }');
  write("node_modules/fails/index.js", "throw new Error('not yet');\n");
  assert.equal(await fault("import 'fails';"), "not yet");
  const { reply } = await kernel.run("const first = 1;\nimport 'fails';");
  assert.match(String(reply.evalue), /^not yet\nIt has failed before.*Kernel > Restart/);
});

test("require of TypeScript and JSON that is none are said", async () => {
  const fresh = await KernelClient.start(folder); // in the other `require` is a number by now
  try {
    const { reply } = await fresh.run("require('./helper.ts')");
    assert.match(
      String(reply.evalue),
      /expected JavaScript, received \.\/helper\.ts; write import/,
    );
  } finally {
    await fresh.stop();
  }
  write("bad.json", "{ no");
  assert.match(await fault("await import('./bad.json' as string)"), /bad\.json: /);
});

test("an import that fails names its cell and line, and the kernel goes on", async () => {
  write("throws.ts", "throw new Error('while loading');\n");
  const { reply } = await kernel.run("const before = 1;\nimport './throws';");
  assert.equal(reply.evalue, "while loading");
  const text = (reply.traceback as string[]).join("\n").replaceAll(/\x1b\[\d+m/g, "");
  assert.match(text, /throws\.ts:1/);
  assert.match(text, /> 2 \| import '\.\/throws'/);
  assert.equal(await value("1"), "1");
});

test("results are kept as _ and Out", async () => {
  const { reply } = await kernel.run("6 * 7");
  assert.equal(await value(`[_, Out[${String(reply.execution_count)}]]`), "[ 42, 42 ]");
  const first = Number(reply.execution_count);
  for (let i = 0; i < 10; i++) await value(`${i}`);
  assert.equal(await value(`Out[${first}]`), undefined);
  await value("const _ = 'mine';");
  await value("5");
  assert.equal(await value("_"), "'mine'");
});

test("stop ends a loop in a local file", async () => {
  write("endless.ts", "export function spin(): void {\n  for (;;) ;\n}\n");
  const running = kernel.run(
    "import { spin } from './endless';\nconsole.log('begun');\nawait null;\nspin();",
  );
  await kernel.waitFor(({ content }) => content.text === "begun\n");
  await kernel.request("interrupt_request", {}, kernel.control);
  assert.equal((await running).reply.ename, "Interrupted");
});

test("ganbook and its TensorFlow.js are found from a folder that has neither, once", async () => {
  const alone = await KernelClient.start(temporaryFolder());
  try {
    const { reply } = await alone.run('import { mixture2d, kernelVersion } from "ganbook";');
    assert.match(String(reply.evalue), /no exported member 'kernelVersion'/);
    const found = await alone.run(
      'import { buildGenerator, startRuntime } from "ganbook";\n' +
        'import * as tf from "@tensorflow/tfjs";\nawait startRuntime({ backend: "cpu" });\n' +
        'const model = buildGenerator("mlp");\n' +
        'model instanceof tf.LayersModel && typeof require("ganbook").trainGan',
    );
    assert.equal(valueOf(found), "'function'", JSON.stringify(found.reply));
  } finally {
    await alone.stop();
  }
});

test("a tsconfig.json beside the notebook is honoured, also when it changes", async () => {
  const own = temporaryFolder();
  writeFileSync(join(own, "stray.d.ts"), "declare const stray: number;\n");
  mkdirSync(join(own, "lib"));
  writeFileSync(join(own, "lib/thing.ts"), "export const thing = 'by path';\n");
  const client = await KernelClient.start(own);
  try {
    const { reply } = await client.run("typeof stray");
    assert.match(String(reply.evalue), /Cannot find name 'stray'/);
    assert.equal((await client.run("let s: string = null;")).reply.ename, "TypeScriptError");
    const settings = { strict: false, paths: { "@lib/*": ["./lib/*"] } };
    const config = { compilerOptions: settings, include: ["*.d.ts"] };
    writeFileSync(join(own, "tsconfig.json"), JSON.stringify(config));
    assert.equal((await client.run("let s: string = null;")).reply.status, "ok");
    assert.equal((await client.run("function f(x) { return x; }")).reply.status, "ok");
    assert.equal(valueOf(await client.run("typeof stray")), "'undefined'");
    const byPath = await client.run("import { thing } from '@lib/thing'; thing");
    assert.equal(valueOf(byPath), "'by path'", JSON.stringify(byPath.reply));
    writeFileSync(join(own, "tsconfig.json"), "{ not json");
    const broken = await client.run("1");
    assert.match(String(broken.reply.evalue), /tsconfig\.json/);
    writeFileSync(join(own, "tsconfig.json"), '{ "compilerOptions": { "strict": "yes" } }');
    assert.match(String((await client.run("1")).reply.evalue), /'strict' requires a value of type/);
  } finally {
    await client.stop();
  }
});

test("JSX as the tsconfig.json has it imports what it needs by itself", async () => {
  const own = temporaryFolder();
  const settings = { jsx: "react-jsx", jsxImportSource: "tiny" };
  writeFileSync(join(own, "tsconfig.json"), JSON.stringify({ compilerOptions: settings }));
  const tiny = join(own, "node_modules/tiny");
  mkdirSync(tiny, { recursive: true });
  const exports = { "./jsx-runtime": "./jsx-runtime.js" };
  writeFileSync(join(tiny, "package.json"), JSON.stringify({ name: "tiny", exports }));
  writeFileSync(join(tiny, "jsx-runtime.js"), "exports.jsx = (kind, all) => [kind, all];\n");
  const client = await KernelClient.start(own);
  try {
    const ran = await client.run('<b id="x"/>');
    assert.equal(valueOf(ran), "[ 'b', { id: 'x' } ]", JSON.stringify(ran.reply));
  } finally {
    await client.stop();
  }
});
