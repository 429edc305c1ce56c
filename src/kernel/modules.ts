/**
 * What cells import: packages from Node, local files compiled and run here, anew when they have
 * changed.
 */
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { constants, runInThisContext } from "node:vm";
import type { Compiler } from "./compiler/compiler";
import { packageOf } from "./compiler/files";
import type { CompiledCode, LineMap } from "./compiler/lineMap";
import { compileLocal } from "./compiler/localFile";
import type { Import } from "./compiler/imports";
import type { CodeModule } from "./compiler/loops";
import { UsedPackages } from "./usedPackages";
import { commonJs, fromNode, valueOf, type Loaded } from "./interop";

interface LocalModule {
  version: string;
  exports: { exports: unknown };
  done: Promise<void>;
  /** Files that it imports, with their version then. */
  imports: Map<string, string>;
  /** What it is waiting for; a circle of them is not waited for. */
  waitsFor: Set<LocalModule>;
}

type NodeImport = (specifier: string, options?: ImportCallOptions) => Promise<object>;

export class Modules {
  readonly #local = new Map<string, LocalModule>();
  readonly #packages = new UsedPackages((path) => this.compiler.files.version(path));
  readonly #importers = new Map<string, NodeImport>();
  /** The maps of local files that have run, by path. */
  readonly maps = new Map<string, LineMap>();
  /** Called before a local file's code runs. */
  onCompiled?: (file: CompiledCode) => void;

  constructor(
    private readonly compiler: Compiler,
    private readonly folder: string,
    private readonly packages: Readonly<Record<string, string>>,
  ) {}

  /** What a cell imports: each name with what reads it now. */
  async values(wanted: Import): Promise<[name: string, read: () => unknown][]> {
    const { specifier, attributes, names, all } = wanted;
    const loaded = await this.#load(specifier, this.#notebook, attributes);
    const taken = all
      ? Object.keys(loaded.exports as object)
          .filter((name) => name !== "default")
          .map((name) => ({ exported: name, local: name }))
      : names;
    return taken.map(({ exported, local }) => {
      const read = (): unknown => valueOf(loaded, exported, specifier);
      const value = read();
      return [local, exported === "*" || exported === "=" ? () => value : read];
    });
  }

  /** What the code of a cell or file finds as `__module__`. */
  moduleOf(file = this.#notebook, importer?: LocalModule): CodeModule & { require: unknown } {
    return {
      import: async (specifier, options) => {
        const loaded = await this.#load(String(specifier), file, options?.with, importer);
        return loaded.namespace ?? valueOf(loaded, "*", specifier);
      },
      require: async (specifier: string) =>
        commonJs(await this.#load(specifier, file, {}, importer)),
      meta: {
        url: pathToFileURL(file).href,
        filename: file,
        dirname: dirname(file),
        resolve: (specifier: string) =>
          /^\.\.?\//.test(specifier)
            ? new URL(specifier, pathToFileURL(file)).href
            : this.#address(createRequire(file).resolve(specifier)),
      },
    };
  }

  readonly requireOf = (file = this.#notebook): NodeJS.Require => {
    const own = createRequire(file);
    const load = (specifier: string): unknown => {
      const path = this.compiler.resolve(specifier, file);
      if (path !== undefined && isLocalCode(path) && /\.[cm]?tsx?$/.test(path))
        throw new Error(
          `require: expected JavaScript, received ${this.nameOf(path)}; ` +
            `write import … from ${JSON.stringify(specifier)}`,
        );
      return own(this.#findable(own, specifier));
    };
    return Object.assign(load, own);
  };

  /** The file that stands for the notebook where one is asked for. */
  get #notebook(): string {
    return join(this.folder, "notebook.js");
  }

  #address(path: string): string {
    return path.startsWith("/") ? pathToFileURL(path).href : path;
  }

