/** Something that text is written to. */
export interface TextOutput {
  write(text: string): unknown;
  on?(event: "error", listener: () => void): unknown;
}

const forgiven = new WeakSet<TextOutput>();

/** Makes the errors of an output nobody's: its reader may go, or its disk be full. */
export function forgiveOutput(output: TextOutput): void {
  if (forgiven.has(output)) return;
  forgiven.add(output);
  output.on?.("error", () => undefined);
}

/** Writes what is only for eyes. Where it cannot be written it is lost, and the work goes on. */
export function writeForEyes(output: TextOutput, text: string): void {
  forgiveOutput(output);
  try {
    output.write(text);
  } catch {
    // Files (a full disk) fail at once, pipes and terminals (their reader has gone) later, as an event.
  }
}
