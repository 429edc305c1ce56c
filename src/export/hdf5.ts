import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { File } from "h5wasm/node" with { "resolution-mode": "import" };

/** The bytes of an HDF5 file. */
export async function hdf5Bytes(write: (file: File) => void): Promise<Buffer> {
  const hdf5 = await import("h5wasm/node");
  await hdf5.ready;
  const folder = mkdtempSync(join(tmpdir(), "ganbook-hdf5-"));
  try {
    const path = join(folder, "model.h5");
    const file = new hdf5.File(path, "w");
    write(file);
    file.close();
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
