import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { DebugClient, valuesOf } from "../../support/debugClient";
import { KernelClient, valueOf } from "../../support/kernelClient";
import { temporaryFolder } from "../../support/temporary";
import type { Variable } from "../../../src/kernel/debugger/protocol";

let kernel: KernelClient;
let client: DebugClient;
const folder = mkdtempSync(join(temporaryFolder(), "debugger-"));
before(async () => {
  kernel = await KernelClient.start(folder);
  client = new DebugClient(kernel);
});
after(async () => {
  assert.equal(await kernel.stop(), 0, kernel.log);
});

const notebook = async (): Promise<Variable[]> =>
  (await client.body<{ variables: Variable[] }>("inspectVariables")).variables;

test("the notebook's variables are listed, without the kernel's", async () => {
  await kernel.run(`const a = 1;
let text = "x".repeat(100000);
const big = Array.from({ length: 25000 }, (_, i) => i * 2);
const pair = new Map<unknown, number>([["one", 1], [{ two: 2 }, 2]]);
const odd = { get now(): number { throw new Error("run"); }, self: null as unknown };
odd.self = odd;
class Point { constructor(public x: number) {} }
const point = new Point(3);
1`);
  const variables = await notebook();
  const { a, text, odd } = valuesOf(variables);
  const typed = variables.filter(({ type }) => type !== undefined);
  assert.deepEqual(
    typed.map(({ name, type }) => `${name}: ${type}`),
    ["big: Array", "pair: Map", "odd: Object", "point: Point"],
    "JupyterLab shows what has a type without its value",
  );
  assert.equal(a, "1");
  assert.ok(text!.length < 2000, "a long text is cut");
  assert.match(odd!, /now/);
  const names = variables.map(({ name }) => name);
  assert.deepEqual(
    names.filter((name) => ["_", "Out", "prompt", "__names__"].includes(name)),
    [],
  );
  const childrenOf = async (name: string): Promise<Variable[]> =>
    client.children(variables.find((one) => one.name === name)!.variablesReference);
  assert.deepEqual(valuesOf(await childrenOf("point")), { x: "3" });
  assert.equal(valuesOf(await childrenOf("odd")).now, "(getter)");
  assert.deepEqual(
    (await childrenOf("pair")).map(({ value }) => value),
    ["1", "2"],
  );
});

test("a large array is asked for in pages, and otherwise comes in groups of groups", async () => {
  const big = (await notebook()).find(({ name }) => name === "big")!;
  assert.deepEqual([big.indexedVariables, big.type], [25000, "Array"]);
  const page = { filter: "indexed", start: 20000, count: 3 };
  assert.deepEqual(valuesOf(await client.children(big.variablesReference, page)), {
    20000: "40000",
    20001: "40002",
    20002: "40004",
  });
  const groups = await client.children(big.variablesReference);
  assert.deepEqual([groups[0]!.name, groups.at(-1)!.name], ["[0…9999]", "[20000…24999]"]);
  const inner = await client.children(groups.at(-1)!.variablesReference);
  const last = await client.children(inner.at(-1)!.variablesReference);
  assert.deepEqual([last.at(-1)!.name, last.at(-1)!.value], ["24999", "49998"]);
});

test("where the code stops, locals, closure and globals are shown, and can be set", async () => {
  await client.start();
  const code = `let total = 1;
function outer(step: number): () => number {
  return () => {
    const inner = step + 1;
    total += inner;
    return total;
  };
}
outer(4)();`;
  await client.set(code, [5]);
  const { line, ran } = await client.runToStop(code);
  assert.equal(line, 5);
  assert.deepEqual(await client.variables("Locals"), { inner: "5" });
  assert.equal((await client.variables("Closure")).step, "4");
  assert.equal((await client.variables("Globals")).total, "1");
  assert.equal(await client.evaluate("total + inner + (step as number)", 1), "10");
  assert.equal(await client.evaluate("[1, 2].map((total) => total * 2).join()", 1), "'2,4'");
  const set = async (scope: string, name: string, value: string): Promise<void> => {
    const variablesReference = await client.scope(scope);
    await client.body("setVariable", { variablesReference, name, value });
  };
  await set("Locals", "inner", "total * 10");
  await set("Globals", "total", "100");
  assert.equal(await client.evaluate("inner", 1), "10");
  const copy = { srcVariableName: "inner", dstVariableName: "kept", srcFrameId: 1 };
  await client.body("copyToGlobals", copy);
  const failed = await client.ask("evaluate", { expression: "missing.x", frameId: 1 });
  assert.match(String(failed.message), /missing is not defined/);
  await client.continue();
  assert.equal(valueOf(await ran), "110");
  assert.equal(valueOf(await kernel.run("kept")), "10");
});

test("a variable is shown as its cell would show it, stopped or not", async () => {
  await kernel.run(`const way = Symbol.for("Jupyter.display");
const shown = { [way]: () => ({ "text/html": "<b>1</b>" }) };
const later = { [way]: async () => ({ "text/html": "<i>2</i>" }) };`);
  const bundle = async (variableName: string, frameId?: number): Promise<string | undefined> => {
    const given = frameId === undefined ? { variableName } : { variableName, frameId };
    const { data } = await client.body<{ data: Record<string, string> }>(
      "richInspectVariables",
      given,
    );
    return data["text/html"];
  };
  assert.deepEqual([await bundle("shown"), await bundle("later")], ["<b>1</b>", "<i>2</i>"]);
  const code = "const stopHere = 1;\nstopHere";
  await client.set(code, [2]);
  const { ran } = await client.runToStop(code);
  assert.deepEqual([await bundle("shown", 1), await bundle("later", 1)], ["<b>1</b>", undefined]);
  await client.continue();
  await ran;
});

test("breakpoints in a local module stop there, and a step leads into it", async () => {
  const path = join(folder, "helper.ts");
  const text = `export interface Shape { side: number }
export function area(shape: Shape): number {
  const squared = shape.side * shape.side;
  return squared;
}
`;
  writeFileSync(path, text);
  await client.body("setBreakpoints", { source: { path }, breakpoints: [{ line: 4 }] });
  const code = `import { area } from "./helper";\nconst nine = area({ side: 3 });\nnine`;
  await client.set(code, [2]);
  const { line, ran } = await client.runToStop(code);
  assert.equal(line, 2);
  await client.continue();
  const { frames } = await client.stop();
  assert.deepEqual([frames[0]!.source.path, frames[0]!.line, frames[1]!.line], [path, 4, 2]);
  assert.deepEqual(await client.variables("Locals"), { shape: "{ side: 3 }", squared: "9" });
  const source = await client.body("source", { source: { path } });
  assert.equal(source.content, text);
  const { modules } = await client.body<{ modules: { path: string }[] }>("modules");
  assert.deepEqual(
    modules.map((module) => module.path),
    [path],
  );
  await client.continue();
  assert.equal(valueOf(await ran), "9");
});
