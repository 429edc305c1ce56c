import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { homePaths } from "../paths";

/**
 * Makes sure, before anything is downloaded, that the home folder and the log in it can be written
 * to. The home in a project, `.ganbook`, is hidden from git.
 *
 * @throws Error saying what cannot be written and what to do
 */
export function prepareHome(): void {
  const { home, log } = homePaths();
  prepareFolder(home);
  if (basename(home) === ".ganbook") writeFileSync(join(home, ".gitignore"), "*\n");
  explain(log, () => appendFileSync(log, ""));
}

/**
 * Makes a folder of the home where there is none, and makes sure that it can be written to.
 *
 * @throws as {@link prepareHome}
 */
export function prepareFolder(folder: string): void {
  explain(folder, () => {
    const probe = join(folder, `probe.${process.pid}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(probe, "");
    rmSync(probe);
  });
}

function explain(place: string, write: () => void): void {
  try {
    write();
  } catch (cause) {
    throw new Error(
      `expected to write to ${place}, received "${(cause as Error).message}". ` +
        `Where that is somebody else's installation, name a folder of your own in GANBOOK_HOME ` +
        `or ask them to run \`npx ganbook setup\`; otherwise free or repair the place.`,
      { cause },
    );
  }
}
