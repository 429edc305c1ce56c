import { composeHelp, UsageError, type Command } from "../command";
import { openLab } from "../lab";
import { setup } from "../setup";

const head = {
  name: "lab",
  places: "[folder] [options] [-- any of Jupyter's options]",
  summary:
    "Sets up what is missing, then opens JupyterLab on the course, or on a folder of your own.",
};

/** Jupyter's options that are passed on without `--`: these three, and settings of its classes. */
const passed = /^--(no-browser|port=\d+|ip=.+|[A-Z]\w*\.\w+=.*)$/;

/** The folder and Jupyter's options. @throws UsageError for any other option before `--` */
export function parseLab(args: readonly string[]): {
  folder: string | undefined;
  options: string[];
} {
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  const own = args.slice(0, end);
  const folder = own[0]?.startsWith("-") === false ? own[0] : undefined;
  const options = own.slice(folder === undefined ? 0 : 1);
  const unknown = options.find((option) => !passed.test(option));
  if (unknown !== undefined)
    throw new UsageError(
      `lab: expected --no-browser, --port=n, --ip=address or --Class.setting=value, ` +
        `received "${unknown}"; other options of Jupyter go after --, ` +
        `e.g. ganbook lab -- --expose-app-in-browser`,
    );
  return { folder, options: [...options, ...args.slice(end + 1)] };
}

export const lab: Command = {
  ...head,
  help: composeHelp({
    ...head,
    lines: [
      ["--no-browser", "Print the address instead of opening it."],
      ["--port=n", "Listen there. Default 8888, or the next that is free."],
      ["--ip=address", "Listen there. Default localhost."],
      ["--Class.setting=value", "Any setting of Jupyter's, e.g. --ServerApp.port_retries=0."],
      ["-- …", "Everything after it goes to Jupyter as it is."],
    ],
    moreCodes: ["Jupyter's own, once it runs"],
  }),
  run: async (args) => {
    const { folder, options } = parseLab(args);
    await setup({ tensorflowOptional: true });
    return openLab(folder, options);
  },
};
