/** What can be seen and changed where the code has stopped, or between two cells. */
import { Remote, type MainThread } from "./mainThread";
import type { Variable } from "./protocol";
import type { Scripts } from "./scripts";
import type { Frame, Stops } from "./stops";

/** Under which name V8's scopes are shown; the others are not the author's. */
const scopeNames: Partial<Record<string, "Locals" | "Closure">> = {
  ...{ local: "Locals", block: "Locals", catch: "Locals", eval: "Locals", closure: "Closure" },
};

interface Scope {
  name: string;
  variablesReference: number;
  expensive: boolean;
}

/** A scope of V8's. */
interface OwnScope {
  scopeNumber: number;
  name: "Locals" | "Closure";
  variables: Remote;
}

export class Inspection {
  /** Containers that are scopes, with the frame that they belong to. */
  readonly #scopes = new Map<number, Frame>();

  constructor(
    private readonly main: MainThread,
    private readonly stops: Stops,
    private readonly scripts: Scripts,
  ) {}

  /** @param frameId counted from 1 */
  async scopes(frameId: number): Promise<Scope[]> {
    const frame = this.#frame(frameId);
    const scopes: Scope[] = [];
    const add = (name: string, variablesReference: number): void =>
      void scopes.push({ name, variablesReference, expensive: false });
    for (const name of ["Locals", "Closure"] as const) {
      const own = ownScopes(frame).filter((scope) => scope.name === name);
      if (own.length === 0) continue;
      const isCell = name === "Locals" && this.#isCell(frame);
      const reference = await this.main.call(
        "openScopes",
        isCell,
        ...own.map(({ variables }) => variables),
      );
      this.#scopes.set(reference, frame);
      add(name, reference);
    }
    add("Globals", await this.main.call("openNotebook"));
    return scopes;
  }

  /** The variables of all cells. */
  async notebook(): Promise<Variable[]> {
    return this.main.call("notebook", !this.stops.isStopped);
  }

  /**
   * The value of an expression in a frame; while nothing is stopped, or without a frame, with the
   * notebook's variables alone.
   *
   * @throws Error with what the expression has thrown
   */
  async evaluate(expression: string, frameId?: number): Promise<Remote> {
    const isInFrame = frameId !== undefined && this.stops.isStopped;
    return this.#evaluate(expression, isInFrame ? this.#frame(frameId) : undefined);
  }

  /** Sets a child of a container to the value of an expression. */
  async set(reference: number, name: string, expression: string): Promise<Variable> {
    const scope = this.#scopes.get(reference);
    const value = await this.#evaluate(expression, scope ?? this.stops.frames[0]);
    if (scope) await this.#setVariable(scope, name, value);
    return this.main.call("setChild", reference, name, value);
  }

  /** Forgets the frames of a stop. */
  forget(): void {
    this.#scopes.clear();
  }

  async #evaluate(expression: string, frame: Frame | undefined): Promise<Remote> {
    const locals = frame ? (await this.#namesOf(frame)).flat() : [];
    const isShared = frame && this.#isCell(frame);
    const code = await this.main.callPatiently("prepare", expression, isShared ? [] : locals);
    return this.main.evaluate(code, frame?.frame.callFrameId);
  }

  async #setVariable(frame: Frame, variableName: string, value: Remote): Promise<void> {
    if (this.#isCell(frame) && (await this.main.call("isShared", variableName)))
      return this.main.call("setShared", variableName, value);
    const names = await this.#namesOf(frame);
    const scope = ownScopes(frame).find((_, i) => names[i]!.includes(variableName));
    if (!scope) throw new Error(`expected a variable of the frame, received ${variableName}`);
    await this.main.post("Debugger.setVariableValue", {
      ...{ scopeNumber: scope.scopeNumber, variableName, newValue: value.argument },
      callFrameId: frame.frame.callFrameId,
    });
  }

  #namesOf(frame: Frame): Promise<string[][]> {
    return this.main.call("namesOf", ...ownScopes(frame).map(({ variables }) => variables));
  }

  /** Whether a frame is that of a cell itself: its variables are the notebook's. */
  #isCell({ frame }: Frame): boolean {
    const { scriptId, lineNumber, columnNumber } = frame.functionLocation ?? frame.location;
    const { startLine } = this.scripts.startOf(scriptId);
    // The kernel's own text before the cell has negative columns.
    return lineNumber === startLine && (columnNumber ?? 0) < 0;
  }

  #frame(id: number): Frame {
    const frame = this.stops.frames[id - 1];
    if (frame) return frame;
    const has = `a frame from 1 to ${this.stops.frames.length} of the present stop`;
    throw new Error(`expected ${has}, received ${id}`);
  }
}

function ownScopes({ frame }: Frame): OwnScope[] {
  return frame.scopeChain.flatMap(({ type, object }, scopeNumber) => {
    const name = scopeNames[type];
    return name ? [{ scopeNumber, name, variables: new Remote(object) }] : [];
  });
}
