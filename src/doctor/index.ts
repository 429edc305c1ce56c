/** What is wrong with a game, and why. */
export { diagnose, formatFinding } from "./diagnose";
export type { Finding } from "./diagnose";
export { doctor } from "./doctor";
export type { Doctor, DoctorOptions } from "./doctor";
export { inspectGame } from "./inspect";
export type { InspectGameOptions, Inspection } from "./inspect";
