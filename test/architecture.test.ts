import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

/** Which rooms each room may use: the arrows of the house. */
const arrows: Record<string, string[]> = {
  base: [],
  data: ["base"],
  runtime: ["base"],
  build: ["base", "data", "runtime"],
  train: ["base", "data", "build", "runtime"],
  check: ["base"],
  plot: ["base", "data"],
  measure: ["base", "data", "build", "runtime"],
  doctor: ["base", "data", "build", "train", "measure"],
  export: ["base", "runtime"],
  tables: ["base", "data", "measure"],
  text: ["base", "data", "measure"],
  runs: ["base", "data", "build", "train", "plot", "runtime"],
  scale: ["base", "runtime", "train", "runs", "plot"],
  notebook: ["base", "data", "build", "train", "measure", "plot", "kernel"],
  kernel: ["base"],
  // A configuration is checked by the schemas of everything that it sets.
  cli: [
    "base",
    "data",
    "build",
    "train",
    "measure",
    "doctor",
    "runs",
    "scale",
    "runtime",
    "kernel",
    "plot",
    "export",
    "notebook",
    "tables",
    "text",
  ],
};

test("every room uses only the rooms it may, and nothing runs in circles", async () => {
  const { cruise } = await import("dependency-cruiser");
  const rooms = readdirSync("src", { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  assert.deepEqual(rooms.sort(), Object.keys(arrows).sort(), "each room has its arrows");
  const forbidden = [
    ...Object.entries(arrows).map(([room, allowed]) => ({
      name: `${room} uses only ${allowed.join(", ") || "nothing"}`,
      severity: "error" as const,
      from: { path: `^src/${room}/` },
      to: { path: "^src/", pathNot: [room, ...allowed].map((name) => `^src/${name}[/.]`) },
    })),
    { name: "no circles", severity: "error" as const, from: {}, to: { circular: true } },
    {
      name: "only index names rooms",
      severity: "error" as const,
      from: { pathNot: "^src/index" },
      to: { path: "^src/index" },
    },
  ];
  const result = await cruise(["src"], {
    ruleSet: { forbidden },
    validate: true,
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
  });
  assert.ok(
    typeof result.output === "object" && result.output.summary.totalCruised > 40,
    "the sources were read",
  );
  const broken = result.output.summary.violations.map(
    ({ from, to, rule }) => `${from} -> ${to}: ${rule.name}`,
  );
  assert.deepEqual(broken, []);
});

test("no source is longer than 250 lines", () => {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `src/${name}`);
  assert.ok(files.length > 200, `${files.length}`);
  const lines = (file: string): number => readFileSync(file, "utf8").trimEnd().split("\n").length;
  assert.deepEqual(
    files.filter((file) => lines(file) > 250),
    [],
  );
});

test("no line is longer than 100 characters, and the formatter is never turned off", () => {
  const files = ["src", "test"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(ts|[cm]js|cc|py)$/.test(name) && !name.startsWith("output"))
      .map((name) => `${folder}/${name}`),
  );
  assert.ok(files.length > 500, `${files.length}`);
  const problems = files.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .flatMap((line, i) =>
        [...line].length > 100 || /^\s*(\/\/|\*) prettier-ignore/.test(line)
          ? [`${file}:${i + 1}`]
          : [],
      ),
  );
  assert.deepEqual(problems, []);
});
