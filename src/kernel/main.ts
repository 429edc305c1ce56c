/** The kernel's process: `node dist/kernel/main.js <connection file>`. */
import { repairTslab } from "./repairs";

interface TslabMain {
  startKernel: (options: { configPath: string; enableFindLocal: boolean }) => void;
}

repairTslab();
const { startKernel } = require("tslab/dist/main.js") as TslabMain;
startKernel({ configPath: process.argv[2] ?? "", enableFindLocal: false });
