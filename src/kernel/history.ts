import type { Content } from "./message";

/** What has been run in this session, for `history_request`. */
export class History {
  readonly #entries: { line: number; input: string; output?: string }[] = [];

  add(line: number, input: string): void {
    this.#entries.push({ line, input });
  }

  /** The text of the latest cell's value. */
  setOutput(output: string): void {
    const last = this.#entries.at(-1);
    if (last) last.output = output;
  }

  /** `history_reply`'s content. */
  answer(request: Content): Content {
    const {
      hist_access_type: kind,
      n = 1000,
      pattern = "*",
      unique = false,
      output = false,
    } = request;
    let found = this.#entries;
    if (kind === "range") {
      const {
        session = 0,
        start = 0,
        stop,
      } = request as { session?: number; start?: number; stop?: number | null };
      found =
        session === 0
          ? found.filter(({ line }) => line >= start && (stop == null || line < stop))
          : [];
    } else {
      if (kind === "search")
        found = found.filter(({ input }) => globToRegExp(String(pattern)).test(input));
      if (unique) found = [...new Map(found.map((entry) => [entry.input, entry])).values()];
      found = found.slice(-Math.max(0, Number(n)) || found.length);
    }
    const history = found.map(({ line, input, output: text }) => [
      0,
      line,
      output ? [input, text ?? null] : input,
    ]);
    return { status: "ok", history };
  }
}

/** `*` is any text, `?` any character. */
function globToRegExp(glob: string): RegExp {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", "[\\s\\S]*").replaceAll("?", "[\\s\\S]")}$`);
}
