import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createFigure, type Figure } from "../../src/plot/figure";
import { renderSvg } from "../../src/plot/svg";

const figure = (): Figure => {
  const made = createFigure(
    [
      {
        type: "heatmap",
        x: [0, 1],
        y: [0, 1],
        z: [
          [0, 1],
          [0.5, 0],
        ],
        colorscale: [
          [0, "#000000"],
          [1, "#ffffff"],
        ],
      },
      {
        type: "bar",
        name: "bars <&>",
        x: [0, 1],
        y: [1, 2],
        width: 0.5,
        marker: { color: "#123456" },
        opacity: 0.5,
      },
      {
        type: "scatter",
        mode: "lines",
        name: "line",
        x: [0, 0.5, 1],
        y: [0, null, 1],
        line: { color: "#abcdef" },
      },
      {
        type: "scatter",
        mode: "markers",
        x: [0.5],
        y: [0.5],
        marker: { color: "#ff0000", size: 4 },
      },
    ],
    {
      title: "All traces",
      xaxis: { title: { text: "x" }, range: [-1, 2] },
      yaxis: {},
      width: 300,
      height: 200,
    },
  );
  const ends = { xref: "x", yref: "y", axref: "x", ayref: "y" } as const;
  made.layout.annotations = [
    {
      ...ends,
      x: 1,
      y: 1,
      ax: 0,
      ay: 0,
      text: "",
      showarrow: true,
      arrowhead: 2,
      arrowwidth: 1,
      arrowcolor: "#00ff00",
    },
  ];
  return made;
};

test("a figure is drawn as in the picture we looked at", () => {
  const path = join(__dirname, "figure.expected.svg");
  const svg = renderSvg(figure());
  if (process.env.UPDATE_EXPECTED) writeFileSync(path, svg);
  assert.ok(existsSync(path), "run with UPDATE_EXPECTED=1, look at the picture, commit it");
  assert.equal(svg, readFileSync(path, "utf8"));
});

test("coordinates follow the axes: left is x's low end, bottom is y's", () => {
  const made = figure();
  made.data = [{ type: "scatter", mode: "markers", x: [-1, 2], y: [0, 10] }];
  made.layout.yaxis.range = [0, 10];
  const centers = [...renderSvg(made).matchAll(/M([\d.]+) ([\d.]+)h0/g)].map((m) => [
    Number(m[1]),
    Number(m[2]),
  ]);
  const { margin, width, height } = made.layout;
  assert.deepEqual(centers, [
    [margin.l, height - margin.b],
    [width - margin.r, margin.t],
  ]);
});

test("names cannot break out of the SVG, and numbers that are none are left out", () => {
  const made = figure();
  made.data = [
    { type: "scatter", mode: "lines", name: '"><script>', x: [0, 1, 2], y: [1, NaN, 3] },
  ];
  const svg = renderSvg(made);
  assert.ok(!svg.includes("<script>") && !svg.includes("NaN"));
});

test("whatever the numbers are, a figure is drawn, in numbers and letters that XML has", () => {
  const line = (y: number[], range?: readonly [number, number]): Figure => {
    const made = figure();
    made.data = [
      { type: "scatter", mode: "lines", name: "a\u0007\u0000\uFFFE\uD800b", x: [1, 2], y },
    ];
    if (range) made.layout.yaxis.range = range;
    return made;
  };
  const figures = [
    line([0.3, 0.30000000000000004]),
    line([1e308, -1e308]),
    line([NaN, Infinity]),
    line([1, 2], [5, 5]),
    line([1, 2], [NaN, Infinity]),
    line([1, 2], [3, 1]),
  ];
  for (const [i, made] of figures.entries()) {
    const svg = renderSvg(made);
    assert.doesNotMatch(svg, /="[^"]*(NaN|Infinity)/, `${i}`);
    assert.ok(svg.includes(">a\uFFFD\uFFFD\uFFFD\uFFFDb<"), `${i}`);
  }
});
