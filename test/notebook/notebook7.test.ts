/** The course's kernel and panel in Jupyter Notebook 7, in a real Chromium. */
import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { launchBrowser, notebookOf, startServer, waitFor, type Lab } from "../support/lab";
import { testPython } from "../support/testPython";

const folder = resolve("test/output/notebook7");
let server: Lab;
let browser: Browser;

before(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const cells = [
    `import { buildDiscriminator, buildGenerator, liveView, mixture2d } from "ganbook";
import { startRuntime, trainGan } from "ganbook";
await startRuntime();`,
    `const run = await trainGan({
  generator: buildGenerator("mlp"), discriminator: buildDiscriminator("mlp"),
  data: mixture2d(), callbacks: [liveView()], steps: 1e7,
});
run.ending`,
    "const wrong: string = 5;",
  ];
  writeFileSync(`${folder}/panel.ipynb`, JSON.stringify(notebookOf(cells)));
  const { python, env } = testPython();
  const root = process.getuid?.() === 0 ? ["--allow-root"] : [];
  server = await startServer(python, ["-m", "notebook", folder, ...root], env, "notebooks");
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("in Notebook 7 a training is shown in its panel, stopped by its button", async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  page.setDefaultTimeout(60_000);
  await page.goto(server.urlOf("panel.ipynb"));
  await page.locator(".jp-Notebook .jp-CodeCell").first().waitFor();
  await page.getByText("TypeScript (ganbook)").first().waitFor();
  await page.getByRole("menuitem", { name: "Run", exact: true }).click();
  await page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();
  const panel = page.locator(".ganbook").first();
  await waitFor(
    page,
    "three frames",
    async () => Number(await panel.getAttribute("data-frames", { timeout: 1000 })) >= 3,
  );
  await panel.getByRole("button", { name: "Stop" }).click();
  await page.locator(".jp-OutputArea-executeResult").getByText("'stopped'").waitFor();
  const error = page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']");
  await error.getByText("is not assignable to type 'string'").first().waitFor();
  await page.screenshot({ path: "test/output/notebook7.png", fullPage: true });
  const picture = page.locator(".jp-OutputArea-output img, .jp-OutputArea-output svg").first();
  assert.ok(await picture.isVisible(), "the last picture stays");
});
