/** The live panel, figures and tracebacks in a real JupyterLab in a real Chromium. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { after, before, beforeEach, test } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";
import {
  launchBrowser,
  notebookOf,
  openNotebook,
  runAllCells,
  startLab,
  waitFor,
  type Lab,
} from "../support/lab";

const folder = "test/output/panel";
let lab: Lab;
let browser: Browser;
let page: Page;

const library = `import { buildDiscriminator, buildGenerator, liveView, mixture2d } from "ganbook";
import { show, plotLosses, plotScores, startRuntime, trainGan } from "ganbook";
await startRuntime();`;
const training = `const run = await trainGan({
  generator: buildGenerator("mlp"), discriminator: buildDiscriminator("mlp"),
  data: mixture2d(), callbacks: [liveView()], steps: 1e7,
});`;
const notebooks: Record<string, string[]> = {
  "reload.ipynb": [library, training],
  "ended.ipynb": [library, training],
  "keys.ipynb": [library, training],
  "panel.ipynb": [library, training],
  "figures.ipynb": [
    library,
    `const losses = { step: [1, 2], discriminatorLoss: [1, 2], generatorLoss: [2, 1] };
const history = { ...losses, realScore: [0.5, 0.6], fakeScore: [0.4, 0.5] };
show(plotLosses(history)); show(plotScores(history));`,
    `function fail(): never {
  throw new Error("too bad");
}
fail();`,
    `const wrong: string = 5;`,
  ],
};

before(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, cells] of Object.entries(notebooks))
    writeFileSync(`${folder}/${name}`, JSON.stringify(notebookOf(cells)));
  lab = await startLab(folder);
  browser = await launchBrowser();
});
beforeEach(async () => {
  await page?.close();
  page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  page.setDefaultTimeout(30_000);
  await page.addInitScript("globalThis.__name = (named) => named"); // tsx wraps functions in it
});
after(async () => {
  await browser?.close();
  await lab?.stop();
});

const panel = (): Locator => page.locator(".ganbook").first();
const frames = async (): Promise<number> =>
  Number(await panel().getAttribute("data-frames", { timeout: 1000 }));
const picture = (): Locator => panel().locator("img.still");

/** Starts the training of a notebook and waits until its panel moves. */
async function startTraining(name: string): Promise<void> {
  await openNotebook(page, lab, name);
  await runAllCells(page);
  await waitFor(page, "three frames", async () => (await frames()) >= 3);
  await panel().scrollIntoViewIfNeeded();
}

async function save(name: string): Promise<void> {
  await page.locator('[data-command="docmanager:save"]').first().click();
  await waitFor(page, "the saved notebook", () =>
    Promise.resolve(readFileSync(`${folder}/${name}`, "utf8").includes("widget-view")),
  );
}

async function kernelOf(name: string): Promise<string> {
  const sessions = (await (await lab.ask("sessions")).json()) as {
    path: string;
    kernel: { id: string };
  }[];
  return sessions.find(({ path }) => path === name)!.kernel.id;
}
const stopTraining = async (name: string): Promise<void> =>
  void (await lab.ask(`kernels/${await kernelOf(name)}/interrupt`, "POST"));

