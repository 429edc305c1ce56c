import type { Outputs } from "./outputs";

/** A sentence of a notebook that its committed outputs show. */
export interface Claim {
  /** Where it stands: a cell's id. */
  readonly cell: string;
  /** Its words, as they stand there, or some of them. */
  readonly says: string;
  /** Throws where the outputs do not show it. */
  readonly shows: (outputs: Outputs) => void;
}

/** What a notebook says and shows, but for the experiments of "Try it". */
export interface NotebookClaims {
  readonly file: string;
  readonly claims: readonly Claim[];
  /** Sentences with a number, a question or a "will" that its run cannot show, and why not. */
  readonly told: readonly { readonly says: string; readonly why: string }[];
}
