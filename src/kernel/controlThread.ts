/** The control thread: heartbeat, control, stdin and iopub sockets. See shared.ts. */
import { writeSync } from "node:fs";
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { Reply, Router } from "zeromq";
import { addressOf } from "./connection";
import type { DebugAdapter } from "./debugger/adapter";
import type { DebugRequest } from "./debugger/protocol";
import type { CompiledScript } from "./debugger/shared";
import { Wire, type Content, type Message } from "./message";
import { Publisher, unpackFrames } from "./publisher";
import { raiseWithin } from "./gate";
import { Sender } from "./sender";
import {
  clock,
  inputStates,
  leaving,
  maxInput,
  mostLogged,
  slots,
  type AskForInput,
  type ControlData,
  type ControlEvent,
  type MainEvent,
} from "./shared";

const { connection, flags, line, info } = workerData as ControlData;
const wire = new Wire(connection.key);
const tell = (event: ControlEvent): void => parentPort!.postMessage(event);
/**
 * How long the main thread may take to notice an interrupt before SIGINT breaks into its
 * synchronous code, in ms. That is the last resort: what it breaks into gets no chance to tidy up
 * (V8 runs no `finally`).
 */
const patience = 600;

let dropped = 0;
/** To the terminal itself: what a thread prints would become output of a cell. */
const log = (kind: string, error: unknown): void => {
  if (++dropped > mostLogged) return;
  try {
    writeSync(2, `ganbook kernel: dropped a ${kind} message: ${(error as Error).message}\n`);
  } catch {
    // The terminal has gone; the thread has more to do.
  }
};

/** The debugger, from the first time that it is asked for something until it is to disconnect. */
let debugAdapter: DebugAdapter | undefined;

/** Does what the main thread has said by now, so that what it has printed comes first. */
function catchUp(): void {
  for (let next = receive(); next; next = receive()) heed(next.message);
}
const receive = (): { message: MainEvent } | undefined => receiveMessageOnPort(parentPort!);

function openDebugger(): DebugAdapter {
  // Most kernels are never debugged.
  const { DebugAdapter } = require("./debugger/adapter") as typeof import("./debugger/adapter");
  const identities = [Buffer.from("debug_event")];
  return new DebugAdapter(
    (event) => {
      catchUp();
      publisher.send(wire.write("debug_event", { ...event }, debugRequest, { identities }));
    },
    (isStarted) => Atomics.store(flags, slots.debugging, isStarted ? 1 : 0),
  );
}

/** The last one: what the debugger tells of belongs to it. */
let debugRequest: Message | undefined;

const sockets: (Reply | Router)[] = [];
const publisher = new Publisher(connection, wire);

async function heartbeat(): Promise<void> {
  const socket = new Reply();
  sockets.push(socket);
  await socket.bind(addressOf(connection, connection.hb_port));
  void (async () => {
    for await (const frames of socket) await socket.send(frames);
  })();
}

async function control(): Promise<void> {
  const socket = new Router({ linger: 500 });
  sockets.push(socket);
  await socket.bind(addressOf(connection, connection.control_port));
  const sender = new Sender(socket);
  const answer = async (request: Message): Promise<void> => {
    const send = (type: string, content: Content): void =>
      sender.send(wire.write(type, content, request, { identities: request.identities }));
    const reply = (type: string, content: Content): void =>
      send(type, { status: "ok", ...content });
    publisher.sayBusy(request);
    switch (request.header.msg_type) {
      case "debug_request":
        send("debug_reply", { ...(await debug(request)) });
        break;
      case "kernel_info_request":
        reply("kernel_info_reply", info);
        break;
      case "interrupt_request":
        interrupt();
        reply("interrupt_reply", {});
        break;
      case "shutdown_request": {
        const restart = request.content.restart === true;
        reply("shutdown_reply", { restart });
        if (debugAdapter?.isStopped) interrupt();
        tell({ type: "shutdown", restart });
        // A main thread that does not come back is ended from here.
        setTimeout(() => process.kill(process.pid, "SIGKILL"), 1000).unref();
      }
    }
    publisher.sayIdle(request);
  };
  void (async () => {
    for await (const frames of socket)
      try {
        // A debugger's answer may take until the cell that it waits for is interrupted.
        void answer(wire.read(frames)).catch((error: unknown) => log("control", error));
      } catch (error) {
        log("control", error);
      }
  })();
}

