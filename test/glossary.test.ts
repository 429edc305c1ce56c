/** Words of the course: each is explained once, and each link to an explanation finds it. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const glossary = readFileSync("notebooks/glossary.md", "utf8");
const anchors = [...glossary.matchAll(/^### (.*)$/gm)].map(([, word]) =>
  word!.replaceAll(" ", "-"),
);
const lessons = readdirSync("notebooks").filter((file) => file.endsWith(".ipynb"));
const text = (file: string): string =>
  (
    JSON.parse(readFileSync(`notebooks/${file}`, "utf8")) as {
      cells: { cell_type: string; source: string[] }[];
    }
  ).cells
    .filter(({ cell_type }) => cell_type === "markdown")
    .map(({ source }) => source.join(""))
    .join("\n\n");

test("headings are written as their anchors, which JupyterLab and GitHub then find alike", () => {
  for (const anchor of anchors) assert.match(anchor, /^[a-z0-9-]+$/);
  assert.equal(new Set(anchors).size, anchors.length);
  assert.ok(anchors.length >= 15);
});

test("every link to the glossary finds its word, and every word is linked from a lesson", () => {
  const linked = lessons.flatMap((file) =>
    [...text(file).matchAll(/\]\(glossary\.md#([^)]*)\)/g)].map(([, anchor]) => anchor!),
  );
  assert.deepEqual(
    [...new Set(linked)].filter((anchor) => !anchors.includes(anchor)),
    [],
  );
  assert.deepEqual(
    anchors.filter((anchor) => !linked.includes(anchor)),
    [],
  );
});

test("the glossary's own links lead to lessons that are there", () => {
  const links = [...glossary.matchAll(/\]\((\d\d-[^)#]*)/g)].map(([, file]) => file!);
  assert.ok(links.length > 8);
  for (const file of links) assert.ok(lessons.includes(file), file);
});
