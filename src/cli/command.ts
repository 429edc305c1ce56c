import { parseArgs } from "node:util";

/** The command line itself is wrong. */
export class UsageError extends Error {}

/** One of ganbook's commands. */
export interface Command {
  readonly name: string;
  /** What follows its name, e.g. "runs/a [--steps n]". */
  readonly places: string;
  readonly summary: string;
  /** What `--help` prints: arguments, options with their defaults, exit codes. */
  readonly help: string;
  /** @returns the process' exit code @throws UsageError before anything is begun */
  run(args: readonly string[]): Promise<number>;
}

/** An option as `parseArgs` and a reader need it. */
interface Option {
  readonly type: "string" | "boolean";
  /** What its value is called. */
  readonly value?: string;
  readonly default?: string | boolean;
  readonly about: string;
}
type Options = Readonly<Record<string, Option>>;
type Values<O extends Options> = {
  [K in keyof O]: O[K] extends { default: infer D }
    ? D extends string
      ? string
      : boolean
    : string | undefined;
};

interface CommandParts<O extends Options> extends Pick<Command, "name" | "places" | "summary"> {
  readonly options: O;
  /** Its exit codes besides 0, 1 and 2. */
  readonly moreCodes?: readonly string[];
  run(values: Values<O>, positionals: readonly string[]): Promise<number>;
}

/** Makes a command of its options, which are described once: for the parser and for `--help`. */
export function defineCommand<const O extends Options>(parts: CommandParts<O>): Command {
  const { name, places, summary, options, moreCodes = [] } = parts;
  const lines = Object.entries(options).map(([option, { value, about, default: given }]) => {
    const standard = typeof given === "string" ? ` Default ${given}.` : "";
    return [`--${option}${value ? ` ${value}` : ""}`, `${about}${standard}`] as const;
  });
  return {
    name,
    places,
    summary,
    help: composeHelp({ name, places, summary, lines, moreCodes }),
    run: async (args) => {
      const known: Record<string, Option> = options;
      const { values, positionals, tokens } = parseArgs({
        args: [...args],
        options: known,
        allowPositionals: true,
        tokens: true,
      });
      const given = tokens.flatMap((token) => (token.kind === "option" ? token.name : []));
      const twice = given.find((option, i) => given.indexOf(option) < i);
      if (twice !== undefined) throw new UsageError(`--${twice}: expected once, received twice`);
      return parts.run(values as Values<O>, positionals);
    },
  };
}

interface HelpParts extends Pick<Command, "name" | "places" | "summary"> {
  readonly lines: readonly (readonly [option: string, about: string])[];
  readonly moreCodes: readonly string[];
}

/** The text that `--help` prints. */
export function composeHelp({ name, places, summary, lines, moreCodes }: HelpParts): string {
  const all = [...lines, ["--help", "Print this."] as const];
  const width = Math.max(...all.map(([option]) => option.length));
  return [
    `Usage: ganbook ${name} ${places}`.trimEnd(),
    "",
    summary,
    "",
    ...all.map(([option, about]) => `  ${option.padEnd(width)}  ${about}`),
    "",
    "Exit codes: 0 done; 1 failed, the message says why; 2 the command line is wrong",
    ...moreCodes.map((code) => `  ${code}`),
  ].join("\n");
}

/** Which generator of a run, as an option. */
export const stepOption = {
  type: "string",
  value: "n|best|latest",
  default: "latest",
  about: "The generator of that checkpoint.",
} as const;

/** The exit codes of commands that signals end with everything saved. */
export const savingCodes: readonly string[] = [
  "3: played, but the last state or numbers could not be saved; what was lost is said",
  "129, 130, 143: ended by SIGHUP (closed terminal), SIGINT (Ctrl-C), SIGTERM, with the game saved",
];

/** The one folder that a command takes. */
export function onlyFolder(command: string, [folder, ...others]: readonly string[]): string {
  if (folder === undefined || others.length)
    throw new UsageError(`${command}: expected the folder of one run`);
  return folder;
}

/** Nothing, where a command takes only options. */
export function noArguments(command: string, [first]: readonly string[]): void {
  if (first !== undefined)
    throw new UsageError(`${command}: expected options only, received "${first}"`);
}

/** An option's whole number >= 1. */
export function positiveNumber(name: string, text: string): number {
  const number = wholeNumber(name, text);
  if (number < 1) throw new UsageError(`--${name}: expected an integer >= 1, received "${text}"`);
  return number;
}

/** An option's whole number. */
export function wholeNumber(name: string, text: string): number {
  if (!/^\d+$/.test(text))
    throw new UsageError(`--${name}: expected an integer, received "${text}"`);
  return Number(text);
}
