/** From positions in V8's scripts to lines that the author has written, and back. */
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Debugger } from "node:inspector";
import { hashMurmur2 } from "./hash";
import { findOrigin } from "./sourceMaps";
import type { CompiledScript } from "./shared";

/** How the front end makes a cell's path of its text; as `debugInfo` tells it. */
export const cellPaths = {
  hashMethod: "Murmur2",
  hashSeed: 0xc70f6907,
  tmpFilePrefix: join(tmpdir(), `ganbook_${process.pid}`) + sep,
  tmpFileSuffix: ".ts",
} as const;

export const pathOfCell = (text: string): string =>
  cellPaths.tmpFilePrefix + hashMurmur2(text, cellPaths.hashSeed) + cellPaths.tmpFileSuffix;

/** Frames that say nothing to the author of a cell: Node's, and the kernel's. */
export const machinery = [
  ...["^node:", "^$", String.raw`[\\/]dist[\\/]kernel[\\/]`],
  String.raw`[\\/]node_modules[\\/](typescript|zeromq|@jridgewell)[\\/]`,
];
const isMachinery = (url: string): boolean =>
  machinery.some((pattern) => new RegExp(pattern).test(url));

/** What Node's inspector makes of a script's name. */
export const urlOf = (name: string): string => (isAbsolute(name) ? pathToFileURL(name).href : name);

export interface Place {
  path: string;
  name: string;
  /** From 1; undefined in code that the author has not written. */
  line: number | undefined;
}

export class Scripts {
  readonly #compiled = new Map<string, CompiledScript>();
  readonly #parsed = new Map<string, Debugger.ScriptParsedEventDataType>();
  #count = 0;
  /** Texts of cells that the front end has told of, by path. */
  readonly #dumped = new Map<string, string>();

  /** @returns its path */
  dump(text: string): string {
    const path = pathOfCell(text);
    this.#dumped.set(path, text);
    return path;
  }

  /** How many cells and local files have begun. */
  get count(): number {
    return this.#count;
  }

  add(script: CompiledScript): void {
    this.#count++;
    this.#compiled.set(script.name, script);
  }

  has({ name }: CompiledScript): boolean {
    return this.#compiled.has(name);
  }

  addParsed(script: Debugger.ScriptParsedEventDataType): void {
    this.#parsed.set(script.scriptId, script);
  }

  all(): CompiledScript[] {
    return [...this.#compiled.values()];
  }

  /** All that have been made of a text. */
  ofPath(path: string): CompiledScript[] {
    return this.all().filter((script) => this.pathOf(script) === path);
  }

  /** A cell's path, also where the cell has become a file by `@module`; otherwise the file's. */
  pathOf({ name, source }: CompiledScript): string {
    const path = pathOfCell(source);
    return isCellName(name) || this.#dumped.has(path) ? path : name;
  }

  /** The text behind a path. */
  textOf(path: string): string | undefined {
    const text = this.#dumped.get(path) ?? this.ofPath(path)[0]?.source;
    if (text !== undefined) return text;
    try {
      return readFileSync(path, "utf8");
    } catch {
      return undefined;
    }
  }

  /** Local files that have run. */
  files(): { name: string; path: string }[] {
    return [...this.#compiled.keys()]
      .filter((name) => !isCellName(name))
      .map((path) => ({ name: path.slice(path.lastIndexOf(sep) + 1), path }));
  }

  /** Where a position lies for the author; undefined in the kernel and in Node. */
  placeOf({ scriptId, lineNumber, columnNumber = 0 }: Debugger.Location): Place | undefined {
    const parsed = this.#parsed.get(scriptId);
    if (!parsed || isMachinery(parsed.url)) return undefined;
    const file = parsed.url.startsWith("file:") ? fileURLToPath(parsed.url) : parsed.url;
    const compiled = this.#compiled.get(file);
    if (compiled) {
      const line = lineOf(compiled, lineNumber, columnNumber);
      return { path: this.pathOf(compiled), name: compiled.name, line };
    }
    const { path, line } = findOrigin(file, parsed.sourceMapURL, lineNumber, columnNumber) ?? {
      path: file,
      line: lineNumber + 1,
    };
    return { path, name: path.slice(path.lastIndexOf(sep) + 1), line };
  }

  /** Where a script begins, as V8 counts: what the kernel writes before a cell is left of it. */
  startOf(scriptId: string): { startLine: number; startColumn: number } {
    return this.#parsed.get(scriptId) ?? { startLine: 0, startColumn: 0 };
  }
}

const isCellName = (name: string): boolean => /^Cell \d+$/.test(name);

function lineOf({ mappings }: CompiledScript, line: number, column: number): number | undefined {
  let [low, high] = [0, mappings.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const mapping = mappings[middle]!;
    if (mapping.line < line || (mapping.line === line && mapping.column <= column))
      low = middle + 1;
    else high = middle;
  }
  const found = mappings[low - 1];
  return found?.line === line ? found.cellLine + 1 : undefined;
}

interface LinePosition {
  lineNumber: number;
  columnNumber: number;
  /** The author's, from 1. */
  line: number;
}

/** The first position of the code that was made of each line that has some. */
function positionsOf({ mappings }: CompiledScript): LinePosition[] {
  const first = new Map<number, LinePosition>();
  for (const { line: lineNumber, column: columnNumber, cellLine } of mappings)
    if (!first.has(cellLine)) first.set(cellLine, { lineNumber, columnNumber, line: cellLine + 1 });
  return [...first.values()];
}

/** The same of one line, or of the next one that has some. */
export function positionOf(script: CompiledScript, line: number): LinePosition | undefined {
  return positionsOf(script)
    .filter((position) => position.line >= line)
    .reduce<LinePosition | undefined>(
      (least, position) => (least && least.line <= position.line ? least : position),
      undefined,
    );
}
