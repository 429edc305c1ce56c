/** Models for use elsewhere. */
export { exportModel } from "./exportModel";
export type { ExportFormat } from "./exportModel";
