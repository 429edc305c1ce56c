import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { homePaths } from "../../src/base/paths";
import { main } from "../support/commandLine";
import { temporaryFolder } from "../support/temporary";

const { python } = homePaths();
/** Gives a command with an environment of its own. */
const ganbook = (
  env: NodeJS.ProcessEnv,
  ...args: string[]
): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, [main, ...args], {
    encoding: "utf8",
    env: { ...process.env, ...env },
  });

/** Starts the kernel as any Jupyter would, and runs a cell in a folder. */
const runCell = `
import sys
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name="ganbook", cwd=sys.argv[1])
reply = client.execute_interactive(sys.argv[2], timeout=60)
print(reply["content"]["status"])
manager.shutdown_kernel(now=True)
`;

test("kernel install: Jupyter elsewhere finds the kernel and runs a cell", () => {
  const home = temporaryFolder();
  const env = { HOME: home, XDG_DATA_HOME: "", JUPYTER_DATA_DIR: "", JUPYTER_PREFER_ENV_PATH: "0" };
  const asked = spawnSync(
    python,
    ["-c", "from jupyter_core.paths import jupyter_data_dir; print(jupyter_data_dir())"],
    { encoding: "utf8", env: { ...process.env, ...env, JUPYTER_PLATFORM_DIRS: "0" } },
  );
  const folder = join(asked.stdout.trim(), "kernels", "ganbook");
  assert.ok(folder.startsWith(home), folder);
  const marked = { ...env, GANBOOK_HOME: join(home, "marked") };
  const installed = ganbook(marked, "kernel", "install", "--user");
  assert.deepEqual([installed.status, installed.stderr], [0, ""]);
  assert.match(installed.stdout, /^Wrote .*kernels.ganbook: Jupyter now offers/);
  assert.ok(existsSync(join(folder, "kernel.json")));
  const elsewhere = temporaryFolder();
  const ran = spawnSync(
    python,
    ["-c", runCell, elsewhere, "[process.cwd(), process.env.GANBOOK_HOME]"],
    {
      encoding: "utf8",
      env: { ...process.env, ...env, JUPYTER_NO_CONFIG: "1" },
    },
  );
  assert.match(ran.stdout, /ok/, ran.stderr);
  assert.ok(ran.stdout.includes(`'${elsewhere}', '${marked.GANBOOK_HOME}'`), ran.stdout);
  assert.match(ganbook(env, "kernel", "install").stdout, /^Replaced /);
  assert.match(ganbook(env, "kernel", "install", "--remove").stdout, /^Removed /);
  assert.ok(!existsSync(folder));
  assert.match(ganbook(env, "kernel", "install", "--remove").stdout, /^Nothing to remove/);
});

test("kernel install --sys-prefix: only the Jupyter of that Python", () => {
  const venv = join(temporaryFolder(), "venv");
  assert.equal(spawnSync(python, ["-m", "venv", "--without-pip", venv]).status, 0);
  const data = temporaryFolder();
  const env = { GANBOOK_PYTHON: join(venv, "bin", "python"), JUPYTER_DATA_DIR: data };
  assert.equal(ganbook(env, "kernel", "install", "--sys-prefix").status, 0);
  const spec = join(venv, "share", "jupyter", "kernels", "ganbook", "kernel.json");
  assert.ok(existsSync(spec));
  assert.ok(!existsSync(join(data, "kernels")));
  assert.equal(ganbook({ ...env, GANBOOK_HOME: "/of/mine" }, "kernel", "install").status, 0);
  const written = readFileSync(join(data, "kernels", "ganbook", "kernel.json"), "utf8");
  assert.deepEqual((JSON.parse(written) as { env: object }).env, { GANBOOK_HOME: "/of/mine" });
});

test("kernel: what it cannot do is said with code 2", () => {
  for (const [args, message] of [
    [[], /expected "install", received ""/],
    [["remove"], /expected "install", received "remove"/],
    [["install", "--user", "--sys-prefix"], /received both/],
  ] as const) {
    const { status, stderr } = ganbook({}, "kernel", ...args);
    assert.equal(status, 2);
    assert.match(stderr, message);
  }
});

test("a project's own ganbook runs its notebooks, from the folder that is nearest", () => {
  const project = temporaryFolder();
  for (const place of [project, join(project, "a")]) {
    const kernel = join(place, "node_modules", "ganbook", "dist", "kernel");
    mkdirSync(kernel, { recursive: true });
    writeFileSync(
      join(kernel, "main.js"),
      `console.log(${JSON.stringify(place)}, process.argv[2])`,
    );
  }
  mkdirSync(join(project, "a", "notebooks"));
  const { stdout } = spawnSync(process.execPath, [resolve("dist/kernel/main.js"), "file"], {
    cwd: join(project, "a", "notebooks"),
    encoding: "utf8",
  });
  assert.equal(stdout, `${join(project, "a")} file\n`);
});
