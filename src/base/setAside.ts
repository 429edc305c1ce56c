import { existsSync, renameSync } from "node:fs";
import { printMessage } from "./output";
import type { ReadBack } from "./readJson";

/**
 * Renames what cannot be read to `<name>.unreadable`, `<name>.unreadable-2` and so on, so that its
 * place is free and nothing of it is lost. Returns the new name.
 */
export function setAside(path: string): string {
  for (let i = 1; ; i++) {
    const aside = `${path}.unreadable${i === 1 ? "" : `-${i}`}`;
    if (existsSync(aside)) continue;
    renameSync(path, aside);
    return aside;
  }
}

/** Sets a file aside that was read in vain, and says so, with what follows from it. */
export function setAsideUnread(
  path: string,
  { value, problem }: ReadBack<unknown>,
  more = "",
): void {
  if (problem && !value) printMessage(`${problem}. Set aside as ${setAside(path)}${more}.`, "warn");
}
