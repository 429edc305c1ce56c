/** What code in cells, and libraries, can ask of the kernel they run in. */
import { kernelKey } from "../base/interrupt";

/** One output in several forms, by MIME type; the front end shows the richest it knows. */
export type MimeBundle = Record<string, unknown>;

export interface DisplayOptions {
  metadata?: Record<string, unknown>;
  /** A name for the output, so that it can be changed later. */
  displayId?: string;
  /** Change all outputs of that name instead of adding one. Default false. */
  update?: boolean;
}

/**
 * One conversation with the front end, in both directions.
 * https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages
 */
export interface Comm {
  readonly id: string;
  readonly target: string;
  /**
   * Sends a message to the other side.
   *
   * @throws TypeError on an unknown option
   */
  send(data: object, options?: { metadata?: object; buffers?: readonly Uint8Array[] }): void;
  /** Ends the conversation. */
  close(data?: object): void;
  /** Called for each message of the other side. */
  onMessage?: (data: Record<string, unknown>, buffers: readonly Uint8Array[]) => void;
  /** Called when the other side closes. */
  onClose?: (data: Record<string, unknown>) => void;
}

/** The running kernel. */
export interface Kernel {
  /**
   * Shows something under the running cell.
   *
   * @throws TypeError on an unknown option
   */
  display(bundle: MimeBundle, options?: DisplayOptions): void;
  /** Removes the running cell's outputs; with `wait` only when the next one comes. */
  clearOutput(wait?: boolean): void;
  /**
   * Opens a comm to a target that the front end has registered.
   *
   * @throws TypeError on an unknown option
   */
  openComm(
    target: string,
    data?: object,
    options?: { metadata?: object; buffers?: readonly Uint8Array[] },
  ): Comm;
  /** Waits for comms that the front end opens. */
  registerTarget(target: string, opened: (comm: Comm, data: Record<string, unknown>) => void): void;
  /**
   * Calls `stop` when the stop button is pressed, instead of failing the cell: the code that
   * registered it ends its work soon, and the cell goes on. A second press fails the cell.
   *
   * @returns a function that takes `stop` back
   */
  onInterrupt(stop: () => void): () => void;
  /**
   * Calls `leave` some seconds before a kernel that was asked to end, or that nobody reaches any
   * more, is ended, for what still waits then.
   *
   * @returns a function that takes `leave` back
   */
  onLastCall(leave: () => void): () => void;
  /**
   * Calls `restore` when Node has broken into a cell's synchronous code, the stop button's last
   * resort: no `finally` runs there.
   *
   * @returns a function that takes `restore` back
   */
  onBreak(restore: () => void): () => void;
  /**
   * Says how values are shown as a cell's last expression, where they have no
   * `Symbol.for("Jupyter.display")` method of their own: the first formatter that returns a bundle
   * counts.
   */
  addFormatter(
    format: (value: unknown) => MimeBundle | undefined | Promise<MimeBundle | undefined>,
  ): void;
}

/** The kernel that this code runs in, or undefined in a script. */
export function runningKernel(): Kernel | undefined {
  return (globalThis as Record<symbol, unknown>)[kernelKey] as Kernel | undefined;
}

/** Makes a kernel the running one. */
export function setRunningKernel(kernel: Kernel): void {
  Object.defineProperty(globalThis, kernelKey, { value: kernel, configurable: true });
}
