/** What the compiler sees of the world: in Node the disk, in a browser a map of files. */
export interface FileSystem {
  readFile: (path: string) => string | undefined;
  fileExists: (path: string) => boolean;
  directoryExists: (path: string) => boolean;
  /** The names of the folders in a folder. */
  getDirectories: (path: string) => string[];
  /** The files below a folder, as TypeScript's own `ts.sys.readDirectory` gives them. */
  readDirectory: (
    path: string,
    extensions?: readonly string[],
    exclude?: readonly string[],
    include?: readonly string[],
    depth?: number,
  ) => string[];
  /** The path without symbolic links. */
  realpath: (path: string) => string;
  /** A text that changes whenever the file does. */
  version: (path: string) => string;
}

/** Files that are kept in memory, and those of another file system below them. */
export class OverlaidFiles implements FileSystem {
  readonly #texts = new Map<string, { text: string; version: number }>();
  #version = 0;

  constructor(private readonly below: FileSystem) {}

  write(path: string, text: string): void {
    if (this.#texts.get(path)?.text !== text)
      this.#texts.set(path, { text, version: ++this.#version });
  }

  readFile = (path: string): string | undefined =>
    this.#texts.get(path)?.text ?? this.below.readFile(path);
  fileExists = (path: string): boolean => this.#texts.has(path) || this.below.fileExists(path);
  directoryExists = (path: string): boolean => this.below.directoryExists(path);
  getDirectories = (path: string): string[] => this.below.getDirectories(path);
  readDirectory: FileSystem["readDirectory"] = (...query) => this.below.readDirectory(...query);
  realpath = (path: string): string => (this.#texts.has(path) ? path : this.below.realpath(path));
  version = (path: string): string =>
    this.#texts.get(path)?.version.toString() ?? this.below.version(path);
}

/**
 * Tells changed files by one look at each between two calls of `refresh`, at each package by one at
 * its package.json.
 */
export class Versions {
  #seen = new Map<string, string>();
  readonly #packages = new Map<string, string | undefined>();

  constructor(private readonly files: FileSystem) {}

  /** From now on, files are looked at again. */
  refresh(): void {
    this.#seen = new Map();
  }

  of(path: string): string {
    const looked = this.#packageFile(path) ?? path;
    const known = this.#seen.get(looked);
    if (known !== undefined) return known;
    const version = this.files.version(looked);
    this.#seen.set(looked, version);
    return version;
  }

  #packageFile(path: string): string | undefined {
    if (this.#packages.has(path)) return this.#packages.get(path);
    const file = packageFileOf(path);
    this.#packages.set(path, file);
    return file;
  }
}

/** The package.json of the installed package that a file belongs to. */
export function packageFileOf(path: string): string | undefined {
  const [folder] = /^.*\/node_modules\/(@[^/]+\/)?[^/]+\//.exec(path) ?? [];
  return folder && `${folder}package.json`;
}

/** The package that a specifier names, `@tensorflow/tfjs` of `@tensorflow/tfjs/dist/x`. */
export const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
