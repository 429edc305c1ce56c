import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { homeFolder } from "../../src/base/paths";
import { main } from "../support/commandLine";
import { temporaryFolder } from "../support/temporary";
import { testPython } from "../support/testPython";

/** The proxy that a JupyterHub needs, from npm, installed at first use. */
function findProxy(): string {
  const folder = join(homeFolder(), "test-hub");
  const proxy = join(folder, "node_modules/configurable-http-proxy/bin/configurable-http-proxy");
  if (!existsSync(proxy))
    spawnSync("npm", [
      ...["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"],
      "configurable-http-proxy@5.3.0",
    ]);
  return proxy;
}

test("in a JupyterHub two users run the kernel, each in his folder and with his variables", () => {
  const { python, env } = testPython();
  const own = { ...env, PYTHONUNBUFFERED: "1" };
  const installed = spawnSync(process.execPath, [main, "kernel", "install", "--sys-prefix"], {
    encoding: "utf8",
    env: { ...own, GANBOOK_PYTHON: python },
  });
  assert.match(installed.stdout, /Jupyter now offers/, installed.stderr);
  const folder = temporaryFolder();
  const { stdout, stderr } = spawnSync(python, ["test/support/hub.py", folder, findProxy()], {
    encoding: "utf8",
    env: { ...own, JUPYTER_PATH: "" },
    timeout: 240_000,
  });
  assert.ok(stdout, stderr);
  assert.deepEqual(JSON.parse(stdout), {
    ann: [`'${folder}/ann'`, "'ann'", "4"],
    bob: [`'${folder}/bob'`, "'bob'", "4"],
  });
});
