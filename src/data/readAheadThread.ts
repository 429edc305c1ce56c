/** The thread that reads batches ahead. See readAhead.ts. */
import { parentPort, workerData } from "node:worker_threads";
import { readExactly } from "./byteFile";
import { writeLevels } from "./levels";
import type { ReadAheadData, ReadRequest } from "./readAhead";

const { states, slots, descriptor, path, start, length } = workerData as ReadAheadData;
const one = new Uint8Array(length);

parentPort!.on("message", ({ slot, ticket, rows }: ReadRequest) => {
  let outcome = ticket;
  try {
    for (const [i, row] of rows.entries()) {
      readExactly(descriptor, one, start + row * length, path);
      writeLevels(one, slots[slot]!, i * length);
    }
  } catch {
    outcome = -ticket; // who waits reads it again, and sees why
  }
  Atomics.store(states, slot, outcome);
  Atomics.notify(states, slot);
});
