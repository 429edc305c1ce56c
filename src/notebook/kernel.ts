/**
 * The way to the running kernel's display messages.
 *
 * tslab's public `display` sends one MIME type a message and cannot name its display; the function underneath can, so it
 * is looked up among the loaded modules (tslab 1.0.22, dist/jupyter.js, `lastWriteDisplayData`).
 */

/** One output in several forms, by MIME type; the front end shows the richest it knows. */
export type MimeBundle = Record<string, unknown>;

/** The content of Jupyter's `display_data` and `update_display_data` messages. */
export interface DisplayData {
  data: MimeBundle;
  metadata: Record<string, unknown>;
  transient: { display_id?: string };
}

type WriteDisplayData = (content: DisplayData, update: boolean) => void;

/** The kernel's display function, or undefined outside a notebook. */
export function kernelDisplay(): WriteDisplayData | undefined {
  const path = Object.keys(require.cache).find((file) => /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(file));
  const exports = path && (require.cache[path]?.exports as { lastWriteDisplayData?: WriteDisplayData | null });
  return exports ? (exports.lastWriteDisplayData ?? undefined) : undefined;
}
