/** The exercises of the course: sheets, solutions made from them, what nbgrader asks of both. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { check } from "../src/check";
import { KernelClient } from "./support/kernelClient";
import { exerciseCells, sheets, solutionsOf, type ExerciseCell } from "./support/solutions";
import { temporaryFolder } from "./support/temporary";

const folder = temporaryFolder();
let kernel: KernelClient;
before(async () => {
  kernel = await KernelClient.start(folder);
});
after(() => kernel.stop());

/** The check that a cell asks, if it is one that asks. */
const checkOf = ({ source }: ExerciseCell): string | undefined =>
  /^check\.(\w+)\(\w+\);$/.exec(source.join(""))?.[1];

test("each lesson has a sheet of exercises and one of solutions, and links to the first", () => {
  // How to use a notebook is no lesson.
  const lessons = readdirSync("notebooks").filter((file) => /^(?!00).*\.ipynb$/.test(file));
  assert.deepEqual(sheets, lessons.sort());
  assert.deepEqual(readdirSync("notebooks/solutions").sort(), lessons);
  for (const file of lessons)
    assert.ok(readFileSync(`notebooks/${file}`, "utf8").includes(`](exercises/${file})`), file);
});

test("each check is asked once, in the order of the course", () => {
  assert.deepEqual(
    sheets.flatMap((file) => exerciseCells(file).flatMap((cell) => checkOf(cell) ?? [])),
    Object.keys(check),
  );
});

for (const file of sheets) {
  test(`${file}: its solutions are made from it (npm run solutions)`, () => {
    assert.equal(readFileSync(`notebooks/solutions/${file}`, "utf8"), solutionsOf(file));
  });

  test(`${file}: two exercises or more, each a question, a place for the answer, a check`, () => {
    const [title, imports, ...cells] = exerciseCells(file);
    assert.match(title!.source.join(""), /^# \d+\. .*: your turn\n/);
    assert.match(imports!.source.join(""), /import \{ check \} from "ganbook\/check";/);
    assert.ok(cells.length >= 6 && cells.length % 3 === 0, `${cells.length}`);
    for (let i = 0; i < cells.length; i += 3) {
      const [asks, answer] = cells.slice(i, i + 2).map(({ source }) => source.join(""));
      assert.match(asks!, new RegExp(`^\\*\\*${i / 3 + 1}\\.\\*\\* `));
      assert.match(answer!, / \/\/ yours$/);
      assert.ok(cells[i + 1]!.metadata.ganbook?.solution.length, "it has a solution");
      assert.ok(checkOf(cells[i + 2]!), "it is checked");
    }
    for (const line of cells.flatMap(({ source, metadata }) => [
      ...source,
      ...(metadata.ganbook?.solution ?? []),
    ]))
      assert.ok(line.startsWith("**") || line.trimEnd().length <= 110, line);
  });

  test(`${file}: nbgrader knows what to clear, to lock and to grade`, () => {
    const cells = exerciseCells(file);
    const ids = cells.map(({ metadata }) => metadata.nbgrader.grade_id);
    assert.equal(new Set(ids).size, cells.length, "a name of its own for each cell");
    for (const cell of cells) {
      const { grade_id, ...grading } = cell.metadata.nbgrader;
      const [isAnswer, isCheck] = [/ \/\/ yours$/.test(cell.source.join("")), !!checkOf(cell)];
      assert.match(grade_id, /^[\w-]+$/);
      const expected = {
        grade: isCheck,
        locked: !isAnswer,
        ...(isCheck && { points: 1 }),
        schema_version: 3,
        solution: isAnswer,
        task: false,
      };
      assert.deepEqual(grading, expected, cell.id);
    }
  });

  test(`${file}: as it is handed out nothing is right yet, and every solution is`, async () => {
    const { cells } = JSON.parse(solutionsOf(file)) as { cells: ExerciseCell[] };
    for (const [some, mark] of [
      [exerciseCells(file), "✗"],
      [cells, "✓"],
    ] as const)
      for (const cell of some.filter(({ cell_type }) => cell_type === "code")) {
        const { reply, messages } = await kernel.run(cell.source.join(""));
        assert.equal(reply.status, "ok", `${cell.source.join("")}\n${JSON.stringify(reply)}`);
        const printed = messages
          .filter(({ header }) => header.msg_type === "stream")
          .map(({ content }) => String(content.text))
          .join("");
        const name = checkOf(cell);
        if (name) assert.match(printed, new RegExp(`^${mark} ${name}: `));
        else assert.equal(printed, "");
      }
  });
}
