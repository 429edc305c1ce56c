import { describeValue } from "./options";

/** What somebody's code threw, in words, whatever it was. */
export const describeError = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : describeValue(thrown);
