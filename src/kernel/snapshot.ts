/**
 * A kernel that starts from a snapshot has TypeScript loaded and its libraries read: it answers in
 * less than half the time (330 and 780 ms, minima of six starts in turn). A snapshot belongs to the
 * Node that made it; where there is another, or none, the kernel starts as usual.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeFileAtomically } from "../base/files";

/**
 * Tells one Node from another, for `sh`: the size and time of its file, as GNU's or BSD's `stat`
 * says them.
 */
const identify = `{ stat -Lc '%s %Y' "$0" || stat -Lf '%z %m' "$0"; } 2>/dev/null`;

/** Starts Node from the snapshot, if it is its own and V8 is set as it was, else as usual. */
const launcher =
  `if [ -z "$NODE_OPTIONS" ] && [ -f "$1" ] && ` +
  `[ "$(${identify})" = "$(cat "$1.node" 2>/dev/null)" ]; ` +
  `then exec "$0" --snapshot-blob "$1" "$2" "$3"; else exec "$0" "$2" "$3"; fi`;

/** The command that starts a kernel. @param snapshot the file that {@link buildSnapshot} wrote */
export function startCommand(main: string, snapshot: string | undefined): string[] {
  const { execPath } = process;
  return snapshot === undefined || process.platform === "win32"
    ? [execPath, main, "{connection_file}"]
    : ["/bin/sh", "-c", launcher, execPath, snapshot, main, "{connection_file}"];
}

/** Writes a snapshot of this Node with this kernel's compiler. @throws Error when Node cannot */
export function buildSnapshot(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const entry = join(__dirname, "snapshotEntry.js");
  const wrapped = `${file}.entry.js`;
  // Node gives such a script no `exports`.
  writeFileSync(
    wrapped,
    `(function (exports, __dirname) { ${readFileSync(entry, "utf8")}\n})({}, ` +
      `${JSON.stringify(__dirname)});`,
  );
  try {
    const { status, stderr } = spawnSync(
      process.execPath,
      ["--snapshot-blob", `${file}.part`, "--build-snapshot", wrapped],
      { encoding: "utf8" },
    );
    if (status !== 0) throw new Error(`kernel: Node could not make a snapshot:\n${stderr}`);
    const node = execFileSync("/bin/sh", ["-c", identify, process.execPath], { encoding: "utf8" });
    renameSync(`${file}.part`, file);
    writeFileAtomically(`${file}.node`, node.trim());
  } finally {
    for (const path of [wrapped, `${file}.part`]) rmSync(path, { force: true });
  }
}

/**
 * Changes with what a snapshot holds: the code, and this package's package.json, which Node keeps
 * as it was and finds `ganbook/…` by.
 */
export function compilerVersion(): string {
  const files = ["snapshotEntry.js", "surroundings.js"].map((name) => join(__dirname, name));
  files.push(join(__dirname, "..", "..", "package.json"));
  const compiler = join(__dirname, "compiler");
  files.push(...readdirSync(compiler).map((name) => join(compiler, name)));
  return createHash("sha256")
    .update(files.map((file) => readFileSync(file, "utf8")).join("\n"))
    .digest("hex")
    .slice(0, 16);
}
