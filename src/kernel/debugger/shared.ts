/** What the thread that runs the cells and the one that debugs them both know. */
import type { Mapping } from "../compiler/lineMap";

/** The symbol, in the global registry, under which the debugger finds the other side. */
export const debuggeeKey = "ganbook.debuggee";

/** A cell or local file as it has been compiled. */
export interface CompiledScript {
  /** As V8 and tracebacks call it: `Cell 3`, or the file's path. */
  name: string;
  /** The author's text. */
  source: string;
  mappings: Mapping[];
}
