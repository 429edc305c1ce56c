import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { chromium, type Browser, type Page } from "playwright-core";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import { drawLatents } from "../../src/build/latent";
import { sampleGenerator } from "../../src/build/sample";
import { loadMnist } from "../../src/data/mnist";
import { exportModel } from "../../src/export/exportModel";
import { startRuntime } from "../../src/runtime/start";
import { trainGan } from "../../src/train/trainGan";
import { findChromium } from "../support/chromium";
import { assertClose } from "../support/numbers";
import { temporaryFolder } from "../support/temporary";

let browser: Browser | undefined;
before(async () => {
  await startRuntime({ print: false });
  browser = await chromium.launch({
    executablePath: findChromium(),
    args: ["--no-sandbox", "--disable-gpu"],
  });
});
after(() => browser?.close());
const drawn = (page: Page, times: number): Promise<unknown> =>
  page.waitForFunction((least) => Number(document.body.dataset.drawn) >= least, times);
const picture = (page: Page): Promise<string> =>
  page.locator("#picture").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

test("the page draws another picture wherever one drags in z, in Chromium", async () => {
  const generator = buildGenerator("dcgan", { seed: 1 });
  await trainGan({
    generator,
    discriminator: buildDiscriminator("dcgan", { seed: 1 }),
    data: loadMnist().train,
    batchSize: 32,
    steps: 60,
  });
  const folder = await exportModel(generator, "web", join(temporaryFolder(), "page"));
  assert.match(
    readFileSync(join(folder, "index.html"), "utf8"),
    /@license\n.*Google LLC.*\n.*Apache License/,
  );
  const page = await browser!.newPage();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(join(folder, "index.html")).href);
  await drawn(page, 1);
  const before = await picture(page);
  const box = (await page.locator("#pad").boundingBox())!;
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.down();
  await drawn(page, 2);
  await page.mouse.move(box.x + 250, box.y + 240, { steps: 5 });
  await drawn(page, 3);
  await page.mouse.up();
  await page.waitForTimeout(300);
  assert.notEqual(await picture(page), before);
  assert.deepEqual(
    asked.filter((url) => !url.startsWith("file:") && !url.startsWith("data:")),
    [],
  );

  const latents = drawLatents(2, 100, 5);
  const there = await page.evaluate(
    "tf.tidy(() => " +
      `Array.from(generator.predict(tf.tensor2d(${JSON.stringify([...latents])}, [2, ` +
      "100])).dataSync()))",
  );
  assertClose(there as number[], (await sampleGenerator(generator, { latents })).samples, 1e-3);
  mkdirSync("test/output", { recursive: true });
  await page.screenshot({ path: "test/output/web-export.png" });
});

test("the page of a conditional generator draws the class one chooses", async () => {
  const generator = buildGenerator("dcgan", { classes: 10, seed: 1 });
  const discriminator = buildDiscriminator("dcgan", {
    classes: 10,
    conditioning: "projection + auxiliary",
    seed: 1,
  });
  await trainGan({ generator, discriminator, data: loadMnist().train, batchSize: 32, steps: 60 });
  const folder = await exportModel(generator, "web", join(temporaryFolder(), "page"));
  const page = await browser!.newPage();
  await page.goto(pathToFileURL(join(folder, "index.html")).href);
  await drawn(page, 1);
  const before = await picture(page);
  assert.equal(await page.locator("#classes input").count(), 10);
  await page.getByLabel("7", { exact: true }).check();
  await drawn(page, 2);
  assert.notEqual(await picture(page), before);

  const latents = drawLatents(1, 100, 5);
  const there = await page.evaluate(
    "tf.tidy(() => " +
      `Array.from(generator.predict([tf.tensor2d(${JSON.stringify([...latents])}, [1, 100]), ` +
      "tf.oneHot([chosen], classes)]).dataSync()))",
  );
  assertClose(
    there as number[],
    (await sampleGenerator(generator, { latents, labels: [7] })).samples,
    1e-3,
  );
  await page.screenshot({ path: "test/output/web-export-conditional.png" });
});
