/**
 * What the kernel's two threads say to each other. The main thread runs the cells; while it is
 * busy, or stopped at a breakpoint, the control thread still answers heartbeats, takes interrupts,
 * waits for typed input, debugs, and publishes.
 */
import type { Header } from "./message";
import type { Connection } from "./connection";
import type { CompiledScript } from "./debugger/shared";

/** Positions in the shared `Int32Array`. */
export const slots = {
  /** 1 while an interrupt waits to be seen. */
  interrupt: 0,
  /** 1 after the control thread has raised SIGINT for that interrupt. */
  signalled: 1,
  /** What became of the input that the main thread waits for. */
  input: 2,
  /** The length of the typed line in bytes. */
  inputLength: 3,
  /** 1 while somebody has asked to be told of an interrupt, and will end by itself. */
  listening: 4,
  /** When the stop button was pressed last, as `clock` tells it; 0 after that was dealt with. */
  pressedAt: 5,
  /** 1 while SIGINT breaks into a cell's synchronous code; see gate.ts. */
  breakable: 6,
  /** 1 while the control thread decides whether to raise SIGINT, and raises it. */
  raising: 7,
  /** 1 while the debugger is on, and told of each cell before it runs. */
  debugging: 8,
  /** 1 after the debugger has heard of such a cell. */
  heard: 9,
} as const;

/** Milliseconds, as far as a slot holds them. */
export const clock = (time: number): number => time & 0x3fffffff || 1;

export const inputStates = { waiting: 0, typed: 1, interrupted: 2 } as const;

/** The longest line that can be typed, in bytes. */
export const maxInput = 1 << 20;

/**
 * How many bad messages are told of in the terminal, so that a flood of them does not become a
 * flood of lines.
 */
export const mostLogged = 100;

/**
 * How a kernel ends that is asked to, or that nobody reaches any more, in ms: within ten seconds.
 */
export const leaving = {
  lookEvery: 500,
  /** Until the cell that has not ended by itself is interrupted. */
  interruptAfter: 5000,
  /** Until the process is ended, come what may. */
  killAfter: 9000,
} as const;

export interface ControlData {
  connection: Connection;
  flags: Int32Array;
  line: Uint8Array;
  /** The content of `kernel_info_reply`. */
  info: Record<string, unknown>;
}

/** From the main thread to the control thread: ask the front end for a line. */
export interface AskForInput {
  type: "input";
  identities: Uint8Array[];
  parent: Header;
  prompt: string;
  password: boolean;
}

/** Frames of a message, one after the other. */
export interface PackedFrames {
  bytes: Uint8Array;
  lengths: number[];
}

/** From the main thread to the control thread. */
export type MainEvent =
  | AskForInput
  | { type: "publish"; frames: PackedFrames }
  /** Whose cell runs from now on: after each idle of another request it is busy again. */
  | { type: "running"; parent: Header | undefined }
  /** To the debugger, for which the main thread waits meanwhile: what is about to run. */
  | { type: "begin"; script: CompiledScript }
  | { type: "end" }
  /** After {@link ControlEvent}'s "disconnected". */
  | { type: "close" };

/** From the control thread to the main thread. */
export type ControlEvent =
  | { type: "ready" }
  /** The debugger has gone: the thread may end. */
  | { type: "disconnected" }
  | { type: "interrupt" }
  | { type: "input"; line: string | undefined }
  | { type: "shutdown"; restart: boolean }
  | { type: "orphaned" };
