/** The kernel's process: `node dist/kernel/main.js <connection file>`. */
import { readConnection } from "./connection";
import { KernelServer } from "./server";

new KernelServer(readConnection(process.argv[2])).start().catch((error: unknown) => {
  console.error("ganbook kernel:", error);
  process.exitCode = 1;
});
