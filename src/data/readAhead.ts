import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { packageFolder } from "../base/paths";
import { ByteFile } from "./byteFile";
import { sampleLength } from "./dataset";
import { isPictures, type Data, type Pictures } from "./pictures";
import { gatherSamples } from "./samples";

/** Pictures whose bytes are in a file. */
export type PicturesInFile = Pictures & { readonly bytes: ByteFile };

/** Whether data are pictures whose bytes are in a file. */
export const isInFile = (data: Data): data is PicturesInFile =>
  isPictures(data) && data.bytes instanceof ByteFile;

/** What the thread is told once: where the file is, and the memory that both see. */
export interface ReadAheadData {
  /** For each slot the ticket of what it holds; below 0 where that could not be read. */
  readonly states: Int32Array;
  /** A batch each, `[batchSize, ...shape]` numbers. */
  readonly slots: readonly Float32Array[];
  readonly descriptor: number;
  readonly path: string;
  /** Where the first row begins in the file. */
  readonly start: number;
  /** Bytes of a row. */
  readonly length: number;
}

/** What the thread is asked for. */
export interface ReadRequest {
  readonly slot: number;
  readonly ticket: number;
  readonly rows: Uint32Array;
}

interface Asked {
  readonly step: number;
  readonly slot: number;
  readonly ticket: number;
  readonly positions: Int32Array;
}

/** A batch, and which samples it has. */
export interface GatheredBatch {
  readonly samples: Float32Array;
  readonly positions: Int32Array;
}

const mostSlots = 4;
/** All slots together: 64 MB, or two batches where that is more. */
const mostNumbers = 2 ** 24;
/** How long a batch is waited for before it is read here, ms. */
const patience = 2000;

/** Numbers that are about to be written: to fill them with zeros takes longer than to copy them. */
const unfilled = (count: number): Float32Array =>
  new Float32Array(Buffer.allocUnsafeSlow(4 * count).buffer);

/** Threads of batches that were forgotten. */
const forgotten = new FinalizationRegistry<Worker>((worker) => void worker.terminate());

/**
 * Batches of pictures in a file, of which a thread reads the next ones while a step runs. What a
 * batch has does not depend on it: one that the thread has not is read here.
 */
export class ReadAhead {
  readonly #data: PicturesInFile;
  readonly #positionsOf: (step: number) => Int32Array;
  readonly #shared: ReadAheadData;
  readonly #asked: Asked[] = [];
  readonly #free: number[];
  #worker: Worker | undefined;
  #tickets = 0;
  /** What has become of the thread: it must not hold this, or nobody could forget it. */
  #fate: { death?: Error; isWanted: boolean } = { isWanted: true };

  /** @param positionsOf which samples the batch of a step has */
  constructor(data: PicturesInFile, batchSize: number, positionsOf: (step: number) => Int32Array) {
    [this.#data, this.#positionsOf] = [data, positionsOf];
    const length = sampleLength(data.shape);
    const numbers = batchSize * length;
    const count = Math.max(2, Math.min(mostSlots, Math.floor(mostNumbers / numbers)));
    const { descriptor, path, start } = data.bytes;
    this.#shared = {
      states: new Int32Array(new SharedArrayBuffer(4 * count)),
      slots: Array.from(
        { length: count },
        () => new Float32Array(new SharedArrayBuffer(4 * numbers)),
      ),
      descriptor,
      path,
      start,
      length,
    };
    this.#free = [...this.#shared.slots.keys()];
  }

  /**
   * The batch of a step, in memory of its own.
   *
   * @throws Error when the thread has died, or the file has become shorter
   */
  draw(step: number): GatheredBatch {
    if (this.#fate.death) throw this.#fate.death;
    // Somebody went back to another step: what was asked for is of no use.
    if (this.#asked[0]?.step !== step)
      for (const { slot } of this.#asked.splice(0)) this.#free.push(slot);
    const asked = this.#asked.shift();
    const positions = asked?.positions ?? this.#positionsOf(step);
    const samples = unfilled(this.#shared.slots[0]!.length);
    if (asked && this.#isReady(asked)) samples.set(this.#shared.slots[asked.slot]!);
    else gatherSamples(this.#data, positions, samples);
    if (asked) this.#free.push(asked.slot);
    this.#ask(step);
    return { samples, positions };
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#fate.isWanted = false;
    if (worker) forgotten.unregister(this);
    await worker?.terminate();
  }

  /** Asks for the steps after one, as many as there are free slots. */
  #ask(step: number): void {
    const worker = (this.#worker ??= this.#start());
    const { rows } = this.#data;
    for (let next = (this.#asked.at(-1)?.step ?? step) + 1; this.#free.length; next++) {
      const [slot, ticket] = [this.#free.shift()!, (this.#tickets = (this.#tickets % 2 ** 30) + 1)];
      const positions = this.#positionsOf(next);
      this.#asked.push({ step: next, slot, ticket, positions });
      const wanted = Uint32Array.from(positions, (place) => (rows ? rows[place]! : place));
      worker.postMessage({ slot, ticket, rows: wanted } satisfies ReadRequest);
    }
  }

  #isReady({ slot, ticket }: Asked): boolean {
    const { states } = this.#shared;
    const latest = performance.now() + patience;
    for (;;) {
      const state = Atomics.load(states, slot);
      if (Math.abs(state) === ticket) return state === ticket;
      const left = latest - performance.now();
      if (left <= 0 || Atomics.wait(states, slot, state, left) === "timed-out") return false;
    }
  }

  #start(): Worker {
    const code = join(packageFolder, "dist", "data", "readAheadThread.js");
    // What Node was started with is not for a thread that only reads.
    const worker = new Worker(code, { workerData: this.#shared, execArgv: [] });
    worker.unref();
    const fate = this.#fate;
    const died = (why: string, cause?: unknown): void => {
      if (!fate.isWanted || fate.death) return;
      fate.death = new Error(
        `the thread that reads pictures ahead has ended (${why}); train the game again: it goes ` +
          "on where it stopped",
        { cause },
      );
    };
    worker.on("error", (error) => died(error.message, error));
    worker.on("exit", (code) => died(`exit code ${code}`));
    forgotten.register(this, worker, this);
    return worker;
  }
}
