import { z } from "zod";
import type { Workers } from "../runtime/collectives/workers";

const isWorkers = (value: unknown): boolean =>
  typeof (value as Workers | undefined)?.sum === "function";
/** An option that is a cluster, joined. */
export const workersOption = z.custom<Workers>(isWorkers, "expected what joinCluster gives");
/** No option: says what somebody does who looks for it. */
export const noCluster = z
  .undefined({
    error:
      "expected none: one game on many machines is played by as many processes. Write it as a " +
      'configuration (README.md, "In a terminal") and run `npx ganbook launch --workers 2 ' +
      "--config game.json`; a notebook can look on with loadRun",
  })
  .optional();
