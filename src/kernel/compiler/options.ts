/** How TypeScript is set for cells. */
import ts from "typescript";
import type { FileSystem } from "./files";

/** What the compiler is to know of the place where cells run. */
export interface Surroundings {
  /** The notebook's folder. */
  folder: string;
  files: FileSystem;
  /** Where TypeScript's own `lib.*.d.ts` lie. */
  libraryFolder: string;
  /** What the place has of the language's library, e.g. `lib.es2023.d.ts`. */
  libraries: readonly string[];
  /** The syntax that it reads. */
  target: ts.ScriptTarget;
  /**
   * The file with Node's types, and the package.json that says whether a project brings its own.
   */
  nodeTypes?: string | undefined;
  /** Folders of packages that are found where a project has none of that name. */
  packages?: Readonly<Record<string, string>>;
  /** Declarations of what every cell finds. */
  globals?: string;
}

export interface Settings {
  options: ts.CompilerOptions;
  /** Declaration files that the project's tsconfig.json names. */
  declarations: readonly string[];
  /** What is wrong with the tsconfig.json. */
  problems: readonly ts.Diagnostic[];
}

/** The tsconfig.json that counts for a notebook: the one beside it. */
export const configFile = (folder: string): string => `${folder}/tsconfig.json`;

/** Strict, unless the notebook's tsconfig.json says otherwise. */
export function readSettings({ folder, files, libraries, target }: Surroundings): Settings {
  const path = configFile(folder);
  const read: { config?: unknown; error?: ts.Diagnostic } = files.fileExists(path)
    ? ts.readConfigFile(path, files.readFile)
    : { config: { files: [] } }; // else every file below the folder would belong to it
  const host: ts.ParseConfigHost = { ...files, useCaseSensitiveFileNames: true };
  const parsed = ts.parseJsonConfigFileContent(read.config ?? {}, host, folder);
  const { lib, jsx, target: wanted = target, customConditions = [] } = parsed.options;
  const options: ts.CompilerOptions = {
    strict: true,
    esModuleInterop: true,
    resolveJsonModule: true,
    skipLibCheck: true,
    types: [],
    ...parsed.options,
    lib: lib ?? [...libraries],
    target: Math.max(wanted, ts.ScriptTarget.ES2022),
    jsx: jsx === undefined || jsx === ts.JsxEmit.Preserve ? ts.JsxEmit.React : jsx,
    customConditions: ["node", ...customConditions],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    allowImportingTsExtensions: true,
    allowJs: true,
    checkJs: false,
    preserveConstEnums: true,
    sourceMap: true,
    noEmit: false,
    noEmitOnError: false,
    declaration: false,
  };
  for (const name of unwanted) delete options[name];
  return {
    options,
    declarations: parsed.fileNames.filter((name) => name.endsWith(".d.ts")),
    // A tsconfig.json without files of its own is none of a notebook's troubles.
    problems: read.error
      ? [read.error]
      : parsed.errors.filter(({ code }) => ![18002, 18003].includes(code)),
  };
}

/** What concerns files that are written, which a cell has none of. */
const unwanted = [
  "composite",
  "incremental",
  "tsBuildInfoFile",
  "declarationMap",
  "emitDeclarationOnly",
  "inlineSourceMap",
  "inlineSources",
  "isolatedDeclarations",
  "isolatedModules",
  "outDir",
  "outFile",
  "rootDir",
  "removeComments",
  "configFilePath",
] as const;
