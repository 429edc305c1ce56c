/** What the notebooks say is what their committed outputs show, sentence by sentence. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { before, test } from "node:test";
import { startRuntime } from "../src/runtime/start";
import { allClaims } from "./claims/all";
import { Outputs, type CellOutput } from "./claims/outputs";
import { sayings, type Cell } from "./claims/sentences";

before(() => startRuntime({ print: false })); // the judge names digits in pictures

const read = (file: string): Cell[] =>
  (JSON.parse(readFileSync(`notebooks/${file}`, "utf8")) as { cells: Cell[] }).cells;

test("every notebook has its claims", () => {
  const files = readdirSync("notebooks").filter((name) => name.endsWith(".ipynb"));
  assert.deepEqual(
    allClaims.map(({ file }) => file),
    files.sort(),
  );
});

for (const { file, claims, told } of allClaims) {
  const cells = read(file);
  const textOf = (id: string): string =>
    cells.find((cell) => cell.id === id && cell.cell_type === "markdown")?.source.join("") ?? "";

  for (const { cell, says, shows } of claims)
    test(`${file}: ${says}`, () => {
      assert.ok(textOf(cell).includes(says), `expected these words in cell "${cell}"`);
      const code = cells.filter(({ cell_type }) => cell_type === "code");
      shows(new Outputs(new Map(code.map((one) => [one.id, one.outputs as CellOutput[]]))));
    });

  test(`${file}: every sentence that asks, foretells or counts is shown, or said why not`, () => {
    const known = [...claims, ...told].map(({ says }) => says);
    const text = cells.map(({ source }) => source.join("")).join("\n");
    for (const says of known) assert.ok(text.includes(says), `not in the notebook: ${says}`);
    const isKnown = (sentence: string): boolean =>
      known.some((says) => sentence.includes(says) || says.includes(sentence));
    const prose = cells.filter(
      ({ cell_type, source }) => cell_type === "markdown" && !source.includes("## Try it\n"),
    );
    assert.deepEqual(
      prose.flatMap(sayings).filter((sentence) => !isKnown(sentence)),
      [],
    );
  });
}
