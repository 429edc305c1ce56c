/** The kernel's process: `node dist/kernel/main.js <connection file>`. */
import { readConnection } from "./connection";
import { Control } from "./control";
import { watchForFullHeap } from "./memory";
import { kernelOfProject } from "./kernelOfProject";

async function main(): Promise<void> {
  const connection = readConnection(process.argv[2]);
  const notice = watchForFullHeap(process.argv[2]!);
  const control = new Control(connection);
  // Loading the compiler takes most of a second; the control thread starts meanwhile.
  const { KernelServer } = require("./server") as typeof import("./server");
  await new KernelServer(connection, control, notice).start();
}

const ownKernel = kernelOfProject(process.cwd(), __filename);
if (ownKernel) require(ownKernel);
else
  main().catch((error: unknown) => {
    console.error("ganbook kernel:", error);
    process.exit(1);
  });
