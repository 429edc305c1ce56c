import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { test } from "node:test";
import { installKernelspec } from "../../src/kernel/kernelspec";
import { repairConverter } from "../../src/kernel/repairs";
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
  };
  assert.ok(
    spec.argv.slice(0, 2).every((part) => isAbsolute(part)),
    spec.argv.join(" "),
  );
  assert.ok(existsSync(spec.argv[0]!));
  assert.equal(spec.argv[2], "{connection_file}");
  assert.deepEqual([spec.language, spec.env], ["typescript", { GANBOOK_HOME: "/home" }]);
});

test("the repair of tslab refuses a version it was not written for", () => {
  assert.throws(
    () => repairConverter("function somethingElse() {}"),
    /expected tslab 1\.0\.22, received another version/,
  );
});
