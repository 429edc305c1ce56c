/** TypeScript's language service over cells, which lie in memory, and the files that they reach. */
import ts from "typescript";
import { configFile, readSettings, type Settings, type Surroundings } from "./options";
import { Versions } from "./files";
import { Resolver } from "./resolve";

/** Files that were read, for all services of a process. */
const texts = new Map<string, { version: string; snapshot: ts.IScriptSnapshot }>();
const registry = keepLibraries(ts.createDocumentRegistry(true));

/**
 * TypeScript asks for this, too: else each program reads the package.json of all packages again.
 */
type Host = ts.LanguageServiceHost & { getModuleResolutionCache: () => ts.ModuleResolutionCache };

/** The cell that is looked at now, and what later cells see of earlier ones, by name. */
export class Service {
  readonly #service: ts.LanguageService;
  readonly #versions: Versions;
  readonly #resolver: Resolver;
  readonly #cells = new Map<string, { path: string; text: string; version: number }>();
  readonly #paths = new Map<string, { text: string; version: number }>();
  readonly #globals: string;
  #settings: Settings;
  #settingsVersion: string;
  #current: string;
  #stamp = 0;
  #refreshed = 0;

  constructor(private readonly place: Surroundings) {
    const { folder, files, libraryFolder } = place;
    this.#versions = new Versions(files);
    this.#settings = readSettings(place);
    this.#settingsVersion = files.version(configFile(folder));
    this.#globals = `${folder}/cell:globals.d.ts`;
    this.#paths.set(this.#globals, { text: place.globals ?? "", version: 0 });
    this.#current = this.#pathOf("now", false);
    this.#paths.set(this.#current, { text: "", version: 0 });
    this.#resolver = new Resolver(place, (cell) => this.#cells.get(cell)?.path);
    const read = (path: string): string | undefined =>
      this.#paths.get(path)?.text ?? files.readFile(path);
    const exists = (path: string): boolean => this.#paths.has(path) || files.fileExists(path);
    const host: Host = {
      getCompilationSettings: () => this.#settings.options,
      getScriptFileNames: () => [this.#globals, this.#current, ...this.#roots()],
      getScriptVersion: (path) =>
        this.#paths.get(path)?.version.toString() ?? this.#versionOf(path),
      getScriptSnapshot: (path) => this.#snapshotOf(path, read),
      getCurrentDirectory: () => folder,
      getDefaultLibFileName: () => `${libraryFolder}/lib.d.ts`,
      useCaseSensitiveFileNames: () => true,
      readFile: read,
      fileExists: exists,
      directoryExists: (path) => files.directoryExists(path),
      getDirectories: (path) => files.getDirectories(path),
      readDirectory: (...query) => files.readDirectory(...query),
      realpath: (path) => (this.#paths.has(path) ? path : files.realpath(path)),
      resolveModuleNameLiterals: this.#resolver.modules,
      resolveTypeReferenceDirectiveReferences: this.#resolver.typeReferences,
      getModuleResolutionCache: () => this.#resolver.cache,
    };
    this.#service = ts.createLanguageService(host, registry);
  }

  get language(): ts.LanguageService {
    return this.#service;
  }

  /** The file of the cell that is looked at. */
  get current(): string {
    return this.#current;
  }

  get options(): ts.CompilerOptions {
    return this.#settings.options;
  }

  /** The file that a specifier means in another file. */
  resolve(specifier: string, file: string): string | undefined {
    return this.#resolver.resolve(specifier, file, this.options).resolvedModule?.resolvedFileName;
  }

  /** The text of the cell that is looked at, with what the compiler has added. */
  get text(): string {
    return this.#paths.get(this.#current)!.text;
  }

  /** What is wrong with the notebook's tsconfig.json. */
  get problems(): readonly ts.Diagnostic[] {
    return this.#settings.problems;
  }

  /** From now on files may have changed; nothing watches them. */
  refresh(): void {
    this.#refreshed++;
    this.#versions.refresh();
    this.#resolver.refresh();
    const version = this.place.files.version(configFile(this.place.folder));
    if (version === this.#settingsVersion) return;
    this.#settingsVersion = version;
    this.#settings = readSettings(this.place);
    this.#resolver.forget();
  }

  /**
   * Looks at a text as the current cell. @returns TypeScript's view of it and of all that it
   * reaches
   */
  look(text: string, isTsx: boolean): { program: ts.Program; file: ts.SourceFile } {
    const path = this.#pathOf("now", isTsx);
    if (path !== this.#current) this.#paths.delete(this.#current);
    this.#current = path;
    if (this.#paths.get(path)?.text !== text) this.#paths.set(path, this.#stamped(text));
    const program = this.#service.getProgram()!;
    return { program, file: program.getSourceFile(path)! };
  }

  /** Keeps a cell's text under a name that other cells import, `cell:4`. */
  keep(cell: string, text: string, isTsx: boolean): void {
    const path = this.#pathOf(cell.slice("cell:".length), isTsx);
    const file = this.#stamped(text);
    this.#cells.set(cell, { path, ...file });
    this.#paths.set(path, file);
  }

  isCell(path: string): boolean {
    return this.#paths.has(path);
  }

  /** What a file could not find may have been installed since. */
  #versionOf(path: string): string {
    const version = this.#versions.of(path);
    return this.#resolver.failedIn(path) ? `${version} ${this.#refreshed}` : version;
  }

  /** TypeScript asks for the text of every file with every cell. */
  #snapshotOf(
    path: string,
    read: (path: string) => string | undefined,
  ): ts.IScriptSnapshot | undefined {
    const version = this.#paths.get(path)?.version.toString() ?? this.#versions.of(path);
    const known = texts.get(path);
    if (known?.version === version) return known.snapshot;
    const text = read(path);
    if (text === undefined) return undefined;
    const snapshot = ts.ScriptSnapshot.fromString(text);
    texts.set(path, { version, snapshot });
    return snapshot;
  }

  #stamped(text: string): { text: string; version: number } {
    return { text, version: ++this.#stamp };
  }

  #pathOf(name: string, isTsx: boolean): string {
    return `${this.place.folder}/cell:${name}.${isTsx ? "tsx" : "ts"}`;
  }

  #roots(): string[] {
    const { nodeTypes } = this.#resolver;
    return [...(nodeTypes ? [nodeTypes] : []), ...this.#settings.declarations];
  }
}

/**
 * What no cell reaches at the moment, such as TensorFlow's types, is not read again for the next
 * that does.
 */
function keepLibraries(registry: ts.DocumentRegistry): ts.DocumentRegistry {
  const release = registry.releaseDocumentWithKey.bind(registry) as (
    path: string,
    ...rest: unknown[]
  ) => void;
  const releaseDocumentWithKey = (path: string, ...rest: unknown[]): void => {
    if (!path.endsWith(".d.ts")) release(path, ...rest);
  };
  return { ...registry, releaseDocumentWithKey };
}
