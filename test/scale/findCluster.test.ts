import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findCluster, tasksPerNode } from "../../src/scale/findCluster";
import { temporaryFolder } from "../support/temporary";

const config = (cluster: unknown, task: unknown): { TF_CONFIG: string } => ({
  TF_CONFIG: JSON.stringify({ cluster, task }),
});

test("TF_CONFIG says who is who; a chief is the first worker", () => {
  const cluster = { chief: ["a:1"], worker: ["b:2", "c:3"] };
  const addresses = ["a:1", "b:2", "c:3"];
  const at = (type: string, index: number): unknown =>
    findCluster({}, config(cluster, { type, index }));
  assert.deepEqual(at("chief", 0), { addresses, index: 0 });
  assert.deepEqual(at("worker", 1), { addresses, index: 2 });
  // Kubeflow's TFJob writes the index as a number, others as text, and names the environment too.
  const job = { cluster: { worker: ["w-0.default.svc:2222", "w-1.default.svc:2222"] } };
  const text = JSON.stringify({
    ...job,
    task: { type: "worker", index: "1" },
    environment: "cloud",
  });
  assert.deepEqual(findCluster({}, { TF_CONFIG: text })?.index, 1);
});

test("who is alone is in no cluster", () => {
  assert.equal(findCluster({}, {}), undefined);
  assert.equal(findCluster({}, { TF_CONFIG: "" }), undefined);
  assert.equal(findCluster({}, { TF_CONFIG: "{}" }), undefined);
  assert.equal(
    findCluster({}, config({ worker: ["a:1"] }, { type: "worker", index: 0 })),
    undefined,
  );
  assert.equal(findCluster({}, { SLURM_NTASKS: "4", SLURM_PROCID: "0" }), undefined, "no srun");
});

test("the command line comes before the environment", () => {
  const environment = config({ worker: ["a:1", "b:2"] }, { type: "worker", index: 0 });
  assert.deepEqual(findCluster({ worker: "1", cluster: "c:3,[::1]:4" }, environment), {
    addresses: ["c:3", "[::1]:4"],
    index: 1,
  });
});

test("Slurm's srun names the hosts, by scontrol, and how many tasks each has", () => {
  const folder = temporaryFolder();
  const scontrol = join(folder, "scontrol");
  writeFileSync(scontrol, '#!/bin/sh\n[ "$3" = "n[1-2]" ] && printf "n1\\nn2\\n"\n');
  chmodSync(scontrol, 0o755);
  const path = process.env.PATH;
  process.env.PATH = `${folder}:${path}`;
  try {
    const environment = {
      SLURM_STEP_NUM_TASKS: "3",
      SLURM_PROCID: "2",
      SLURM_JOB_ID: "7",
      SLURM_STEP_NODELIST: "n[1-2]",
      SLURM_STEP_TASKS_PER_NODE: "2,1",
    };
    assert.deepEqual(findCluster({}, environment), {
      addresses: ["n1:20448", "n1:20449", "n2:20448"],
      index: 2,
    });
  } finally {
    process.env.PATH = path;
  }
  // https://slurm.schedmd.com/srun.html, SLURM_TASKS_PER_NODE
  assert.deepEqual(tasksPerNode("2(x3),1"), [2, 2, 2, 1]);
});

test("what cannot be a cluster is named", () => {
  const cases: [object, object, RegExp][] = [
    [{ worker: "0" }, {}, /--worker i and --cluster .* together, received only --worker/],
    [{ worker: "2", cluster: "a:1,b:2" }, {}, /expected a worker of 0 to 1, received 2/],
    [{ worker: "x", cluster: "a:1,b:2" }, {}, /expected a worker of 0 to 1, received NaN/],
    [{ worker: "0", cluster: "a:1,b" }, {}, /expected addresses host:port, received "b"/],
    [{ worker: "0", cluster: 'a:1,b" }:2' }, {}, /expected addresses host:port/],
    [{ worker: "0", cluster: "a:1,a:1" }, {}, /an address of its own for each, received a:1 twice/],
    [{}, { TF_CONFIG: "{" }, /TF_CONFIG: expected JSON/],
    [{}, config({ worker: ["a:1"], ps: ["p:1"] }, { type: "worker", index: 0 }), /cluster.ps/],
    [{}, config({ worker: ["a:1"] }, { type: "evaluator", index: 0 }), /task.type/],
  ];
  for (const [flags, environment, message] of cases)
    assert.throws(() => findCluster(flags, environment as Record<string, string>), message);
});
