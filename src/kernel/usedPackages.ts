import { packageFileOf } from "./compiler/files";

/**
 * Node loads a package once, and keeps it, or its failure, as long as the process runs. Who
 * installs another version meanwhile is told so.
 */
export class UsedPackages {
  readonly #versions = new Map<string, string>();
  readonly #failed = new Set<string>();

  constructor(private readonly versionOf: (path: string) => string) {}

  /**
   * Loads a package, or what is kept of it.
   *
   * @param path a file of it, as TypeScript has found it
   * @throws what it throws while it is loaded
   */
  async use<T>(specifier: string, path: string | undefined, load: () => Promise<T>): Promise<T> {
    const file = path === undefined ? undefined : packageFileOf(path);
    const now = file === undefined ? undefined : this.versionOf(file);
    const before = file === undefined ? undefined : this.#versions.get(file);
    if (file !== undefined && before === undefined) this.#versions.set(file, now!);
    else if (before !== now)
      console.warn(
        `"${specifier}" has been installed anew since it was loaded; the old one is still used. ` +
          "Kernel > Restart loads the new one.",
      );
    try {
      return await load();
    } catch (error) {
      if (this.#failed.has(specifier) && error instanceof Error)
        error.message +=
          "\nIt has failed before, and Node keeps that: Kernel > Restart loads it anew.";
      this.#failed.add(specifier);
      throw error;
    }
  }
}