  /** A package that the notebook's project has not, and this one has, by its path. */
  #findable(own: NodeJS.Require, specifier: string): string {
    const folder = this.packages[packageOf(specifier)];
    if (folder === undefined) return specifier;
    try {
      return own.resolve(specifier);
    } catch {
      return createRequire(join(folder, "package.json")).resolve(specifier);
    }
  }

  async #load(
    specifier: string,
    file: string,
    attributes: ImportAttributes = {},
    importer?: LocalModule,
  ): Promise<Loaded> {
    const path = this.compiler.resolve(specifier, file);
    const { files } = this.compiler;
    if (path !== undefined) importer?.imports.set(path, files.version(path));
    if (path !== undefined && isLocalCode(path)) {
      const local = this.#start(path);
      await waitFor(local, importer);
      return { isEs: false, exports: local.exports.exports };
    }
    if (path?.endsWith(".json")) {
      return { isEs: false, exports: this.#readJson(path) };
    }
    const own = createRequire(file);
    const found = this.#findable(own, specifier);
    const namespace = await this.#packages.use(specifier, path, () =>
      this.#importer(file)(this.#address(found), { with: attributes }),
    );
    return fromNode(namespace, own, found);
  }

  #readJson(path: string): unknown {
    try {
      return JSON.parse(this.compiler.files.readFile(path) ?? "");
    } catch (error) {
      throw new SyntaxError(`${this.nameOf(path)}: ${(error as Error).message}`);
    }
  }

  /** A function that imports as a module at that place would. */
  #importer(file: string): NodeImport {
    let found = this.#importers.get(file);
    if (!found) {
      found = runInThisContext("(specifier, options) => import(specifier, options)", {
        filename: file,
        importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      }) as NodeImport;
      quietly(() => void found!("node:path"));
      this.#importers.set(file, found);
    }
    return found;
  }

  /** A local module that has been run or begins to. */
  #start(path: string): LocalModule {
    const known = this.#local.get(path);
    if (known && this.#isFresh(path)) return known;
    const { files } = this.compiler;
    const local: LocalModule = {
      version: files.version(path),
      exports: { exports: {} },
      done: Promise.resolve(),
      imports: new Map(),
      waitsFor: new Set(),
    };
    this.#local.set(path, local);
    local.done = this.#run(path, files.readFile(path) ?? "", local);
    local.done.catch(() => this.#local.delete(path));
    return local;
  }

  #isFresh(path: string, seen = new Set<string>()): boolean {
    const known = this.#local.get(path);
    if (!known || seen.has(path)) return true;
    seen.add(path);
    const { files } = this.compiler;
    if (known.version !== files.version(path)) return false;
    return [...known.imports].every(
      ([imported, version]) => files.version(imported) === version && this.#isFresh(imported, seen),
    );
  }

  async #run(path: string, text: string, local: LocalModule): Promise<void> {
    const { code, map } = compileLocal(path, text, this.compiler.options);
    this.maps.set(path, map);
    this.onCompiled?.({ name: path, source: text, map });
    const head = "(async function (exports, require, module, __filename, __dirname, __module__) { ";
    const start = runInThisContext(`${head}${code}\n})`, {
      filename: path,
      columnOffset: -head.length,
    }) as (...given: unknown[]) => Promise<void>;
    const { exports } = local;
    const module = this.moduleOf(path, local);
    await start.call(
      undefined,
      ...[exports.exports, this.requireOf(path), exports, path, dirname(path), module],
    );
  }

  /** How a file is called in messages. */
  nameOf(path: string): string {
    const near = relative(this.folder, path);
    return near.startsWith("..") ? path : `./${near}`;
  }
}

/** Node warns once, in a cell's output, that this way to import may change. */
function quietly(work: () => void): void {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    work();
  } finally {
    process.emitWarning = emitWarning;
  }
}

/**
 * Whether a file is to be compiled here: Node reads no TypeScript, and would not see changes of the
 * author's own files.
 */
function isLocalCode(path: string): boolean {
  if (/\.d\.[cm]?ts$/.test(path)) return false;
  return path.includes("/node_modules/") ? /\.[cm]?tsx?$/.test(path) : /\.[cm]?[tj]sx?$/.test(path);
}

async function waitFor(local: LocalModule, importer: LocalModule | undefined): Promise<void> {
  if (importer && reaches(local, importer)) return;
  importer?.waitsFor.add(local);
  try {
    await local.done;
  } finally {
    importer?.waitsFor.delete(local);
  }
}

function reaches(from: LocalModule, to: LocalModule): boolean {
  return from === to || [...from.waitsFor].some((next) => reaches(next, to));
}
