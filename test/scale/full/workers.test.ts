import { test } from "node:test";
import { compareWorkers } from "../../support/compareWorkers";
import { killWorkers } from "../../support/killWorkers";
import { temporaryFolder } from "../../support/temporary";

test("one, two and four workers play the same 50 steps, of every kind of game", () =>
  compareWorkers({ counts: [2, 4], steps: 50, port: 23_800 }));

test("30 workers are killed, and the run ends as one that nobody has killed", () =>
  killWorkers(temporaryFolder(), 30, 1500));
