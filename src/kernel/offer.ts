import { setRunningKernel } from "./api";
import type { Cells } from "./cells";
import type { Comms } from "./comms";
import type { Control } from "./control";
import { Debuggee } from "./debugger/debuggee";
import { thrownError } from "./errors";
import type { Executor } from "./executor";
import type { Input } from "./input";
import type { Interrupts } from "./interrupts";
import type { Message } from "./message";
import type { Output } from "./output";
import { showPromisesPlainly } from "./show/format";
import { mapStacks } from "./stacks";

/** What of the kernel cells and libraries have to do with. */
export interface KernelParts {
  readonly executor: Executor<Message>;
  readonly cells: Cells;
  readonly output: Output;
  readonly comms: Comms;
  readonly input: Input;
  readonly interrupts: Interrupts;
  readonly control: Control;
}

/** Puts in place what cells and libraries find of the kernel. */
export function offerKernel(parts: KernelParts): void {
  const { executor, cells, output, comms, input, interrupts } = parts;
  showPromisesPlainly();
  mapStacks(executor.findLine);
  setRunningKernel({
    display: (bundle, options) => output.display(bundle, options),
    clearOutput: (wait) => output.clear(wait),
    openComm: comms.open,
    registerTarget: comms.registerTarget,
    onInterrupt: (stop) => interrupts.onInterrupt(stop),
    onLastCall: (leave) => interrupts.onLastCall(leave),
    onBreak: (restore) => cells.breaks.onBreak(restore),
    addFormatter: (formatter) => void cells.formatters.push(formatter),
  });
  offerDebugging(parts);
  output.capture();
  input.install();
  executor.scope.prompt = input.prompt;
  process.exit = (): never => {
    throw new Error("process.exit would end the kernel; use Kernel > Restart instead");
  };
  const late = (error: unknown): void => {
    const { traceback } = thrownError(error, executor.sourceOf);
    output.stream("stderr", `${traceback.join("\n")}\n`);
  };
  process.on("uncaughtException", late);
  process.on("unhandledRejection", late);
}

function offerDebugging({ executor, cells, output, control }: KernelParts): void {
  const { compiler, scope } = executor;
  const debuggee = new Debuggee({
    ...{ compiler, scope, formatters: cells.formatters },
    flush: () => output.flush(),
  });
  executor.onCompiled = (compiled, request) => {
    // The front end knows a cell by its text, magics and all; they have kept its lines.
    const source = request ? String(request.content.code) : compiled.source;
    debuggee.keepScript({ ...compiled, source });
    if (control.isDebugging) control.begin(debuggee.script(compiled.name));
  };
}
