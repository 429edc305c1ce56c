import { runningKernel, type DisplayOptions, type Kernel, type MimeBundle } from "../kernel/api";

/** Where outputs go: to the running kernel, to tslab's own, or, in a script, nowhere. */
export function displayPlace(): Pick<Kernel, "display"> | undefined {
  return runningKernel() ?? tslabKernel();
}

/** Shows a bundle under the running cell; in a script prints its text. */
export function present(bundle: MimeBundle, metadata: Record<string, unknown> = {}): void {
  const place = displayPlace();
  if (place) place.display(bundle, { metadata });
  else console.log(String(bundle["text/plain"]));
}

interface TslabOutput {
  lastWriteDisplayData: (content: object, update: boolean) => void;
}

/**
 * tslab's `display` has one form a message and no names for outputs; what is below it has both
 * (`lastWriteDisplayData` in tslab 1.0.22's dist/jupyter.js).
 */
function tslabKernel(): Pick<Kernel, "display"> | undefined {
  if (!("__tslab__" in globalThis)) return undefined;
  const file = Object.keys(require.cache).find((path) => /\btslab.dist.jupyter\.js$/.test(path));
  const tslab = file === undefined ? undefined : (require.cache[file]?.exports as TslabOutput);
  return (
    tslab && {
      display(data: MimeBundle, options: DisplayOptions = {}) {
        const { metadata = {}, displayId, update = false } = options;
        const transient = displayId === undefined ? {} : { display_id: displayId };
        tslab.lastWriteDisplayData({ data, metadata, transient }, update);
      },
    }
  );
}
