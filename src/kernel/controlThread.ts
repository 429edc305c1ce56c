/** The control thread: heartbeat, control and stdin sockets. See shared.ts. */
import { writeSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { Reply, Router } from "zeromq";
import { addressOf } from "./connection";
import { Sender } from "./sender";
import { Wire, type Message } from "./message";
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

const sockets: (Reply | Router)[] = [];

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
  const answer = (request: Message): void => {
    const status = (execution_state: string): Buffer[] =>
      wire.write("status", { execution_state }, request);
    const reply = (type: string, content: Record<string, unknown>): void =>
      sender.send(
        wire.write(type, { status: "ok", ...content }, request, { identities: request.identities }),
      );
    tell({ type: "status", frames: [status("busy")] });
    switch (request.header.msg_type) {
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
        tell({ type: "shutdown", restart });
        // A main thread that does not come back is ended from here.
        setTimeout(() => process.kill(process.pid, "SIGKILL"), 1000).unref();
      }
    }
    tell({ type: "status", frames: [status("idle")] });
  };
  void (async () => {
    for await (const frames of socket)
      try {
        answer(wire.read(frames));
      } catch (error) {
        log("control", error);
      }
  })();
}

function interrupt(): void {
  Atomics.store(flags, slots.pressedAt, clock(Date.now()));
  Atomics.store(flags, slots.interrupt, 1);
  settleInput(inputStates.interrupted);
  tell({ type: "interrupt" });
  if (process.platform === "win32") return; // there a signal would end the process
  setTimeout(() => {
    // Said before it is looked whether it is needed: a cell that begins now waits for the signal.
    Atomics.store(flags, slots.signalled, 1);
    if (Atomics.load(flags, slots.interrupt) === 0 || Atomics.load(flags, slots.listening) === 1)
      return void Atomics.store(flags, slots.signalled, 0);
    process.kill(process.pid, "SIGINT");
  }, patience);
}

async function stdin(): Promise<void> {
  const socket = new Router({ linger: 500 });
  sockets.push(socket);
  await socket.bind(addressOf(connection, connection.stdin_port));
  const sender = new Sender(socket);
  parentPort!.on("message", (ask: AskForInput | "end") => {
    if (ask === "end") return end();
    const { prompt, password, parent } = ask;
    const identities = ask.identities.map((identity) => Buffer.from(identity));
    const request = { header: parent } as Message;
    sender.send(wire.write("input_request", { prompt, password }, request, { identities }));
  });
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

/**
 * Closes what is open, so that the thread ends by itself: zeromq brings the process down when it is
 * cut off.
 */
function end(): void {
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
void Promise.all([heartbeat(), control(), stdin()]).then(() => tell({ type: "ready" }));
