import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { plotLosses } from "../../src/plot/history";
import { encodePng } from "../../src/plot/png";
import { savePlot } from "../../src/plot/save";
import { temporaryFolder } from "../support/temporary";

const folder = temporaryFolder();
const figure = plotLosses({ step: [1], discriminatorLoss: [1], generatorLoss: [2] });
const picture = encodePng(1, 1, Uint8Array.of(1, 2, 3));

test("pictures are saved as PNG, figures as SVG or as a page with plotly.js inside", () => {
  assert.equal(
    readFileSync(savePlot(join(folder, "a.png"), picture))
      .subarray(1, 4)
      .toString(),
    "PNG",
  );
  assert.match(readFileSync(savePlot(join(folder, "a.svg"), figure), "utf8"), /^<svg /);
  const page = readFileSync(savePlot(join(folder, "a.html"), figure), "utf8");
  assert.match(page, /Plotly\.newPlot\("figure"/);
  assert.match(page, /"showSendToCloud":false/);
  assert.match(page, /plotly\.js v[\d.]+\n.*Plotly, Inc\.\n.*\n.*MIT license/);
  assert.match(page, /role="figure" aria-label="figure &quot;Losses&quot;"/);
  assert.equal(
    page.match(/<\/script/g)!.length,
    2,
    "plotly.js must not end its own script element",
  );
});

test("an ending that does not fit is refused", () => {
  assert.throws(() => savePlot("a.svg", picture), /expected .png for a picture, received "a.svg"/);
  assert.throws(
    () => savePlot("a.png", figure),
    /expected .svg or .html for a figure, received "a.png"/,
  );
});