test("a panel whose page is loaded anew in the middle of a training goes on", async () => {
  await startTraining("reload.ipynb");
  await save("reload.ipynb");
  await page.reload();
  await panel().waitFor();
  await waitFor(page, "new frames", async () => (await frames()) >= 3, 30);
  const step = async (): Promise<number> =>
    Number(/step (\d+)\//.exec(await panel().innerText())![1]);
  await panel().getByRole("button", { name: "Pause" }).click();
  await panel().getByRole("button", { name: "Resume" }).waitFor();
  let [paused, still] = [NaN, 0];
  await waitFor(page, "a step that stays, longer than a frame takes", async () => {
    const now = await step();
    still = now === paused ? still + 1 : 0;
    paused = now;
    return still >= 6;
  });
  await page.reload();
  await waitFor(
    page,
    "the picture",
    () => picture().or(panel().locator(".main-svg")).first().isVisible(),
    30,
  );
  await panel().getByRole("button", { name: "Step", exact: true }).click();
  await waitFor(page, "one step", async () => (await step()) === paused + 1);
  await panel().getByRole("button", { name: "Stop" }).click();
  await waitFor(page, "the game's end", async () =>
    /stopped; the models and the history are kept/.test(await panel().innerText()),
  );
});

test("a training that ended while no page was open shows its end", async () => {
  await startTraining("ended.ipynb");
  await save("ended.ipynb");
  await page.goto("about:blank");
  await stopTraining("ended.ipynb");
  const id = await kernelOf("ended.ipynb");
  await waitFor(page, "the end of the training", async () => {
    const kernel = (await (await lab.ask(`kernels/${id}`)).json()) as { execution_state: string };
    return kernel.execution_state === "idle";
  });
  await openNotebook(page, lab, "ended.ipynb");
  await picture().waitFor();
  assert.match((await picture().getAttribute("alt"))!, /^step \d+.*stopped; the models/s);
  assert.ok(await picture().evaluate((image: HTMLImageElement) => image.naturalWidth > 300));
  await save("ended.ipynb");
  await waitFor(page, "the panel's state in the file", () =>
    Promise.resolve(readFileSync(`${folder}/ended.ipynb`, "utf8").includes("widget-state")),
  );
  await lab.ask(`kernels/${await kernelOf("ended.ipynb")}`, "DELETE");
  await page.goto("about:blank");
  await openNotebook(page, lab, "ended.ipynb");
  await picture().waitFor();
  assert.match((await picture().getAttribute("alt"))!, /stopped; the models/);
});

test("keys that are pressed in the panel stay there, but for Tab and Escape", async () => {
  await startTraining("keys.ipynb");
  const cells = await page.locator(".jp-Cell").count();
  const pause = panel().getByRole("button", { name: "Pause" });
  await pause.focus();
  for (const key of ["d", "d", "a", "b", "x", "m"]) await page.keyboard.press(key);
  assert.equal(await page.locator(".jp-CodeCell").count(), cells);
  assert.equal(await page.locator(".jp-Cell").count(), cells);
  const slider = panel().locator("input[name=discriminatorRate]");
  await slider.focus();
  const before = Number(await slider.inputValue());
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowUp");
  assert.ok(Math.abs(Number(await slider.inputValue()) - before - 0.1) < 1e-9);
  assert.ok(await slider.evaluate((input) => input === document.activeElement));
  await page.keyboard.press("Tab");
  const steps = panel().locator("input[name=discriminatorSteps]");
  assert.ok(await steps.evaluate((input) => input === document.activeElement));
  await page.keyboard.press("Escape");
  await waitFor(page, "Escape to leave the slider", () =>
    steps.evaluate((input) => input !== document.activeElement),
  );
  await stopTraining("keys.ipynb");
});

/** The panel's boxes that are wider than it, and legends that touch titles. */
const faultsOf = (width: number): Promise<string[]> =>
  panel().evaluate((root, wide) => {
    root.parentElement!.style.width = `${wide}px`;
    return new Promise<string[]>((resolve) =>
      setTimeout(() => {
        const outer = root.getBoundingClientRect();
        const faults = [...root.querySelectorAll("button, input, label, img, .main-svg")]
          .filter((part) => part.getBoundingClientRect().width > 0)
          .filter((part) => part.getBoundingClientRect().right > outer.right + 1)
          .map((part) => `${part.tagName} ${part.className.toString()} leaves the panel`);
        for (const figure of root.querySelectorAll(".js-plotly-plot")) {
          const title = figure.querySelector(".gtitle")?.getBoundingClientRect();
          const legend = figure.querySelector(".legend")?.getBoundingClientRect();
          if (!title || !legend) continue;
          const apart = legend.top >= title.bottom || legend.left >= title.right;
          if (!apart)
            faults.push(`a legend covers "${figure.querySelector(".gtitle")!.textContent}"`);
        }
        if (Math.abs(outer.width - wide) > 1) faults.push(`the panel is ${outer.width} wide`);
        return resolve(faults);
      }, 1500),
    );
  }, width);

/** Texts whose contrast with what is behind them is below WCAG 2.1's 4.5. */
const poorOf = (parts: Locator): Promise<string[]> =>
  parts.evaluateAll((all) => {
    const parts = (color: string): number[] => (color.match(/[\d.]+/g) ?? []).map(Number);
    /** A colour over another; both may let through what is behind them. */
    const over = (front: number[], back: number[]): number[] => {
      const alpha = front[3] ?? 1;
      return [0, 1, 2].map((i) => alpha * front[i]! + (1 - alpha) * back[i]!);
    };
    const light = (color: number[]): number => {
      const [r, g, b] = color.map((part) => {
        const share = part / 255;
        return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      }) as [number, number, number];
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const backOf = (element: Element | null): number[] =>
      element
        ? over(parts(getComputedStyle(element).backgroundColor), backOf(element.parentElement))
        : [255, 255, 255];
    return all.flatMap((element) => {
      const back = backOf(element);
      const front = over(parts(getComputedStyle(element).color), back);
      const [low, high] = [light(front), light(back)].sort((x, y) => x - y) as [number, number];
      const ratio = (high + 0.05) / (low + 0.05);
      const text = (element.textContent ?? "").slice(0, 30);
      return ratio < 4.5 ? [`${ratio.toFixed(1)}: ${front.join()} on ${back.join()}, ${text}`] : [];
    });
  });

async function chooseTheme(name: "JupyterLab Light" | "JupyterLab Dark"): Promise<void> {
  await page.evaluate(
    (theme) =>
      (
        globalThis as unknown as {
          jupyterapp: { commands: { execute(command: string, args: object): Promise<void> } };
        }
      ).jupyterapp.commands.execute("apputils:change-theme", { theme }),
    name,
  );
  const light = String(name === "JupyterLab Light");
  await page.locator(`body[data-jp-theme-light="${light}"]`).waitFor({ state: "attached" });
  await page.waitForTimeout(1000);
}

test("the panel fits every width and theme, and what is in it has a name", async () => {
  await startTraining("panel.ipynb");
  for (const width of [380, 700, 900, 1300, 4000])
    assert.deepEqual(await faultsOf(width), [], `${width} px`);
  await panel().evaluate((root) => (root.parentElement!.style.width = ""));
  const bar = panel().getByRole("progressbar", { name: "training" });
  const [now, text] = [
    await bar.getAttribute("aria-valuenow"),
    await bar.getAttribute("aria-valuetext"),
  ];
  assert.ok(Number(now) >= 0 && Number(now) <= 100 && /^step \d+/.test(text!), `${now}: ${text}`);
  const names = await panel()
    .locator('[role="figure"]')
    .evaluateAll((all) => all.map((figure) => figure.getAttribute("aria-label")));
  assert.deepEqual(names, ['figure "Losses"', 'figure "What D believes"', 'figure "Samples"']);
  assert.equal(await page.locator('[data-title*="loud"], [data-title*="hare"]').count(), 0);
  for (const [theme, name] of [
    ["JupyterLab Dark", "dark"],
    ["JupyterLab Light", "light"],
  ] as const) {
    await chooseTheme(theme);
    assert.deepEqual(await poorOf(panel().locator(".headline, .controls button, label")), [], name);
    const fill = await panel()
      .locator(".gtitle")
      .first()
      .evaluate((title) => getComputedStyle(title).fill);
    const color = await panel().evaluate((root) => getComputedStyle(root).color);
    const digits = (code: string): string[] => code.match(/\d+/g)!.slice(0, 3);
    assert.deepEqual(digits(fill), digits(color), `${name}: the title has the text's colour`);
    for (const width of [900, 1280]) {
      await page.setViewportSize({ width, height: 1000 });
      await page.waitForTimeout(1500);
      await panel().scrollIntoViewIfNeeded();
      await page.screenshot({ path: `test/output/panel-${name}-${width}.png` });
    }
    await panel().evaluate((root) => (root.parentElement!.style.width = "900px"));
    await page.waitForTimeout(1500);
    await panel().screenshot({ path: `test/output/panel-${name}-only.png` });
    await panel().evaluate((root) => (root.parentElement!.style.width = ""));
  }
  await stopTraining("panel.ipynb");
});

test("figures have no cloud and no covered title; errors can be read in both themes", async () => {
  await openNotebook(page, lab, "figures.ipynb");
  await runAllCells(page);
  const figures = page.locator(".jp-OutputArea .js-plotly-plot");
  await waitFor(page, "two figures", async () => (await figures.count()) === 2);
  await page.locator(".jp-RenderedText", { hasText: "too bad" }).waitFor();
  assert.equal(await page.locator('[data-title*="loud"], [data-title*="hare"]').count(), 0);
  assert.ok((await figures.first().locator(".modebar-btn").count()) > 3);
  for (const figure of await figures.all()) {
    const title = (await figure.locator(".gtitle").boundingBox())!;
    const legend = (await figure.locator(".legend").boundingBox())!;
    assert.ok(legend.y >= title.y + title.height, JSON.stringify({ title, legend }));
  }
  await page.locator(".jp-CodeCell", { hasText: "const wrong" }).locator(".cm-content").click();
  await page.keyboard.press("Shift+Enter");
  await page.locator(".jp-RenderedText", { hasText: "TS2322" }).waitFor();
  const poor: Record<string, string[]> = {};
  for (const theme of ["JupyterLab Dark", "JupyterLab Light"] as const) {
    await chooseTheme(theme);
    const parts = page.locator(".jp-RenderedText pre, .jp-RenderedText pre span");
    assert.ok((await parts.count()) > 5);
    poor[theme] = await poorOf(parts);
    await page.screenshot({ path: `test/output/figures-${theme.slice(11).toLowerCase()}.png` });
  }
  assert.deepEqual(poor, { "JupyterLab Dark": [], "JupyterLab Light": [] });
});