async function debug(request: Message): Promise<object> {
  debugRequest = request;
  debugAdapter ??= openDebugger();
  const reply = await debugAdapter.answer(request.content as unknown as DebugRequest);
  if (request.content.command === "disconnect") debugAdapter = undefined;
  return reply;
}

function interrupt(): void {
  Atomics.store(flags, slots.pressedAt, clock(Date.now()));
  Atomics.store(flags, slots.interrupt, 1);
  settleInput(inputStates.interrupted);
  debugAdapter?.interrupt();
  tell({ type: "interrupt" });
  if (process.platform === "win32") return; // there a signal would end the process
  setTimeout(() => {
    // Said before it is looked whether it is needed: a cell that begins now waits for the signal.
    Atomics.store(flags, slots.signalled, 1);
    const isNeeded = (): boolean =>
      Atomics.load(flags, slots.interrupt) === 1 && Atomics.load(flags, slots.listening) === 0;
    const isRaised = raiseWithin(flags, isNeeded, () => process.kill(process.pid, "SIGINT"));
    if (!isRaised) Atomics.store(flags, slots.signalled, 0);
  }, patience);
}

/** Asks the front end for a line; set when the socket is open. */
let ask: (question: AskForInput) => void = () => undefined;

async function stdin(): Promise<void> {
  const socket = new Router({ linger: 500 });
  sockets.push(socket);
  await socket.bind(addressOf(connection, connection.stdin_port));
  const sender = new Sender(socket);
  ask = ({ prompt, password, parent, ...rest }) => {
    const identities = rest.identities.map((identity) => Buffer.from(identity));
    const content = { prompt, password };
    sender.send(wire.write("input_request", content, { header: parent }, { identities }));
  };
  void (async () => {
    for await (const frames of socket)
      try {
        const { header, content } = wire.read(frames);
        if (header.msg_type === "input_reply")
          settleInput(inputStates.typed, typeof content.value === "string" ? content.value : "");
      } catch (error) {
        log("input", error);
      }
  })();
}

function heed(event: MainEvent): void {
  if (event.type === "publish") publisher.send(unpackFrames(event.frames));
  else if (event.type === "running") publisher.running = event.parent;
  else if (event.type === "begin") begin(event.script);
  else if (event.type === "input") ask(event);
  else if (event.type === "end") void end();
  else void close();
}

/** The main thread waits: what is sent to its inspector now takes effect before the code runs. */
function begin(script: CompiledScript): void {
  debugAdapter?.begin(script);
  Atomics.store(flags, slots.heard, 1);
  Atomics.notify(flags, slots.heard);
}

async function end(): Promise<void> {
  await debugAdapter?.close();
  tell({ type: "disconnected" });
}

/**
 * Closes what is open, so that the thread ends by itself: zeromq brings the process down when it is
 * cut off.
 */
async function close(): Promise<void> {
  await publisher.close();
  for (const socket of sockets) socket.close();
  parentPort!.close();
}

/** Wakes whoever waits for input, in both ways of waiting. */
function settleInput(state: number, text?: string): void {
  const bytes = Buffer.from(text ?? "").subarray(0, maxInput);
  line.set(bytes);
  Atomics.store(flags, slots.inputLength, bytes.length);
  Atomics.store(flags, slots.input, state);
  Atomics.notify(flags, slots.input);
  tell({ type: "input", line: text });
}

/**
 * Watches the process that started the kernel, where that is Jupyter's (it says so in
 * JPY_PARENT_PID): when it has gone, nobody can reach or stop this kernel any more. It is asked to
 * end, then interrupted, then ended.
 */
function watchParent(): void {
  const parent = process.ppid;
  if (process.platform === "win32" || process.env.JPY_PARENT_PID !== String(parent)) return;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    tell({ type: "orphaned" });
    interrupt();
    setTimeout(interrupt, leaving.interruptAfter).unref();
    setTimeout(() => process.kill(process.pid, "SIGKILL"), leaving.killAfter).unref();
  }, leaving.lookEvery);
  watch.unref();
}

watchParent();
parentPort!.on("message", heed);
void Promise.all([publisher.open(), heartbeat(), control(), stdin()]).then(() =>
  tell({ type: "ready" }),
);
