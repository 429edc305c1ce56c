/** Models for use elsewhere. */
export { exportModel } from "./exportModel";
export type { ExportFormat, ExportModelOptions } from "./exportModel";
