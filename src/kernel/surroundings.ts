/** What the compiler is to know of Node, and of the folder in which a notebook lies. */
import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { OverlaidFiles, type FileSystem } from "./compiler/files";
import type { Surroundings } from "./compiler/options";

/** Packages that the course uses, found from this one where a notebook's folder has none. */
const course = ["ganbook", "@tensorflow/tfjs", "plotly.js-dist", "mnist"];

/** This package's own folder. */
const packageFolder = join(__dirname, "..", "..");

const disk: FileSystem = {
  readFile: (path) => ts.sys.readFile(path),
  fileExists: (path) => ts.sys.fileExists(path),
  directoryExists: (path) => ts.sys.directoryExists(path),
  getDirectories: (path) => ts.sys.getDirectories(path),
  readDirectory: (...query) => ts.sys.readDirectory(...query),
  realpath: (path) => ts.sys.realpath!(path),
  version: (path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat ? `${stat.mtimeMs} ${stat.size}` : "";
  },
};

/** What newer versions of Node have of the language's library, beyond that of 2023. */
const newer = (): [library: string, isThere: boolean][] => [
  ["es2024.arraybuffer", "transfer" in ArrayBuffer.prototype],
  ["es2024.collection", "groupBy" in Map],
  ["es2024.object", "groupBy" in Object],
  ["es2024.promise", "withResolvers" in Promise],
  ["es2024.sharedmemory", typeof Atomics === "object" && "waitAsync" in Atomics],
  ["es2024.string", "isWellFormed" in String.prototype],
  ["es2025.collection", "union" in Set.prototype],
  ["es2025.float16", "Float16Array" in globalThis],
  ["es2025.intl", "DurationFormat" in Intl],
  ["es2025.iterator", "Iterator" in globalThis],
  ["es2025.promise", "try" in Promise],
  ["es2025.regexp", "escape" in RegExp],
  ["esnext.array", "fromAsync" in Array],
  ["esnext.decorators", true],
  ["esnext.disposable", true],
  ["esnext.error", "isError" in Error],
];

/** @param folder the notebook's; the files of cells that are modules are kept above its own */
export function surroundingsOf(folder: string): Surroundings & { files: OverlaidFiles } {
  return {
    folder,
    files: new OverlaidFiles(disk),
    libraryFolder: dirname(require.resolve("typescript")),
    libraries: [
      "lib.es2023.d.ts",
      ...newer()
        .filter(([, isThere]) => isThere)
        .map(([name]) => `lib.${name}.d.ts`),
    ],
    // Beyond Node 20's 2023 it is only a flag of regular expressions, which Node 20 has.
    target: ts.ScriptTarget.ES2024,
    nodeTypes: join(dirname(require.resolve("@types/node/package.json")), "index.d.ts"),
    packages: Object.fromEntries(course.map((name) => [name, packageFolder])),
    globals: declareEnvironment(),
  };
}

/** The names of the environment, so that they are offered after `process.env.` */
function declareEnvironment(): string {
  const names = Object.keys(process.env).map((name) => `    ${JSON.stringify(name)}?: string;`);
  return `declare namespace NodeJS {\n  interface ProcessEnv {\n${names.join("\n")}\n  }\n}\n`;
}
