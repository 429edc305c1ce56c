import { join } from "node:path";
import { homeFolder } from "../paths";
import { runLong } from "./process";
import { runSteps } from "./steps";

/** A package of npm's that is installed at first use, since few need it. */
export interface LatePackage {
  /** Its folder in ganbook's home folder. */
  readonly place: string;
  /** What people call it. */
  readonly title: string;
  readonly name: string;
  readonly version: string;
  /** How much it is to download, and on disk. */
  readonly size: string;
  readonly licence: string;
  /** A file of it that has to be there. */
  readonly file: string;
}

/**
 * Installs a package into ganbook's home folder where it is not there yet; its scripts do not run.
 *
 * @returns the package's folder
 * @throws Error when it cannot be installed
 */
export async function installPackage(wanted: LatePackage): Promise<string> {
  const { place, title, name, version, size, licence, file } = wanted;
  const home = join(homeFolder(), place);
  const folder = join(home, "node_modules", name);
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund"];
  await runSteps([
    {
      name: title,
      size,
      fingerprint: version,
      produces: [join(folder, file)],
      run: async () => {
        await runLong(npm, ["install", "--prefix", home, ...quiet, `${name}@${version}`]);
        return `${name} ${version}, ${licence}`;
      },
      help: "check the connection to the npm registry (npm ping).",
    },
  ]);
  return folder;
}
