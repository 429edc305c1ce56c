/** Where the modules that cells and files import lie. */
import ts from "typescript";
import { packageOf } from "./files";
import type { Surroundings } from "./options";

type Resolved = ts.ResolvedModuleWithFailedLookupLocations;

/**
 * Node's own resolution (TypeScript calls it "bundler"), with three differences: `cell:4` is a
 * cell, Node's types are always the same, and some packages are found wherever a notebook lies.
 */
export class Resolver {
  /** The file with Node's types. */
  nodeTypes: string | undefined;
  /** What packages and files import from packages, or in vain, as long as none is installed. */
  readonly #known = new Map<string, Resolved>();
  #installed = "";
  readonly #failed = new Set<string>();
  /** What this look at the files has found out about packages. */
  cache!: ts.ModuleResolutionCache;

  constructor(
    private readonly place: Surroundings,
    private readonly pathOfCell: (cell: string) => string | undefined,
  ) {
    this.refresh();
  }

  /** Packages may have been installed. */
  refresh(): void {
    const installed = this.#lookAtPackages();
    if (installed !== this.#installed) this.#known.clear();
    this.#installed = installed;
    this.cache = ts.createModuleResolutionCache(this.place.folder, (name) => name);
    this.nodeTypes = this.#findNodeTypes();
  }

  /** Paths may mean something else. */
  forget(): void {
    this.#known.clear();
    this.refresh();
  }

  /** Whether a file imports something that could not be found. */
  failedIn(path: string): boolean {
    return this.#failed.has(path);
  }

  readonly modules = (
    literals: readonly ts.StringLiteralLike[],
    containing: string,
    redirected: ts.ResolvedProjectReference | undefined,
    options: ts.CompilerOptions,
    file: ts.SourceFile,
  ): Resolved[] => {
    this.#failed.delete(containing);
    return literals.map((literal) => {
      const mode = ts.getModeForUsageLocation(file, literal, options);
      const found = this.resolve(literal.text, containing, options, redirected, mode);
      if (!found.resolvedModule && !containing.includes("/node_modules/"))
        this.#failed.add(containing);
      return found;
    });
  };

  readonly typeReferences = (
    references: readonly (ts.FileReference | string)[],
    containing: string,
    redirected: ts.ResolvedProjectReference | undefined,
    options: ts.CompilerOptions,
  ): ts.ResolvedTypeReferenceDirectiveWithFailedLookupLocations[] =>
    references.map((reference) => {
      const name = typeof reference === "string" ? reference : reference.fileName;
      const host = this.place.files;
      if (name === "node" && this.nodeTypes)
        return {
          resolvedTypeReferenceDirective: { primary: true, resolvedFileName: this.nodeTypes },
        };
      return ts.resolveTypeReferenceDirective(name, containing, options, host, redirected);
    });

  resolve(
    specifier: string,
    containing: string,
    options: ts.CompilerOptions,
    redirected?: ts.ResolvedProjectReference,
    mode?: ts.ResolutionMode,
  ): Resolved {
    const cell = this.pathOfCell(specifier);
    if (cell !== undefined) return found(cell);
    const folder = containing.slice(0, containing.lastIndexOf("/"));
    const key = `${folder}|${specifier}|${mode}`;
    const known = this.#known.get(key);
    if (known) return known;
    const { files } = this.place;
    const resolveFrom = (path: string): Resolved =>
      ts.resolveModuleName(specifier, path, options, files, this.cache, redirected, mode);
    let resolved = resolveFrom(containing);
    const own = this.place.packages?.[packageOf(specifier)];
    if (!resolved.resolvedModule && own) resolved = resolveFrom(`${own}/package.json`);
    const place = resolved.resolvedModule?.resolvedFileName ?? containing;
    if (place.includes("/node_modules/")) this.#known.set(key, resolved);
    return resolved;
  }

  /** Changes when npm has installed or removed something. */
  #lookAtPackages(): string {
    const { files, folder } = this.place;
    return parentsOf(folder)
      .map((at) => `${at}/node_modules`)
      .map((at) => `${files.version(at)} ${files.version(`${at}/.package-lock.json`)}`)
      .join("\n");
  }

  /**
   * A project that asks for Node's types has its own; what a package has brought along does not
   * count.
   */
  #findNodeTypes(): string | undefined {
    const { files, folder, nodeTypes } = this.place;
    for (const at of parentsOf(folder)) {
      const text = files.readFile(`${at}/package.json`);
      const own = `${at}/node_modules/@types/node/index.d.ts`;
      if (text?.includes('"@types/node"') && files.fileExists(own)) return files.realpath(own);
    }
    return nodeTypes;
  }
}

/** A folder and those that it lies in. */
function parentsOf(folder: string): string[] {
  const above = folder.slice(0, folder.lastIndexOf("/"));
  return folder === "" ? [""] : [folder, ...parentsOf(above)];
}

const found = (path: string): Resolved => {
  const extension = path.endsWith("x") ? ts.Extension.Tsx : ts.Extension.Ts;
  const resolvedModule = { resolvedFileName: path, extension, isExternalLibraryImport: false };
  return { resolvedModule };
};
