import { setRunningKernel, type Comm, type Kernel } from "../../src/kernel/api";

const ignore = (): undefined => undefined;

/** A comm whose other side nobody hears. */
export const deafComm = (target: string): Comm => ({
  id: "panel",
  target,
  send: ignore,
  close: ignore,
});

/** Makes a kernel the running one that does nothing but what the test gives it. */
export function setFakeKernel(parts: Partial<Kernel> = {}): void {
  setRunningKernel({
    display: ignore,
    clearOutput: ignore,
    openComm: deafComm,
    registerTarget: ignore,
    onInterrupt: () => ignore,
    onBreak: () => ignore,
    onLastCall: () => ignore,
    addFormatter: ignore,
    ...parts,
  });
}
