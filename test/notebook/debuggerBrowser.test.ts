/** The debugger in a real JupyterLab in a real Chromium. */
import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import {
  launchBrowser,
  notebookOf,
  openNotebook,
  runAllCells,
  startLab,
  waitFor,
  type Lab,
} from "../support/lab";

const folder = "test/output/debugger";
let lab: Lab;
let browser: Browser;
let page: Page;

const functions = `function double(x: number): number {
  const twice = x * 2;
  return twice;
}`;
const call = `const greeting = "from the cell";
const six = double(3);
console.log("six is", six);`;

before(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/debug.ipynb`, JSON.stringify(notebookOf([functions, call])));
  lab = await startLab(folder);
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  page.setDefaultTimeout(60_000);
});
after(async () => {
  await browser?.close();
  await lab?.stop();
});

/** Clicks beside a line of a cell, both counted from 1. */
async function setBreakpoint(cell: number, line: number): Promise<void> {
  const gutter = page
    .locator(".jp-CodeCell")
    .nth(cell - 1)
    .locator(".cm-gutter.cm-breakpoint-gutter .cm-gutterElement");
  await gutter.nth(line).click(); // the first one only holds the width
  await page.locator(".jp-DebuggerBreakpoint").first().waitFor();
}

const frames = (): Promise<string[]> =>
  page.locator(".jp-DebuggerCallstackFrame-name").allInnerTexts();

test("a breakpoint set in JupyterLab stops there, shows the stack and variables", async () => {
  await openNotebook(page, lab, "debug.ipynb");
  const bug = page.locator(".jp-DebuggerBugButton").first();
  await page.locator('.jp-DebuggerBugButton[aria-label="Enable Debugger"]').first().click();
  await waitFor(
    page,
    "the debugger to be on",
    async () => (await bug.getAttribute("aria-pressed")) === "true",
  );
  const panel = page.locator(".jp-DebuggerCallstack");
  if (!(await panel.isVisible())) await page.getByRole("tab", { name: "Debugger" }).click();
  await panel.waitFor();
  await setBreakpoint(1, 3);
  await runAllCells(page);
  await waitFor(page, "the stop", async () => (await frames()).length === 2);
  assert.match((await frames()).join(" "), /^double Cell \d+$/);
  const variables = page.locator(".jp-DebuggerVariables-body");
  await variables.getByText("twice").first().waitFor();
  await variables.getByText("6", { exact: true }).first().waitFor();
  await page.screenshot({ path: "test/output/debugger.png" });
  assert.equal(await page.locator(".jp-OutputArea-output").count(), 0);
  await page.locator('[data-command="debugger:next"]').first().click();
  await page.locator('[data-command="debugger:continue"]').first().click();
  await page.locator(".jp-OutputArea-output").getByText("six is 6").waitFor();
  await page.screenshot({ path: "test/output/debugger-after.png" });
});
