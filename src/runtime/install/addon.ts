import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { homePaths, packageFolder } from "../../base/paths";
import { outputOf, runLong } from "../../base/install/process";
import { pip } from "./python";
import type { SetupStep } from "../../base/install/steps";
import { libraryFiles, tensorflowVersion, type TensorflowVariant } from "./tensorflow";

/** PyPI's C++ compiler, for machines that have none (90 MB). */
const zigPackage = "ziglang==0.15.2";

const bindingFolder = (): string =>
  join(dirname(require.resolve("@tensorflow/tfjs-node-gpu/package.json")), "binding");

/** The command that compiles C++: `CXX`, a compiler on the PATH, or undefined. */
export function findCompiler(): string[] | undefined {
  if (process.env.CXX) return process.env.CXX.split(" ");
  const name = ["c++", "g++", "clang++"].find(
    (compiler) => outputOf(compiler, ["--version"]) !== undefined,
  );
  return name ? [name] : undefined;
}

const ownFolder = join(packageFolder, "src", "runtime", "install", "addon");
/** Our addition, which takes tfjs_binding.cc's place by including it. */
const ownSource = join(ownFolder, "functions.cc");

/** What is compiled: tfjs-node-gpu's own sources, with ours. */
function sources(): string[] {
  const stock = readdirSync(bindingFolder()).filter(
    (file) => file.endsWith(".cc") && file !== "tfjs_binding.cc",
  );
  return [...stock.map((file) => join(bindingFolder(), file)), ownSource];
}

/** The compiler's arguments: the sources against the wheel's headers and libraries (one call). */
export function compileArguments(output: string): string[] {
  const { tensorflow } = homePaths();
  const headers = dirname(require.resolve("node-api-headers/include/node_api.h"));
  return [
    ...["-shared", "-fPIC", "-O2", "-std=c++17", "-DNAPI_VERSION=8"],
    ...(process.platform === "darwin" ? ["-undefined", "dynamic_lookup"] : []),
    ...[`-I${headers}`, `-I${join(tensorflow, "include")}`, `-I${bindingFolder()}`],
    ...sources(),
    ...["-o", output],
    ...libraryFiles().map((file) => join(tensorflow, file)),
    // Relative to the addon, so that no character of the home folder's path means anything to a
    // linker.
    `-Wl,-rpath,${process.platform === "darwin" ? "@loader_path" : "$ORIGIN"}/site/tensorflow`,
  ];
}

function sourcesHash(): string {
  const hash = createHash("sha256");
  for (const folder of [bindingFolder(), ownFolder])
    for (const file of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, file)));
  return hash.digest("hex").slice(0, 16);
}

/**
 * tfjs-node-gpu's Node-API addon, compiled against TensorFlow's wheel. One file serves every Node
 * version.
 */
export function addonStep(variant: TensorflowVariant): SetupStep {
  const { addon, tensorflow, python } = homePaths();
  return {
    name: "TensorFlow.js addon",
    size: "100 KB; 90 MB more to download where there is no C++ compiler",
    fingerprint: [tensorflowVersion, variant, sourcesHash(), tensorflow].join(" "),
    produces: [addon],
    run: async () => {
      let compiler = findCompiler();
      if (!compiler) {
        await pip("install", zigPackage);
        compiler = [python, "-m", "ziglang", "c++"];
      }
      mkdirSync(dirname(addon), { recursive: true });
      const [command, ...first] = compiler as [string, ...string[]];
      await runLong(command, [...first, ...compileArguments(`${addon}.tmp`)]);
      if (!existsSync(`${addon}.tmp`))
        throw new Error(`expected ${compiler.join(" ")} to write ${addon}.tmp`);
      renameSync(`${addon}.tmp`, addon);
      return `compiled with ${compiler.join(" ")}`;
    },
    help:
      "the compiler's message is above. Name another one (CXX=clang++), " +
      "or set GANBOOK_BACKEND=wasm to go on without TensorFlow.",
  };
}
