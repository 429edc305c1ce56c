/** A real JupyterLab and a real Chromium, for tests. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { chromium, type Browser, type Page } from "playwright-core";
import { findChromium } from "./chromium";

const token = "ganbook-test";

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** A notebook with these cells, none of them run. */
export const notebookOf = (cells: readonly string[]): object => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {
    kernelspec: { name: "ganbook", display_name: "TypeScript (ganbook)", language: "typescript" },
  },
  cells: cells.map((source, i) => ({
    cell_type: "code",
    id: `cell-${i}`,
    source,
    metadata: {},
    outputs: [],
    execution_count: null,
  })),
});

/** A running JupyterLab. */
export interface Lab {
  /** The page of a notebook in its folder. */
  urlOf(notebook: string): string;
  /** Asks its server's REST interface, e.g. `DELETE` of `kernels/<id>`. */
  ask(path: string, method?: string): Promise<Response>;
  stop(): Promise<void>;
}

/** Starts `ganbook lab` on a folder and waits until it answers. */
export function startLab(folder: string): Promise<Lab> {
  const args = ["dist/cli/main.js", "lab", folder, "--LabApp.expose_app_in_browser=True"];
  return startServer(process.execPath, args, process.env, "lab/tree");
}

/** Starts a Jupyter server and waits until it answers. @param place where its notebooks are */
export async function startServer(
  program: string,
  options: readonly string[],
  env: NodeJS.ProcessEnv,
  place: string,
): Promise<Lab> {
  const port = await freePort();
  const own = ["--no-browser", `--ServerApp.port=${port}`, `--IdentityProvider.token=${token}`];
  const lab = spawn(program, [...options, ...own], {
    env: { ...env, GANBOOK_FAST: "1" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  lab.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const address = `http://127.0.0.1:${port}`;
  const ask: Lab["ask"] = (path, method = "GET") =>
    fetch(`${address}/api/${path}`, { method, headers: { Authorization: `token ${token}` } });
  const answers = (): Promise<boolean> =>
    ask("kernels").then(
      (reply) => reply.ok,
      () => false,
    );
  for (let tries = 0; !(await answers()); tries++) {
    assert.ok(tries < 120 && lab.exitCode === null, `Jupyter did not start:\n${log}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return {
    urlOf: (notebook) => `${address}/${place}/${notebook}?token=${token}&reset`,
    ask,
    async stop() {
      lab.kill("SIGTERM");
      if (lab.exitCode === null) await once(lab, "exit");
    },
  };
}

/** Starts Chromium, without whatever it would do by itself. */
export function launchBrowser(): Promise<Browser> {
  const options = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
  ];
  return chromium.launch({ executablePath: findChromium(), args: options });
}

/** Opens a notebook and waits for its kernel. */
export async function openNotebook(page: Page, lab: Lab, name: string): Promise<void> {
  await page.goto(lab.urlOf(name));
  await page.locator(".jp-Notebook .jp-CodeCell").first().waitFor();
  await page
    .locator(".jp-NotebookPanel-toolbar")
    .getByText("TypeScript (ganbook)")
    .first()
    .waitFor();
}

/** Runs all cells of the notebook that is open, anew. */
export async function runAllCells(page: Page): Promise<void> {
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await page.getByRole("menuitem", { name: "Clear Outputs of All Cells" }).click();
  await page.getByRole("menuitem", { name: "Run", exact: true }).click();
  await page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();
}

/**
 * Looks again and again until there is something to see; else fails, with a picture of the page.
 */
export async function waitFor<T>(
  page: Page,
  what: string,
  look: () => Promise<T | false | null | undefined>,
  seconds = 120,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const seen = await look().catch(() => undefined);
    if (seen) return seen;
    if (Date.now() > end) {
      await page.screenshot({ path: "test/output/browser-failed.png" });
      assert.fail(`waited ${seconds} s for ${what}; see test/output/browser-failed.png`);
    }
    await page.waitForTimeout(100);
  }
}
