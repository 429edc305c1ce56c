import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** Closes the files of data that nobody has any more. */
const closer = new FinalizationRegistry<number>((file) => closeSync(file));

/**
 * Bytes in a file that are read by their position, not held in memory. The file stays open: what is
 * renamed over it later does not change what is read.
 */
export class ByteFile {
  readonly #file: number;

  /**
   * @param file the number of the open file, which is closed when nobody has this any more
   * @param start where the bytes begin in the file
   * @param length how many there are
   */
  constructor(
    readonly path: string,
    file: number,
    readonly start: number,
    readonly length: number,
  ) {
    this.#file = file;
    closer.register(this, file);
  }

  /**
   * All bytes of a file from `start` on.
   *
   * @throws Error when it cannot be opened
   */
  static open(path: string, start = 0): ByteFile {
    const file = openSync(path, "r");
    return new ByteFile(path, file, start, fstatSync(file).size - start);
  }

  /** The open file's number, by which other threads of this process read it, too. */
  get descriptor(): number {
    return this.#file;
  }

  /**
   * Fills `target` with the bytes from `position` on.
   *
   * @throws Error when the file has become shorter
   */
  read(target: Uint8Array, position: number): void {
    readExactly(this.#file, target, this.start + position, this.path);
  }
}

/**
 * Fills `target` from an open file.
 *
 * @throws Error when the file ends before
 */
export function readExactly(
  file: number,
  target: Uint8Array,
  position: number,
  path: string,
): void {
  for (let filled = 0; filled < target.length;) {
    const read = readSync(file, target, filled, target.length - filled, position + filled);
    if (read === 0)
      throw new Error(
        `${path}: expected ${position + target.length} bytes or more, received ` +
          `${fstatSync(file).size}: it was cut while it was used; load the data again`,
      );
    filled += read;
  }
}
