import { defineCommand, UsageError } from "../command";
import { installForJupyter, removeFromJupyter } from "../kernel";

export const kernel = defineCommand({
  name: "kernel",
  places: "install [--user | --sys-prefix] [--tslab] [--remove]",
  summary:
    "Makes the kernel known to Jupyter outside of this project: Lab, Notebook, VS Code, " +
    "JupyterHub.",
  options: {
    user: {
      type: "boolean",
      default: false,
      about: "To every Jupyter of this user. That is what is done without an option.",
    },
    "sys-prefix": {
      type: "boolean",
      default: false,
      about: "Only to the Jupyter of the Python on the PATH (or in GANBOOK_PYTHON).",
    },
    tslab: {
      type: "boolean",
      default: false,
      about: "tslab's own kernel instead, with one repair; it has no live panel.",
    },
    remove: { type: "boolean", default: false, about: "Takes it back." },
  },
  run: async ({ user, "sys-prefix": sysPrefix, tslab, remove }, positionals) => {
    if (positionals.join(" ") !== "install")
      throw new UsageError(
        `kernel: expected "install", received "${positionals.join(" ")}"; ` +
          `ganbook kernel install --remove takes it back`,
      );
    if (user && sysPrefix)
      throw new UsageError("kernel: expected --user or --sys-prefix, received both");
    const where = sysPrefix ? "sys-prefix" : "user";
    const kind = tslab ? "tslab" : "ganbook";
    console.log(remove ? removeFromJupyter(where, kind) : installForJupyter(where, kind));
    return 0;
  },
});
