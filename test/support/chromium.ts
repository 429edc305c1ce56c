import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

function findOnPath(): string | undefined {
  return names
    .flatMap((name) => (process.env.PATH ?? "").split(":").map((folder) => `${folder}/${name}`))
    .find((path) => existsSync(path));
}

/**
 * A Chromium to test with: the system's, or one installed now (Debian's package as root, else
 * Playwright's).
 */
export function findChromium(): string {
  const own = process.env.CHROMIUM ?? findOnPath();
  if (own) return own;
  const install = (command: string, args: string[]): boolean => {
    console.log(`no Chromium found; installing one: ${command} ${args.join(" ")}`);
    return spawnSync(command, args, { stdio: "inherit" }).status === 0;
  };
  if (process.getuid?.() === 0) {
    install("apt-get", ["update", "-qq"]);
    install("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"]);
  } else install("npx", ["playwright-core", "install", "chromium"]);
  const found = findOnPath() ?? chromium.executablePath();
  if (existsSync(found)) return found;
  throw new Error(
    `expected a Chromium (${names.join(", ")}), found none; install one or name it in CHROMIUM`,
  );
}
