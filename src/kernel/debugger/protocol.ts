/**
 * What goes over the wire: Jupyter's `debug_request`
 * (https://jupyter-client.readthedocs.io/en/stable/messaging.html#debug-request) wraps the Debug
 * Adapter Protocol (https://microsoft.github.io/debug-adapter-protocol/specification). Lines are
 * counted from 1.
 */
import { z } from "zod";
import { parseOptions } from "../../base/options";

export interface DebugRequest {
  seq: number;
  command: string;
  arguments: unknown;
}

/** A value in the variables' tree. With a reference other than 0, it has children. */
export interface Variable {
  name: string;
  value: string;
  /** Its class. A value without children has none: JupyterLab shows the type in its place. */
  type?: string;
  variablesReference: number;
  /** How many numbered children it has, which are asked for in pages. */
  indexedVariables?: number;
  evaluateName?: string;
}

export interface SourceBreakpoint {
  line: number;
  condition?: string | undefined;
}

export interface Breakpoint {
  verified: boolean;
  line: number;
  source: { path: string };
}

const source = z.looseObject({ path: z.string() });
const frameId = z.number().int().optional();

/** What the commands with arguments want; more than that is let through. */
export const argumentsOf = {
  dumpCell: z.looseObject({ code: z.string() }),
  source: z.looseObject({ source }),
  setBreakpoints: z.looseObject({
    source,
    breakpoints: z
      .array(z.looseObject({ line: z.number().int().min(1), condition: z.string().optional() }))
      .default([]),
  }),
  setExceptionBreakpoints: z.looseObject({ filters: z.array(z.string()) }),
  stackTrace: z.looseObject({
    startFrame: z.number().int().min(0).default(0),
    levels: z.number().int().min(0).optional(),
  }),
  scopes: z.looseObject({ frameId: z.number().int() }),
  variables: z.looseObject({
    variablesReference: z.number().int(),
    filter: z.enum(["indexed", "named"]).optional(),
    start: z.number().int().min(0).optional(),
    count: z.number().int().min(0).optional(),
  }),
  setVariable: z.looseObject({
    variablesReference: z.number().int(),
    name: z.string(),
    value: z.string(),
  }),
  evaluate: z.looseObject({ expression: z.string(), frameId }),
  richInspectVariables: z.looseObject({ variableName: z.string(), frameId }),
  copyToGlobals: z.looseObject({
    srcVariableName: z.string(),
    dstVariableName: z.string(),
    srcFrameId: z.number().int(),
  }),
} as const;

/** @throws TypeError naming what was expected and what was received */
export function readArguments<K extends keyof typeof argumentsOf>(
  command: K,
  given: unknown,
): z.output<(typeof argumentsOf)[K]> {
  const schema: z.ZodType = argumentsOf[command];
  return parseOptions(command, schema, given) as z.output<(typeof argumentsOf)[K]>;
}

/** What the debugger can do beyond what each can: the answer to `initialize`. */
export const capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsConditionalBreakpoints: true,
  supportsEvaluateForHovers: true,
  supportsSetVariable: true,
  supportsDelayedStackTraceLoading: true,
  exceptionBreakpointFilters: [
    { filter: "raised", label: "Raised Exceptions", default: false },
    { filter: "uncaught", label: "Uncaught Exceptions", default: false },
  ],
};
