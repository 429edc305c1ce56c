/**
 * Run by Node when it makes a snapshot of a process that has TypeScript loaded and its libraries
 * read; what starts from that snapshot becomes the kernel.
 * https://nodejs.org/docs/latest-v20.x/api/cli.html#--build-snapshot
 *
 * While a snapshot is made, only Node's own modules can be required: others are loaded here.
 */
import { readFileSync, statSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { startupSnapshot } from "node:v8";
import { runInThisContext } from "node:vm";

type Start = (
  exports: unknown,
  require: NodeJS.Require,
  module: { exports: unknown },
  filename: string,
  dirname: string,
) => void;

const loaded = new Map<string, { exports: unknown }>();
/** What those files were then. */
const versions = new Map<string, string>();
const versionOf = (path: string): string => {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${Math.trunc(stat.mtimeMs)} ${stat.size}` : "";
};

function load(path: string): unknown {
  const known = loaded.get(path);
  if (known) return known.exports;
  const module = { exports: {} as unknown };
  loaded.set(path, module);
  versions.set(path, versionOf(path));
  const own = createRequire(path);
  const requireOwn = (specifier: string): unknown => {
    const found = own.resolve(specifier);
    return found.startsWith("/") ? load(found) : require(found);
  };
  const text = readFileSync(path, "utf8");
  if (path.endsWith(".json")) module.exports = JSON.parse(text);
  else {
    const head = "(function (exports, require, module, __filename, __dirname) { ";
    const start = runInThisContext(`${head}${text}\n})`, { filename: path }) as Start;
    start(module.exports, Object.assign(requireOwn, own), module, path, dirname(path));
  }
  return module.exports;
}

const { Compiler } = load(
  join(__dirname, "compiler", "compiler.js"),
) as typeof import("./compiler/compiler");
const { surroundingsOf } = load(
  join(__dirname, "surroundings.js"),
) as typeof import("./surroundings");

// What is read for this cell is what a kernel does not read again.
const compiler = new Compiler(surroundingsOf(tmpdir()));
compiler.compile("console.log(1 + 1);");

startupSnapshot.setDeserializeMainFunction(() => {
  const cache = (Module as unknown as { _cache: Record<string, object> })._cache;
  // Where a file is another now, all are loaded anew.
  const isFresh = [...versions].every(([path, version]) => versionOf(path) === version);
  for (const [path, { exports }] of isFresh ? loaded : [])
    cache[path] = Object.assign(new Module(path), { exports, filename: path, loaded: true });
  process.execArgv = process.execArgv.slice(2); // processes that are forked do not start from it
  const main = process.argv[1]!;
  createRequire(main)(main);
});
