import assert from "node:assert/strict";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";
import {
  launchBrowser,
  notebookOf,
  openNotebook,
  runAllCells,
  startLab,
  waitFor,
  type Lab,
} from "./support/lab";

const course = "test/output/course";
let lab: Lab;
let browser: Browser;
let page: Page;

const panelCells = [
  `import { buildDiscriminator, buildGenerator, liveView, mixture2d } from "ganbook";
import { startRuntime, trainGan } from "ganbook";
import { learningRates } from "ganbook/train";
await startRuntime();
const data = mixture2d();`,
  `const run = await trainGan({
  generator: buildGenerator("mlp"), discriminator: buildDiscriminator("mlp"),
  data, callbacks: [liveView()], steps: 1e7,
});`,
  `const { game, ending } = run;
console.log(JSON.stringify({ ...learningRates(game), steps: game.discriminatorSteps, ending }));`,
  `const pixels = data.samples.slice(0, 4); run`,
];

before(async () => {
  rmSync(course, { recursive: true, force: true });
  mkdirSync(course, { recursive: true });
  for (const name of ["05-train-on-mnist.ipynb", "07-keep-go-on-and-repair.ipynb"])
    cpSync(`notebooks/${name}`, `${course}/${name}`);
  writeFileSync(`${course}/panel.ipynb`, JSON.stringify(notebookOf(panelCells)));
  lab = await startLab(course);
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  page.setDefaultTimeout(120_000);
});

/** Opens a notebook and runs all of its cells anew. */
async function runAll(name: string): Promise<void> {
  await openNotebook(page, lab, name);
  await runAllCells(page);
}

after(async () => {
  await browser?.close();
  await lab?.stop();
});

/** The notebook's code cells; windowing is off for so few. */
const codeCell = (source: string): Locator => page.locator(".jp-CodeCell", { hasText: source });
const pictureOf = (cell: Locator): Locator => cell.locator(".jp-OutputArea-output img").first();

/** How often a cell's live panel has been redrawn. */
const framesOf = async (cell: Locator): Promise<number> =>
  Number(await cell.locator(".ganbook").getAttribute("data-frames", { timeout: 1000 }));

test("in a real JupyterLab notebook 5 trains, its live view changes, stop stops it", async () => {
  await runAll("05-train-on-mnist.ipynb");
  const training = codeCell("const run = await trainGan");
  await training.scrollIntoViewIfNeeded();
  await waitFor(page, "four frames of the live view", async () => (await framesOf(training)) >= 4);
  await page.screenshot({ path: "test/output/lab-training.png" });

  const pressed = Date.now();
  await page.locator('[data-command="notebook:interrupt-kernel"]').first().click();
  const text = await waitFor(page, "the training cell's last line", async () => {
    const shown = await training.locator(".jp-OutputArea").innerText({ timeout: 1000 });
    return /(stopped|finished) after \d+ steps/.exec(shown)?.[0];
  });
  console.log(`${text}, seen ${((Date.now() - pressed) / 1000).toFixed(1)} s after pressing stop`);
  assert.match(text, /^stopped after/);

  const grid = codeCell(
    "show(plotSamples(await sampleGenerator(generator, { count: 64, seed: 7 })))",
  ).first();
  const size = await waitFor(page, "the grid of digits", () =>
    pictureOf(grid).evaluate((image: HTMLImageElement) => image.naturalWidth),
  );
  assert.equal(size, 8 * 58 + 2);
  const losses = codeCell("show(plotLosses(run.history))");
  await losses.scrollIntoViewIfNeeded();
  await waitFor(page, "the interactive figure", () =>
    losses.locator(".js-plotly-plot .main-svg").first().isVisible(),
  );
  await page.screenshot({ path: "test/output/lab-figures.png" });

  const more = codeCell("const more = await trainGan");
  await more.scrollIntoViewIfNeeded();
  const last = await waitFor(
    page,
    "the game to go on",
    async () => {
      const shown = await more.locator(".jp-OutputArea").innerText({ timeout: 1000 });
      return /now at step (\d+)/.exec(shown)?.[1];
    },
    300,
  );
  assert.ok(Number(last) > 100, `went on to step ${last}`);
  await page.screenshot({ path: "test/output/lab-more.png" });
});

