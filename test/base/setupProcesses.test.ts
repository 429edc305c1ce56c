import assert from "node:assert/strict";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../support/temporary";

const install = resolve("dist/base/install");
/** Waits for something, for a minute at most. */
const until = async (isTrue: () => boolean): Promise<void> => {
  const end = Date.now() + 60_000;
  while (!isTrue()) {
    assert.ok(Date.now() < end, `expected within a minute: ${isTrue.toString()}`);
    await new Promise((next) => setTimeout(next, 20));
  }
};

/** A process with its own home, running `code`, and what it has printed. */
function start(home: string, code: string): { child: ChildProcess; said: () => string } {
  const child = spawn(process.execPath, ["-e", code], {
    env: { ...process.env, GANBOOK_HOME: home },
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return { child, said: () => text };
}

/** A set-up of one step that takes until the file `go` is there. */
const slowSetup = (home: string): string => `
  const { appendFileSync, existsSync, writeFileSync } = require("node:fs");
  const { runSteps } = require(${JSON.stringify(join(install, "steps.js"))});
  const home = ${JSON.stringify(home)};
  const run = async () => {
    appendFileSync(home + "/began", process.pid + "\\n");
    while (!existsSync(home + "/go")) await new Promise((next) => setTimeout(next, 20));
    writeFileSync(home + "/made", "");
    return "made";
  };
  const step = { name: "slow", size: "1 KB", fingerprint: "1", produces: [home + "/made"], run };
  runSteps([{ ...step, help: "" }]).then(() => process.exit(0));`;

test("of two set-ups at once one works; the other says for whom it waits", async () => {
  const home = temporaryFolder();
  const began = join(home, "began");
  const first = start(home, slowSetup(home));
  await until(() => existsSync(began));
  const second = start(home, slowSetup(home));
  await until(() =>
    second.said().includes(`another set-up of ${home}: process ${first.child.pid} `),
  );
  writeFileSync(join(home, "go"), "");
  const [[code]] = (await Promise.all([once(second.child, "exit"), once(first.child, "exit")])) as [
    [number],
    unknown,
  ];
  assert.equal(code, 0);
  assert.equal(readFileSync(began, "utf8"), `${first.child.pid}\n`, "it was made once");
  assert.ok(!existsSync(join(home, "setup.lock")));
});

test("a killed set-up's lock is taken over, also where its number is another's", async () => {
  const home = temporaryFolder();
  const lock = join(home, "setup.lock");
  const first = start(home, slowSetup(home));
  await until(() => existsSync(join(home, "began")));
  const left = readFileSync(lock, "utf8");
  first.child.kill("SIGKILL");
  await once(first.child, "exit");
  writeFileSync(join(home, "go"), "");
  const second = start(home, slowSetup(home));
  assert.deepEqual(await once(second.child, "exit"), [0, null]);
  assert.doesNotMatch(second.said(), /Waiting/);

  const other = temporaryFolder();
  const holder = JSON.parse(left) as { pid: number };
  writeFileSync(join(other, "setup.lock"), JSON.stringify({ ...holder, pid: process.pid }));
  writeFileSync(join(other, "go"), "");
  const third = start(other, slowSetup(other));
  assert.deepEqual(await once(third.child, "exit"), [0, null]);
  assert.doesNotMatch(third.said(), /Waiting/);
});

const isAlive = (pid: number): boolean => {
  try {
    // A zombie has ended; its parent has not looked yet.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

for (const [signal, code] of [
  ["SIGHUP", 129],
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGKILL", null],
] as const)
  test(`${signal} ends a set-up with all that its command has started`, async () => {
    const home = temporaryFolder();
    const pids = join(home, "pids");
    // A command that starts another, as pip and compilers do; both would take a minute.
    const command = `sleep 60 & echo $$ $! > '${pids}.part'; mv '${pids}.part' '${pids}'; wait`;
    const { child, said } = start(
      home,
      `const { runLong } = require(${JSON.stringify(join(install, "process.js"))});
       runLong("sh", ["-c", ${JSON.stringify(command)}]).catch(({ message, exitCode }) => {
         console.log(message);
         process.exit(exitCode);
       });`,
    );
    await until(() => existsSync(pids));
    const started = readFileSync(pids, "utf8").trim().split(" ").map(Number);
    assert.ok(started.every(isAlive));
    child.kill(signal);
    assert.deepEqual(await once(child, "exit"), code ? [code, null] : [null, "SIGKILL"]);
    if (code) assert.match(said(), new RegExp(`^${signal}: stopped\\. Run the same command again`));
    await until(() => !started.some(isAlive));
  });

test("a place that cannot be written to is named at once, with what to do", () => {
  const folder = temporaryFolder();
  const asFile = join(folder, "file");
  writeFileSync(asFile, "");
  const withLog = join(folder, "log is a folder");
  mkdirSync(join(withLog, "setup.log"), { recursive: true });
  for (const [home, place] of [
    [asFile, asFile],
    [join(asFile, "inside"), join(asFile, "inside")],
    [withLog, join(withLog, "setup.log")],
  ] as const) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [resolve("dist/cli/main.js"), "setup", "--runtime"],
      { encoding: "utf8", env: { ...process.env, GANBOOK_HOME: home } },
    );
    assert.deepEqual([status, stdout], [1, ""]);
    assert.ok(stderr.includes(`expected to write to ${place}, received "E`), stderr);
    assert.match(stderr, /name a folder of your own in GANBOOK_HOME or ask them to run/);
  }
});
