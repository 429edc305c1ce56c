import { randomUUID } from "node:crypto";
import type { MimeBundle } from "../kernel/api";
import { bundleOf, type Showable } from "./bundle";
import { displayPlace } from "./place";

/** An output that can be redrawn in place. */
export interface LiveDisplay {
  /** Shows a value, in place of what was there, next to `more` forms of it. */
  update(value: Showable, more?: MimeBundle): void;
}

/** A place under the running cell to draw in, again and again; undefined outside a notebook. */
export function openDisplay(): LiveDisplay | undefined {
  const place = displayPlace();
  const displayId = randomUUID();
  let update = false;
  return (
    place && {
      update(value, more = {}) {
        const { data, metadata } = bundleOf(value);
        place.display({ ...data, ...more }, { metadata, displayId, update });
        update = true;
      },
    }
  );
}
