import type { Outputs } from "../outputs";

/** What a reader does while a cell runs, as soon as something has come: presses a button. */
export interface Press {
  readonly button: "stop" | "restart";
  /** Whether it is time, by what the cell has shown so far and by the notebook's folder. */
  readonly when: (texts: readonly string[], folder: string) => boolean;
}

/** Text to be replaced in a cell, where it stands once, and what takes its place. */
export type Edit = readonly [from: string, to: string];

/** Something that a reader does: runs a cell, as it is or changed, or writes a new one. */
export type Action =
  | string
  | {
      readonly cell: string;
      readonly edits?: readonly Edit[];
      readonly press?: Press;
      /** A name for what it shows, where it is run more than once. Default: the cell's. */
      readonly as?: string;
    }
  | { readonly newCell: string; readonly code: string };

/** An experiment of "Try it". */
export interface Try {
  /** Its number in the notebook. */
  readonly number: number;
  /** What it foretells, in its words. */
  readonly says: string;
  /** What a reader types and runs, after the notebook has been run. */
  readonly actions: readonly Action[];
  /** Throws where what comes out is not so, in the fast mode too. Returns the numbers for it. */
  readonly shows?: (after: Outputs, before: Outputs) => string;
  /** What only a training in full can show. */
  readonly full?: {
    readonly shows: (after: Outputs, before: Outputs) => string;
    /** What was found when it was last played: `npm run test:tries -- full`. */
    readonly found: string;
  };
}

/** The experiments of a notebook. */
export interface NotebookTries {
  readonly file: string;
  /** The cells that they need, run once before them. */
  readonly before: readonly Action[];
  readonly tries: readonly Try[];
  /** Whether its training takes seconds: then every test plays it in full. */
  readonly isShort?: boolean;
}
