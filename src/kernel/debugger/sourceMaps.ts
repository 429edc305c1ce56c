import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";

const maps = new Map<string, TraceMap | undefined>();

/**
 * Where a position of a script, counted from 0, comes from by the script's own map, if it has one
 * and the source is there. @returns its line from 1
 */
export function findOrigin(
  file: string,
  mapUrl: string | undefined,
  line: number,
  column: number,
): { path: string; line: number } | undefined {
  if (!mapUrl) return undefined;
  if (!maps.has(file)) maps.set(file, readMap(file, mapUrl));
  const map = maps.get(file);
  const found = map && originalPositionFor(map, { line: line + 1, column });
  if (!found || found.source === null) return undefined;
  const path = found.source.startsWith("file:")
    ? fileURLToPath(found.source)
    : resolve(dirname(file), found.source);
  return existsSync(path) ? { path, line: found.line } : undefined;
}

function readMap(file: string, url: string): TraceMap | undefined {
  const [, isBase64, data] = /^data:[^,]*?(;base64)?,(.*)$/s.exec(url) ?? [];
  try {
    if (data === undefined) return new TraceMap(readFileSync(resolve(dirname(file), url), "utf8"));
    return new TraceMap(
      isBase64 ? Buffer.from(data, "base64").toString() : decodeURIComponent(data),
    );
  } catch {
    return undefined; // a library that comes without its map
  }
}
