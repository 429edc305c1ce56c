import assert from "node:assert/strict";
import { mean } from "../looks";
import { distance, points, ring } from "../planes";
import type { Outputs } from "../outputs";
import type { NotebookTries } from "./try";

/** How far the drawn points lie from the nearest group, on average. */
const off = (out: Outputs): number =>
  mean(points(out, "use-10").map((at) => Math.min(...ring.map((one) => distance(at, one)))));

export const tries00: NotebookTries = {
  file: "00-how-to-use-this.ipynb",
  isShort: true,
  before: ["use-02", "use-04", "use-06", "use-10", "use-12"],
  tries: [
    {
      number: 1,
      says: "twenty purple points",
      actions: [{ cell: "use-10", edits: [["count: 400", "count: 20"]] }],
      shows: (out) => {
        assert.equal(points(out, "use-10").length, 20);
        return "20 points";
      },
    },
    {
      number: 2,
      says: "a crowd that has not found the circle yet",
      actions: [{ cell: "use-10", edits: [["fast ? 200 : settings.steps", "20"]] }],
      shows: (out, before) => {
        assert.ok(off(out) > 0.5 && off(before) < 0.3, `${off(out)} ${off(before)}`);
        const [far, near] = [out, before].map((one) => off(one).toFixed(2));
        return `${far} from the nearest group, after all steps ${near}`;
      },
    },
    {
      number: 3,
      says: "a tick",
      actions: [{ cell: "use-12", edits: [["byte / 255", "byte / 127.5 - 1"]] }],
      shows: (out) => {
        assert.match(out.printed("use-12"), /^✓ toPixel: right\./);
        return out.printed("use-12").trim();
      },
    },
  ],
};
