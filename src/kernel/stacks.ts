/**
 * Every stack of the process in the lines of cells, whoever reads it: a traceback,
 * `console.log(error)`, `console.trace`, a `cause`. It is made where V8 makes stacks
 * (https://v8.dev/docs/stack-trace-api#customizing-stack-traces).
 */

/**
 * The line in a cell or local file, from 1, of a position in the script that was made of it, from
 * 1.
 */
export type FindLine = (script: string, line: number, column: number) => number | undefined;

/** Frames that say nothing to the author of a cell: the kernel's, and Node's own around them. */
const machinery = /^node:(internal|vm|async_hooks|events)|[\\/]dist[\\/]kernel[\\/]/;

/** What cells, and a front end's `user_expressions`, are called as scripts. */
const scriptName = /Cell \d+|expression/.source;
const isCell = (script: string): boolean => new RegExp(`^(${scriptName})$`).test(script);
const cellPlace = new RegExp(`(?:\\(|at (?:async )?)(${scriptName}):(\\d+)\\)?$`);

/** A frame as V8 writes it; its declaration does not know that it has a text. */
const textOf = (site: { toString: () => string }): string => site.toString();

/** From now on, stacks name cells and their lines. */
export function mapStacks(find: FindLine): void {
  Error.prepareStackTrace = (error, sites) => {
    const frames = sites.flatMap((site) => {
      const script = site.getScriptNameOrSourceURL() ?? "";
      if (machinery.test(script)) return [];
      const line = find(script, site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0);
      if (!isCell(script) && line === undefined) return [textOf(site)];
      return line === undefined ? [] : [nameFrame(textOf(site), `${script}:${line}`)];
    });
    const different = frames.filter((frame, i) => frame !== frames[i - 1]);
    return [headOf(error), ...different.map((frame) => `    at ${frame}`)].join("\n");
  };
}

/** A frame with another place; a method of a plain object is told by its own name. */
function nameFrame(frame: string, place: string): string {
  const [, caller] = /^(.*) \(.*\)$/.exec(frame) ?? [];
  if (caller !== undefined) return `${caller.replace(/\bObject\./, "")} (${place})`;
  return frame.startsWith("async ") ? `async ${place}` : place;
}

/**
 * A message of V8's in the author's words: it quotes the code that was made of a cell, `(0 ,
 * __names__.f) is not a function`.
 */
export const plainWords = (message: string): string =>
  message
    .replaceAll(/\(0 , (?:__names__|\w+_\d+)\.([\w$]+)\)/g, "$1")
    .replaceAll(/\b__names__\./g, "");

/** What V8 writes in the first line. */
function headOf(error: unknown): string {
  try {
    return plainWords(Error.prototype.toString.call(error));
  } catch {
    return "Error"; // its name or message cannot be read
  }
}

/** The frames of a stack, and the innermost one that lies in a cell. */
export function readStack(stack: string): {
  frames: string[];
  innermost: { cell: string; line: number } | undefined;
} {
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  for (const frame of frames) {
    const [, cell, line] = cellPlace.exec(frame) ?? [];
    if (cell !== undefined) return { frames, innermost: { cell, line: Number(line) } };
  }
  return { frames, innermost: undefined };
}
