/**
 * What the debugger asks of the thread that runs the cells. It calls these methods through the
 * inspector, so that they work in the middle of a loop and while the thread is stopped at a
 * breakpoint; what they take and give is JSON, or a value of that thread.
 */
import type { Kernel, MimeBundle } from "../api";
import type { Compiler } from "../compiler/compiler";
import type { CompiledCode } from "../compiler/lineMap";
import { parse } from "../compiler/source";
import { format, formatAtOnce } from "../show/format";
import { isCaught, type Place } from "./catchers";
import { namesIn, prepareExpression } from "./expression";
import type { Variable } from "./protocol";
import { debuggeeKey, type CompiledScript } from "./shared";
import { ShownValues } from "./shown";

interface Surroundings {
  /** The variables of all cells. */
  scope: Record<string, unknown>;
  compiler: Compiler;
  formatters: readonly Parameters<Kernel["addFormatter"]>[0][];
  /** Sends printed text that waits. */
  flush: () => void;
}

/** What a script finds as parameters from the kernel. */
const internal = /^(__\w+__|__dirname|__filename|require|module|exports|arguments|this)$/;

export class Debuggee {
  readonly #scripts = new Map<string, CompiledCode>();
  readonly #shown = new ShownValues();

  constructor(private readonly surroundings: Surroundings) {
    Object.defineProperty(globalThis, Symbol.for(debuggeeKey), { value: this });
  }

  /** Remembers code that is about to run. */
  keepScript(script: CompiledCode): void {
    this.#scripts.set(script.name, script);
  }

  script(name: string): CompiledScript {
    const { source, map } = this.#scripts.get(name)!;
    return { name, source, mappings: map.mappings() };
  }

  scripts(): CompiledScript[] {
    return [...this.#scripts.keys()].map((name) => this.script(name));
  }

  /** Calls a method when no other code is in the middle of something. */
  async later(method: "prepare" | "prepareCondition", given: [string, never]): Promise<string> {
    await new Promise((resolve) => setImmediate(resolve));
    return this[method](...given);
  }

  flush(): void {
    this.surroundings.flush();
  }

  forget(): void {
    this.#shown.forget();
  }

  /** The notebook's variables as a container. */
  openNotebook(): number {
    const { scope, compiler } = this.surroundings;
    return this.#shown.keepRecord(scope, () =>
      Object.keys(scope).filter((name) => !compiler.isBuiltIn(name)),
    );
  }

  /** The notebook's variables. @param isFresh whether what was shown before is forgotten */
  notebook(isFresh: boolean): Variable[] {
    if (isFresh) this.forget();
    return this.childrenOf(this.openNotebook());
  }

  /**
   * Scopes of a frame, inner ones first, as one container.
   *
   * @param isCell whether they are those of a cell itself, whose variables are the notebook's
   */
  openScopes(isCell: boolean, ...scopes: Record<string, unknown>[]): number {
    const { scope } = this.surroundings;
    const record = Object.create(null) as Record<string, unknown>;
    for (const variables of scopes)
      for (const name of Object.keys(variables))
        if (!(name in record) && !internal.test(name))
          record[name] = isCell && name in scope ? scope[name] : variables[name];
    return this.#shown.keepRecord(record, () => Object.keys(record));
  }

  namesOf(...scopes: object[]): string[][] {
    return scopes.map((variables) => Object.keys(variables));
  }

  show(name: string, value: unknown): Variable {
    return this.#shown.show(name, value);
  }

  childrenOf(...given: Parameters<ShownValues["childrenOf"]>): Variable[] {
    return this.#shown.childrenOf(...given);
  }

  setChild(reference: number, name: string, value: unknown): Variable {
    return this.#shown.set(reference, name, value);
  }

  isShared(name: string): boolean {
    return name in this.surroundings.scope;
  }

  setShared(name: string, value: unknown): void {
    this.surroundings.scope[name] = value;
  }

  /** Makes a value a variable of all cells that come. */
  declare(name: string, value: unknown): void {
    const { compiler, scope } = this.surroundings;
    const cell = compiler.compile(`let ${name}: any;`);
    if ("diagnostics" in cell) throw new Error(cell.diagnostics[0]!.messageText);
    compiler.commit(cell);
    scope[name] = value;
  }

  /** @param locals names that hide the notebook's */
  prepare(expression: string, locals: string[]): string {
    return this.#prepare(expression, (name) => this.isShared(name) && !locals.includes(name));
  }

  /** @param text in which the condition of a breakpoint is to hold */
  prepareCondition(condition: string, text: string): string {
    const file = parse("cell.ts", text);
    const locals = namesIn(file, { isTopLeftOut: true });
    const all = namesIn(file); // what the text is going to declare is the notebook's, too
    return this.#prepare(
      condition,
      (name) => (all.has(name) || this.isShared(name)) && !locals.has(name),
    );
  }

  #prepare(expression: string, isShared: (name: string) => boolean): string {
    const scope = `globalThis[Symbol.for(${JSON.stringify(debuggeeKey)})].scope`;
    return prepareExpression(expression, scope, isShared);
  }

  get scope(): Record<string, unknown> {
    return this.surroundings.scope;
  }

  isCaught(places: Place[]): boolean {
    return isCaught(places);
  }

  /** A value's MIME bundle; for a thread that is stopped: without what has to be waited for. */
  bundleAtOnce(value: unknown): MimeBundle {
    return formatAtOnce(value, this.surroundings.formatters);
  }

  async bundle(value: unknown): Promise<MimeBundle> {
    await new Promise((resolve) => setImmediate(resolve));
    return format(value, this.surroundings.formatters);
  }
}
