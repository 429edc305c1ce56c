/**
 * The thread that runs the cells, seen from the control thread through Node's inspector. It is
 * connected with the first command.
 */
import { inspect } from "node:util";
import { Session, type Debugger, type Runtime } from "node:inspector";
import type { Debuggee } from "./debuggee";
import { debuggeeKey } from "./shared";

/** How long code that was typed may take, in ms. */
const patience = 5000;

/**
 * What the debugger runs itself is not debugged: V8 would step into it, and forget its own step.
 */
const quiet = { silent: true, disableBreaks: true } as const;

export type Step = "stepOver" | "stepInto" | "stepOut";

type Methods = {
  [K in keyof Debuggee]: Debuggee[K] extends (...given: never[]) => unknown ? K : never;
}[keyof Debuggee];
type Given<K extends Methods> = Parameters<Debuggee[K]>;
type Result<K extends Methods> = Awaited<ReturnType<Debuggee[K]>>;
type Patient = "prepare" | "prepareCondition";
type OrRemote<T extends unknown[]> = { [I in keyof T]: T[I] | Remote };

/** A value of that thread, as an argument. */
export class Remote {
  constructor(readonly value: Runtime.RemoteObject) {}

  get argument(): Runtime.CallArgument {
    const { objectId, unserializableValue } = this.value;
    if (objectId !== undefined) return { objectId };
    if (unserializableValue !== undefined) return { unserializableValue };
    return { value: this.value.value as unknown };
  }
}

/** The group of the values that are released when the code goes on. */
const group = "stop";

const debuggee = `globalThis[Symbol.for(${JSON.stringify(debuggeeKey)})]`;

export class MainThread {
  readonly #session = new Session();
  readonly #pauseListeners = new Set<() => void>();
  #debuggee: Promise<string> | undefined;
  #isConnected = false;
  #isPaused = false;

  constructor() {
    this.on("Debugger.paused", () => {
      this.#isPaused = true;
      for (const listener of this.#pauseListeners) listener();
    });
    this.on("Debugger.resumed", () => (this.#isPaused = false));
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  on<T>(event: string, listener: (params: T) => void): void {
    this.#session.on(event, ({ params }: { params: T }) => listener(params));
  }

  /** Sends a command. They take effect in their order, also where nobody waits for an answer. */
  post<T = object>(method: string, params: object = {}): Promise<T> {
    if (!this.#isConnected) this.#session.connectToMainThread();
    this.#isConnected = true;
    return new Promise((resolve, reject) =>
      this.#session.post(method, params, (error: Error | null, result?: object) =>
        error ? reject(new Error(error.message)) : resolve(result as T),
      ),
    );
  }

  /** Lets stopped code go on. It has no other way: what is called from here on finds it running. */
  async goOn(how: "resume" | Step): Promise<void> {
    this.#isPaused = false;
    await this.post(`Debugger.${how}`);
  }

  /**
   * Calls one of {@link Debuggee}'s methods there at once, also in the middle of any code: what it
   * does must not be noticed by code that it interrupts.
   */
  async call<K extends Methods>(method: K, ...given: OrRemote<Given<K>>): Promise<Result<K>> {
    const values = given as unknown[];
    if (values.some((value) => value instanceof Remote))
      return this.#callOn<Result<K>>(method, values);
    const texts = values.map((value) => JSON.stringify(value) ?? "undefined");
    return this.#callGlobal<Result<K>>(`${debuggee}.${method}(${texts.join()})`);
  }

  /**
   * The same for a method with code that is not to begin in the middle of other code: TypeScript
   * has one parser for all, and what shows a value is the author's. It waits until running code is
   * over or stopped.
   */
  async callPatiently(method: Patient, ...given: Given<Patient>): Promise<string> {
    if (this.#isPaused) return this.call<Patient>(method, ...given);
    let listener = (): void => undefined;
    const stopped = new Promise<void>((resolve) => (listener = resolve));
    this.#pauseListeners.add(listener);
    const [name, values] = [JSON.stringify(method), JSON.stringify(given)];
    const later = this.#callGlobal<string>(`${debuggee}.later(${name}, ${values})`, true);
    try {
      const atOnce = stopped.then(() => this.call<Patient>(method, ...given));
      return await Promise.race([later, atOnce]);
    } finally {
      this.#pauseListeners.delete(listener);
    }
  }

  async #callGlobal<T>(expression: string, awaitPromise = false): Promise<T> {
    const { result, exceptionDetails } = await this.post<Runtime.EvaluateReturnType>(
      "Runtime.evaluate",
      { ...{ expression, returnByValue: true, awaitPromise }, ...quiet },
    );
    if (exceptionDetails) throw new Error(textOf(exceptionDetails));
    return result.value as T;
  }

  async #callOn<T>(method: string, given: unknown[]): Promise<T> {
    this.#debuggee ??= this.evaluate(debuggee, undefined, "debuggee").then(
      ({ value }) => value.objectId!,
    );
    const { result, exceptionDetails } = await this.post<Runtime.CallFunctionOnReturnType>(
      "Runtime.callFunctionOn",
      {
        objectId: await this.#debuggee,
        functionDeclaration: `function (...given) { return this.${method}(...given); }`,
        arguments: given.map((one) => (one instanceof Remote ? one.argument : { value: one })),
        ...{ returnByValue: true, silent: true, awaitPromise: method === "bundle" },
      },
    );
    if (exceptionDetails) throw new Error(textOf(exceptionDetails));
    return result.value as T;
  }

  /** @throws Error with what the code has thrown */
  async evaluate(expression: string, callFrameId?: string, objectGroup = group): Promise<Remote> {
    const common = { expression, objectGroup, ...quiet, timeout: patience };
    const { result, exceptionDetails } =
      callFrameId === undefined
        ? await this.post<Runtime.EvaluateReturnType>("Runtime.evaluate", common)
        : await this.post<Debugger.EvaluateOnCallFrameReturnType>("Debugger.evaluateOnCallFrame", {
            ...common,
            callFrameId,
          });
    if (exceptionDetails) throw new Error(textOf(exceptionDetails));
    return new Remote(result);
  }

  /** Lets go of the values of a stop. */
  release(): void {
    void this.post("Runtime.releaseObjectGroup", { objectGroup: group }).catch(() => undefined);
    void this.call("forget").catch(() => undefined);
  }

  close(): void {
    if (this.#isConnected) this.#session.disconnect();
    this.#isConnected = false;
    this.#isPaused = false;
    this.#debuggee = undefined;
  }
}

const textOf = ({ exception, text }: Runtime.ExceptionDetails): string =>
  exception?.description?.split("\n")[0] ?? inspect(exception ? exception.value : text);
