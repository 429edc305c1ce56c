/** Where the code stops, and how it goes on. */
import type { Debugger } from "node:inspector";
import type { Place as Spot } from "./catchers";
import type { Breakpoints } from "./breakpoints";
import type { MainThread, Step } from "./mainThread";
import type { Place, Scripts } from "./scripts";

export interface Frame {
  frame: Debugger.CallFrame;
  place: Place;
}

/** The thread that runs the cells, for the front end. */
export const threadId = 1;

/** Code that was made of one line is stepped through with so many steps of V8's at most. */
const mostSteps = 1000;

export class Stops {
  /** What the author sees of the stack, innermost first; empty while the code runs. */
  frames: Frame[] = [];
  /** The exceptions to stop at. */
  filters: readonly string[] = [];
  #isPaused = false;
  #isTold = false;
  #isPauseAsked = false;
  /** Where a step has begun, and with how many cells begun before. */
  #step: { kind: Step; from: Frame; depth: number; scripts: number; taken: number } | undefined;

  constructor(
    private readonly main: MainThread,
    private readonly scripts: Scripts,
    private readonly breakpoints: Breakpoints,
    private readonly tell: (event: string, body: object) => void,
  ) {
    main.on<Debugger.PausedEventDataType>("Debugger.paused", (stop) => void this.#pause(stop));
    main.on("Debugger.resumed", () => this.#resume());
  }

  get isStopped(): boolean {
    return this.frames.length > 0;
  }

  /**
   * Stops at the author's code that runs next: each of its lines gets a breakpoint. V8's own pause
   * is forgotten in the kernel's code, which every loop calls, and stops in Node's; and where code
   * is interrupted at the entry of a function, V8 (Node 20) aborts when it looks for its variables.
   */
  pause(): void {
    this.#isPauseAsked = true;
    this.breakpoints.setLines();
  }

  async #endPause(): Promise<void> {
    if (!this.#isPauseAsked) return;
    this.#isPauseAsked = false;
    await this.breakpoints.clearLines();
  }

  /** Sends a command whose answer nobody needs. */
  #send(method: string, params: object = {}): void {
    void this.main.post(method, params).catch(() => undefined);
  }

  /** @throws Error where nothing is stopped */
  async continue(): Promise<void> {
    this.#needStop();
    this.#step = undefined;
    this.main.release();
    await this.main.goOn("resume");
  }

  /** @throws Error where nothing is stopped */
  async step(kind: Step): Promise<void> {
    this.#needStop();
    const { frames } = this;
    const scripts = this.scripts.count;
    this.#step = { kind, from: frames[0]!, depth: frames.length, scripts, taken: 0 };
    this.main.release(); // now, as nothing is to be called in the middle of a step
    await this.main.goOn(kind);
  }

  /** Goes on, and stops nowhere until `allow`. */
  leave(): void {
    this.#step = undefined;
    void this.#endPause();
    this.#send("Debugger.setSkipAllPauses", { skip: true });
    if (this.#isPaused) void this.main.goOn("resume").catch(() => undefined);
  }

  allow(): void {
    this.#send("Debugger.setSkipAllPauses", { skip: false });
  }

  #needStop(): void {
    if (!this.isStopped)
      throw new Error("expected code that is stopped, received the request while none is");
  }

  async #pause(stop: Debugger.PausedEventDataType): Promise<void> {
    this.#isPaused = true;
    const frames = stop.callFrames.flatMap((frame) => {
      const place = this.scripts.placeOf(frame.location);
      return place?.line === undefined ? [] : [{ frame, place }];
    });
    const why = await this.#reasonOf(stop, frames);
    if (isWay(why)) return void this.main.goOn(why).catch(() => undefined);
    this.#step = undefined;
    await this.#endPause();
    await this.main.call("flush");
    this.frames = frames;
    this.#isTold = true;
    const text = (stop.data as { description?: string } | undefined)?.description;
    this.tell("stopped", {
      ...{ reason: why, threadId, allThreadsStopped: true },
      ...(why === "exception" && text ? { text: text.split("\n")[0] } : {}),
    });
  }

  /** Why the author is to see this stop; or how the code goes on without that. */
  async #reasonOf(stop: Debugger.PausedEventDataType, frames: Frame[]): Promise<Reason | Way> {
    const [top] = frames;
    const step = this.#step;
    const [innermost] = stop.callFrames;
    const isAuthors = top?.frame === innermost;
    // What the author has not written, before, between or after his own lines.
    if (step && !isAuthors && this.scripts.placeOf(innermost!.location)) return "stepOver";
    if (!top) return "resume";
    if (stop.reason === "exception" || stop.reason === "promiseRejection") {
      const isWanted = this.filters.includes("raised") || !(await this.#isCaught(stop));
      return isWanted ? "exception" : "resume";
    }
    if (this.#isPauseAsked) return "pause";
    if (!this.breakpoints.areOfLines(stop.hitBreakpoints ?? [])) return "breakpoint";
    // V8 also stops for a step that the stop button has left, in whatever runs next.
    if (!step) return (await this.#isStatement(top.frame.location)) ? "breakpoint" : "resume";
    const { scriptId } = step.from.frame.location;
    // The step has led out of its cell, and another one has begun since.
    if (step.scripts !== this.scripts.count && top.frame.location.scriptId !== scriptId)
      return "resume";
    const isOnWay =
      step.kind !== "stepOut" &&
      frames.length === step.depth &&
      top.frame.location.scriptId === scriptId &&
      top.place.line === step.from.place.line;
    return isOnWay && ++step.taken < mostSteps ? step.kind : "step";
  }

  /** Whether code of the author's, or of a library, catches what has been thrown. */
  async #isCaught({ callFrames, asyncStackTrace }: Debugger.PausedEventDataType): Promise<boolean> {
    const locations = callFrames.map(({ location }) => location);
    for (let stack = asyncStackTrace; stack; stack = stack.parent)
      locations.push(...stack.callFrames);
    const own = locations.filter((location) => this.scripts.placeOf(location));
    const places = await Promise.all(own.map((location) => this.#readPlace(location)));
    return this.main.call("isCaught", places);
  }

  /** Whether a `debugger` statement stands there. */
  async #isStatement(location: Debugger.Location): Promise<boolean> {
    const { text, line, column } = await this.#readPlace(location);
    return text.split("\n")[line]!.startsWith("debugger", column);
  }

  async #readPlace({ scriptId, lineNumber, columnNumber = 0 }: Debugger.Location): Promise<Spot> {
    const { scriptSource: text } = await this.main.post<Debugger.GetScriptSourceReturnType>(
      "Debugger.getScriptSource",
      { scriptId },
    );
    const { startLine, startColumn } = this.scripts.startOf(scriptId);
    const line = lineNumber - startLine;
    return { text, line, column: columnNumber - (line === 0 ? startColumn : 0) };
  }

  #resume(): void {
    this.#isPaused = false;
    this.frames = [];
    if (!this.#isTold) return;
    this.#isTold = false;
    this.tell("continued", { threadId, allThreadsContinued: true });
  }
}

type Reason = "breakpoint" | "exception" | "pause" | "step";
const ways = ["resume", "stepOver", "stepInto", "stepOut"] as const;
type Way = (typeof ways)[number];
const isWay = (why: Reason | Way): why is Way => (ways as readonly string[]).includes(why);
