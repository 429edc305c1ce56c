/**
 * From a cell's TypeScript to code that can be run, and what is known of cells before it.
 *
 * One language service checks and helps, one transform of the syntax tree makes the code, one
 * source map leads back. Nothing here knows of processes, sockets or the disk.
 */
import ts from "typescript";
import { describe, faultsOf, LocalFiles, type Diagnostic } from "./check";
import { bindAddedImports, type Import } from "./imports";
import type { FileSystem } from "./files";
import { LineMap } from "./lineMap";
import { declaredNames, variableWord, type NameKind } from "./names";
import type { Surroundings } from "./options";
import { Service } from "./service";
import { cellSource, parse, type CellSource, type Owners } from "./source";
import { cellTransform } from "./transform";

export interface CompiledCell {
  /** The body of a function; it finds `__names__`, the variables of all cells, and `__module__`. */
  code: string;
  isAsync: boolean;
  /** Whether the code leaves the value of the cell's last expression in `__module__.result`. */
  hasResult: boolean;
  /** What is to be imported before the code runs. */
  imports: Import[];
  /** The variables that the cell declares. */
  names: string[];
  /** From positions in `code` to lines of the cell. */
  map: LineMap;
  readonly source: CellSource;
}

/** What cells find before any of them has declared something. */
const builtIn = "cell:built-in";

export class Compiler {
  readonly service: Service;
  readonly #owners = new Map<string, { cell: string; kind: NameKind; word: string }>();
  /** Cells that declare something for all others, by `declare global`. */
  readonly #global = new Set<string>();
  readonly #localFiles: LocalFiles;
  #count = 0;

  /** @param declarations what every cell finds as variables, `export declare let _: any;` */
  constructor(
    private readonly surroundings: Surroundings,
    declarations = "",
  ) {
    this.service = new Service(surroundings);
    this.#localFiles = new LocalFiles(surroundings.folder, (path) => this.service.isCell(path));
    this.service.keep(builtIn, declarations, false);
    for (const name of declaredNames(parse("cell.ts", declarations).statements).keys())
      this.#owners.set(name, { cell: builtIn, kind: "variable", word: "var" });
  }

  get owners(): Owners {
    return this.#owners;
  }

  get files(): FileSystem {
    return this.surroundings.files;
  }

  get options(): ts.CompilerOptions {
    return this.service.options;
  }

  /** The file that a specifier means in another file. */
  resolve(specifier: string, file: string): string | undefined {
    return this.service.resolve(specifier, file);
  }

  /** Whether a name still is what the kernel has declared. */
  isBuiltIn(name: string): boolean {
    return this.#owners.get(name)?.cell === builtIn;
  }

  /** Compiles a cell; `commit` makes its declarations known to later ones. */
  compile(code: string): CompiledCell | { diagnostics: Diagnostic[] } {
    const { service } = this;
    service.refresh();
    const problems = service.problems.map((fault) => describe(fault, Infinity, "tsconfig.json"));
    if (problems.length) return { diagnostics: problems };
    const placed = this.place(code);
    const { program, file } = service.look(placed.text, placed.isTsx);
    const diagnostics = [
      ...faultsOf(program, file, code.length),
      ...this.#localFiles.faults(program),
    ];
    if (diagnostics.length) return { diagnostics };
    const checker = program.getTypeChecker();
    const own = file.statements.filter(({ pos }) => pos < code.length);
    const source = { ...placed, declared: declaredNames(own) };
    addReexports(source, file, checker);
    const { before, imports, hasResult } = cellTransform(checker, source, code.length);
    let output = "";
    let map = "";
    const write: ts.WriteFileCallback = (path, text) => {
      if (path.endsWith(".map")) map = text;
      else output = text;
    };
    let isAsync = awaitsAtTop(file);
    const after = [bindAddedImports(() => (isAsync = true))];
    program.emit(file, write, undefined, false, { before: [before], after });
    return {
      code: withoutShebang(output.slice(0, output.lastIndexOf("//# sourceMappingURL="))),
      isAsync,
      hasResult: hasResult(),
      imports,
      names: [...source.declared]
        .filter(([, { kind }]) => kind === "value" || kind === "variable")
        .map(([name]) => name),
      map: new LineMap(map, source.text.slice(0, code.length).split("\n").length),
      source,
    };
  }

  /**
   * Makes what a cell declares known to later ones: all of it, or where it failed that for which
   * `isKept` holds.
   */
  commit({ source }: CompiledCell, isKept: (name: string) => boolean = () => true): void {
    const cell = `cell:${++this.#count}`;
    this.service.keep(cell, source.text, source.isTsx);
    for (const [name, { kind, word }] of source.declared)
      if (kind !== "resource" && (kind === "type" || kind === "ambient" || isKept(name)))
        this.#owners.set(name, { cell, kind, word });
    if (source.isGlobal) this.#global.add(cell);
  }

  /** A cell's module, with all names of other cells or those that it uses. */
  readonly place = (code: string, everything = false): CellSource =>
    cellSource(code, this.#owners, { everything, global: this.#global });
}

/** A first line for the system's shell is none inside a function. */
const withoutShebang = (code: string): string =>
  code.startsWith("#!") ? code.slice(code.indexOf("\n")) : code;

/** The names that `export * from` brings. */
function addReexports(source: CellSource, file: ts.SourceFile, checker: ts.TypeChecker): void {
  if (!file.statements.some((node) => ts.isExportDeclaration(node) && isReexport(node))) return;
  const symbol = checker.getSymbolAtLocation(file);
  for (const { name, flags } of symbol ? checker.getExportsOfModule(symbol) : [])
    if (!source.declared.has(name) && name !== "default") {
      const kind = flags & ts.SymbolFlags.Value || flags & ts.SymbolFlags.Alias ? "value" : "type";
      source.declared.set(name, { kind, word: "alias", nodes: [] });
    }
}

const isReexport = (node: ts.ExportDeclaration): boolean => node.moduleSpecifier !== undefined;

/** Whether a cell awaits outside of functions, in any of the ways to write that. */
function awaitsAtTop(file: ts.SourceFile): boolean {
  const awaits = (node: ts.Node): boolean => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node))
      return false;
    if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier))
      return true;
    if (ts.isVariableDeclarationList(node) && variableWord(node) === "await using") return true;
    return ts.forEachChild(node, awaits) ?? false;
  };
  return awaits(file);
}
