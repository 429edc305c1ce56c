import { test } from "node:test";
import { compareWorkers } from "../support/compareWorkers";

// Fifty steps of 1, 2 and 4 workers: `npm run test:scale`.
test("two workers play every kind of game as one does, compiled, with the same weights", () =>
  compareWorkers({ counts: [2], steps: 10, port: 23_700 }));