test("the live panel redraws real Plotly figures", async () => {
  await runAll("panel.ipynb");
  const training = codeCell("const run = await trainGan");
  const panel = training.locator(".ganbook");
  await waitFor(page, "the panel's figures", () =>
    panel.locator(".js-plotly-plot .main-svg").first().isVisible(),
  );
  await waitFor(page, "ten frames", async () => (await framesOf(training)) >= 10);
  const [first, begun] = [await framesOf(training), Date.now()];
  await page.waitForTimeout(5000);
  const rate = ((await framesOf(training)) - first) / ((Date.now() - begun) / 1000);
  console.log(`${rate.toFixed(1)} frames a second`);
  await page.screenshot({ path: "test/output/lab-panel.png" });

  const set = (name: string, position: string): Promise<void> =>
    panel.locator(`input[name=${name}]`).evaluate((input: HTMLInputElement, value) => {
      input.value = value;
      input.dispatchEvent(new Event("input"));
      input.dispatchEvent(new Event("change"));
    }, position);
  await set("generatorRate", "-4");
  await set("discriminatorSteps", "3");
  await panel.getByRole("button", { name: "Pause" }).click();
  await panel.getByRole("button", { name: "Resume" }).waitFor();
  const stepOf = async (): Promise<number> =>
    Number(/step (\d+)\//.exec(await panel.innerText())![1]);
  await page.waitForTimeout(500);
  const paused = await stepOf();
  await panel.getByRole("button", { name: "Step" }).click();
  await waitFor(page, "one step", async () => (await stepOf()) === paused + 1);
  await page.waitForTimeout(300);
  assert.equal(await stepOf(), paused + 1);
  await panel.getByRole("button", { name: "Stop" }).click();

  const printed = codeCell("console.log(JSON.stringify");
  const text = await waitFor(
    page,
    "the settings that the game ended with",
    async () =>
      /\{.*\}/.exec(await printed.locator(".jp-OutputArea").innerText({ timeout: 1000 }))?.[0],
  );
  assert.deepEqual(JSON.parse(text), {
    generator: 1e-4,
    discriminator: 1e-3,
    steps: 3,
    ending: "stopped",
  });
  await waitFor(page, "the game's diagram", () => pictureOf(codeCell("const pixels")).isVisible());
  await pictureOf(training).scrollIntoViewIfNeeded();
  await page.screenshot({ path: "test/output/lab-panel-after.png" });
});

test("a recorded run can be rewound in a notebook that has only been opened", async () => {
  await page.goto(lab.urlOf("07-keep-go-on-and-repair.ipynb"));
  const cell = codeCell("show(plotRewind(loadRun(recorder.folder)))");
  await cell.waitFor();
  await cell.scrollIntoViewIfNeeded();
  const title = cell.locator(".js-plotly-plot .gtitle");
  await waitFor(page, "the last frame", async () =>
    /^step 1500 /.test((await title.textContent({ timeout: 1000 })) ?? ""),
  );
  const dots = (): Promise<string | null> =>
    cell.locator(".js-plotly-plot .scatterlayer .point").nth(5).getAttribute("transform");
  await cell.locator(".slider-rail-touch-rect").scrollIntoViewIfNeeded();
  const [last, rail] = [
    await dots(),
    (await cell.locator(".slider-rail-touch-rect").boundingBox())!,
  ];
  await page.mouse.move(rail.x + rail.width - 4, rail.y + rail.height / 2);
  await page.mouse.down();
  await page.mouse.move(rail.x + rail.width / 2, rail.y + rail.height / 2, { steps: 5 });
  await page.mouse.move(rail.x + 4, rail.y + rail.height / 2, { steps: 5 });
  await page.mouse.up();
  await waitFor(
    page,
    "the first frame",
    async () => (await title.textContent({ timeout: 1000 }))?.trim() === "step 0",
  );
  assert.notEqual(await dots(), last, "the points have moved");
  assert.equal(await cell.locator(".jp-InputPrompt").innerText(), "[10]:", "as it was saved");
  await page.screenshot({ path: "test/output/lab-rewind.png" });
});
