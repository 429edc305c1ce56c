/** Names come from users and files: in XML they are text, wherever they stand. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bundleOf } from "../../src/notebook/bundle";
import { composeLiveSvg } from "../../src/notebook/liveSvg";
import { createFigure, type Trace } from "../../src/plot/figure";
import { renderSvg } from "../../src/plot/svg";

const bad = `<script>alert("1")</script> & 'more'`;
const line = (name: string): Trace => ({
  type: "scatter",
  mode: "lines",
  x: [0, 1],
  y: [0, 1],
  name,
  line: { color: "#000000" },
});
const axis = { title: { text: bad } };
const figure = createFigure([line(bad), line(`${bad} too`)], {
  title: bad,
  xaxis: axis,
  yaxis: axis,
});

/** So often stands the name as text; never as an element. */
function countEscaped(xml: string): number {
  assert.doesNotMatch(xml, /<script/);
  return xml.split("&#60;script&#62;").length - 1;
}

test("titles, axes, legends and names of a figure are text", () => {
  assert.ok(countEscaped(renderSvg(figure)) >= 6, "name, title, two axes, two legends");
});

test("the live picture's lines are text", () => {
  const picture = { headline: bad, details: bad, share: 0.5, charts: [], picture: undefined };
  assert.ok(countEscaped(composeLiveSvg(picture)) >= 4, "both in the name and as lines");
});

test("a page in a frame is one attribute, whatever its figure says", () => {
  process.env.GANBOOK_RENDERER = "html";
  try {
    const html = String(bundleOf(figure).data["text/html"]);
    const [, title, page, rest] = /^<iframe title="([^"]*)" [^>]* srcdoc="([^"]*)">(.*)$/s.exec(
      html,
    )!;
    assert.ok(title!.includes("&#60;script&#62;"));
    assert.ok(page!.length > 1000);
    assert.doesNotMatch(page!, /[<>]/);
    assert.equal(rest, "</iframe>");
  } finally {
    delete process.env.GANBOOK_RENDERER;
  }
});
