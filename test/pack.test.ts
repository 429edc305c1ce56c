import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { homeFolder } from "../src/base/paths";
import { temporaryFolder } from "./support/temporary";

const elsewhere = temporaryFolder();
const run = (command: string, args: string[], cwd: string): string =>
  execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, GANBOOK_HOME: homeFolder() },
  });

/** A version of the user's own, older than the kernel's. */
const usersTypescript = "5.9.3";

test("the packed library holds what a script needs, which trains elsewhere", () => {
  const [packed] = JSON.parse(
    run("npm", ["pack", "--json", "--pack-destination", elsewhere], "."),
  ) as {
    filename: string;
    files: { path: string }[];
  }[];
  const allowed = [
    /^dist\/.*\.(js|d\.ts)$/,
    /^src\/runtime\/install\/addon\/(functions|collectives)\.cc$/,
    /^src\/notebook\/panel\.mjs$/,
    /^src\/export\/page\.html$/,
    /^src\/cli\/train\.schema\.json$/,
    /^src\/measure\/judge\.safetensors$/,
    /^src\/\w+\/README\.md$/,
    /^src\/kernel\/papermill\/[\w.]+$/,
    /^(package\.json|LICENSE|(README|CHANGELOG|environment|THIRD-PARTY)\.md)$/,
  ];
  const paths = packed!.files.map(({ path }) => path);
  assert.deepEqual(
    paths.filter((path) => !allowed.some((kind) => kind.test(path))),
    [],
  );
  // What set-up and the panel read at run time, beside the compiled code.
  for (const needed of [
    "src/runtime/install/addon/functions.cc",
    "src/runtime/install/addon/collectives.cc",
    "src/notebook/panel.mjs",
    "src/export/page.html",
    "src/cli/train.schema.json",
    "src/measure/judge.safetensors",
    "dist/kernel/controlThread.js",
  ])
    assert.ok(paths.includes(needed), needed);

  writeFileSync(join(elsewhere, "package.json"), "{}");
  run(
    "npm",
    [
      ...["install", "--ignore-scripts", "--no-audit", "--no-fund"],
      ...[packed!.filename, `typescript@${usersTypescript}`],
    ],
    elsewhere,
  );
  assert.equal(run("npx", ["tsc", "--version"], elsewhere).trim(), `Version ${usersTypescript}`);
  const readme = readFileSync("README.md", "utf8");
  const script = /```ts\n(\/\/ script\.mts\n[\s\S]*?)```/.exec(readme)?.[1];
  assert.ok(script, "README.md has the script");
  assert.ok(script.trim().split("\n").length <= 11, "ten lines and a name");
  writeFileSync(join(elsewhere, "script.mts"), script.replace(/epochs: \d+/, "steps: 3"));
  run(
    "npx",
    [
      "tsc",
      "--strict",
      "--skipLibCheck",
      "--noEmit",
      "--module",
      "nodenext",
      "--target",
      "es2022",
      "script.mts",
    ],
    elsewhere,
  );
  run(
    process.execPath,
    ["--import", resolve("node_modules/tsx/dist/loader.mjs"), "script.mts"],
    elsewhere,
  );

  // Every room by its name, also for TypeScript's older way to find packages.
  const { exports } = JSON.parse(readFileSync("package.json", "utf8")) as {
    exports: Record<string, unknown>;
  };
  const rooms = Object.keys(exports).flatMap((path) => /^\.\/(\w+)$/.exec(path)?.[1] ?? []);
  assert.ok(rooms.includes("measure") && rooms.length > 10, rooms.join());
  const imports = rooms.map((room) => `import * as ${room}_ from "ganbook/${room}";`);
  const uses = rooms.map(
    (room) => `if (!Object.keys(${room}_).length) throw new Error("${room}");`,
  );
  writeFileSync(join(elsewhere, "rooms.ts"), [...imports, ...uses, ""].join("\n"));
  for (const resolution of ["node10", "bundler"])
    run(
      "npx",
      [
        ...["tsc", "--strict", "--skipLibCheck", "--noEmit", "--target", "es2022"],
        ...["--module", resolution === "node10" ? "commonjs" : "esnext"],
        ...["--moduleResolution", resolution, "rooms.ts"],
      ],
      elsewhere,
    );
  run(
    process.execPath,
    ["--import", resolve("node_modules/tsx/dist/loader.mjs"), "rooms.ts"],
    elsewhere,
  );
  assert.equal(readFileSync(join(elsewhere, "digits.png")).subarray(1, 4).toString(), "PNG");
});
