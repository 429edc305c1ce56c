import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { test } from "node:test";
import { installKernelspec, kernelspec } from "../../src/kernel/kernelspec";
import { homePaths } from "../../src/base/paths";
import { temporaryFolder } from "../support/temporary";

test("the kernelspec has absolute paths only, and keeps its environment", () => {
  const folder = installKernelspec({
    folder: join(temporaryFolder(), "ganbook"),
    env: { GANBOOK_HOME: "/home" },
  });
  const spec = JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8")) as {
    argv: string[];
    language: string;
    env: object;
    metadata: object;
  };
  assert.ok(
    spec.argv.slice(0, 2).every((part) => isAbsolute(part)),
    spec.argv.join(" "),
  );
  assert.ok(existsSync(spec.argv[0]!));
  assert.equal(spec.argv[2], "{connection_file}");
  assert.deepEqual([spec.language, spec.env], ["typescript", { GANBOOK_HOME: "/home" }]);
  assert.deepEqual(spec.metadata, { debugger: true }, "JupyterLab looks for it there");
});

test("Jupyter's substitution gives the kernel its environment as it was, whatever is in it", () => {
  const value = '/a "b" $HOME/${USER}/$$/%d';
  const { env } = kernelspec({ GANBOOK_HOME: value }) as { env: { GANBOOK_HOME: string } };
  // As jupyter_client does it: provisioner_base.py, __apply_env_substitutions.
  const script =
    "import os, string, sys; print(string.Template(sys.argv[1]).safe_substitute(os.environ))";
  const { stdout } = spawnSync(homePaths().python, ["-c", script, env.GANBOOK_HOME], {
    encoding: "utf8",
  });
  assert.equal(stdout.trimEnd(), value);
});
