import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The kernel of the ganbook that a notebook's project has installed, so that one kernelspec serves
 * projects with different versions.
 *
 * @param folder the notebook's
 * @param self the file of the kernel that asks
 * @returns the file to load instead, or undefined where it is the same or there is none
 */
export function kernelOfProject(folder: string, self: string): string | undefined {
  const file = join(folder, "node_modules", "ganbook", "dist", "kernel", "main.js");
  if (existsSync(file)) return realpathSync(file) === realpathSync(self) ? undefined : file;
  const above = dirname(folder);
  return above === folder ? undefined : kernelOfProject(above, self);
}
