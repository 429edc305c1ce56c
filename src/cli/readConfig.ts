import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";
import { parseOptions } from "../base/options";
import type { TrainConfig } from "./configTypes";
import { trainConfigSchema } from "./trainConfig";

/**
 * Checks what is to be a configuration of `ganbook train`.
 *
 * @param title where it stands, for messages
 * @throws TypeError naming the key, what was expected, what came
 */
export function checkTrainConfig(title: string, content: unknown): TrainConfig {
  parseOptions(title, trainConfigSchema, content);
  return content as TrainConfig;
}

/**
 * Reads the configuration of `ganbook train`: JSON, or YAML. A key that stands twice is refused,
 * which `JSON.parse` would let pass. Nothing is filled in: what is left out is for the functions
 * that take the options.
 *
 * @throws Error naming the file and the place; TypeError naming the key, what was expected, what
 *   came
 */
export function readTrainConfig(path: string): TrainConfig {
  const document = parseDocument(readText(path), { schema: "core", uniqueKeys: true });
  const [problem] = document.errors;
  if (problem) throw new Error(`${path}: ${problem.message}`, { cause: problem });
  let content: unknown;
  try {
    content = document.toJS();
  } catch (cause) {
    throw new Error(`${path}: ${(cause as Error).message}`, { cause }); // too many aliases
  }
  return checkTrainConfig(path, content);
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (cause) {
    throw new Error(`could not read ${path}: ${(cause as Error).message}`, { cause });
  }
}
