// Does the experiments of "Try it": `npm run test:tries [-- full] [part of a notebook's name]`.
// `full`: not in the notebooks' fast mode; the long ones take up to an hour together.
import { spawnSync } from "node:child_process";

const words = process.argv.slice(2);
const part = words.find((word) => word !== "full") ?? "";
const { status } = spawnSync(process.execPath, ["test/support/run.mjs", "notebooks", "tries"], {
  stdio: "inherit",
  env: {
    ...process.env,
    GANBOOK_TRIES: words.includes("full") ? "full" : "fast",
    GANBOOK_PART: part,
  },
});
process.exit(status ?? 1);
