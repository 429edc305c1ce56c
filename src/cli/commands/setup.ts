import { defineCommand, noArguments } from "../command";
import { setup as setUp } from "../setup";

export const setup = defineCommand({
  name: "setup",
  places: "[--runtime]",
  summary: "Sets up JupyterLab, the kernel and TensorFlow in the home folder; what is there stays.",
  options: {
    runtime: {
      type: "boolean",
      default: false,
      about: "Only TensorFlow, for scripts: without JupyterLab and the kernel.",
    },
  },
  moreCodes: ["129, 130, 143: ended by SIGHUP, SIGINT, SIGTERM; the next set-up goes on"],
  run: async ({ runtime }, positionals) => {
    noArguments("setup", positionals);
    await setUp({ runtimeOnly: runtime });
    return 0;
  },
});
