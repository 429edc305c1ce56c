import assert from "node:assert/strict";
import { test } from "node:test";
import { measureImages, mixture2d, startRuntime } from "../src/index";
import { bootstrapInterval, frechetFloor } from "../src/measure";
import { balanceRows, createTable, encodeTable } from "../src/tables";
import { encodeSentences } from "../src/text";

/** A misspelt option, as one writes it: TypeScript would say so, JavaScript and JSON do not. */
const misspelt = (options: object): never => options as never;

const data = mixture2d();
const table = encodeTable(createTable([{ k: "a" }, { k: "b" }]));

const calls: [name: string, call: () => unknown][] = [
  ["balanceRows", () => balanceRows(table, misspelt({ sise: 3 }))],
  ["bootstrapInterval", () => bootstrapInterval(5, () => 1, misspelt({ repeat: 3 }))],
  ["encodeSentences", () => encodeSentences(["a b"], misspelt({ lenght: 3 }))],
  ["frechetFloor", () => frechetFloor(new Float32Array(8), 1, misspelt({ repeat: 1 }))],
  ["measureImages", () => measureImages(data, data, misspelt({ heldout: data }))],
  ["startRuntime", () => startRuntime(misspelt({ prnt: false }))],
];

for (const [name, call] of calls)
  test(`${name} refuses an option that it does not know`, async () => {
    await assert.rejects(
      async () => void (await call()),
      ({ message }: Error) => message.startsWith(`${name}: unknown option "`),
    );
  });
