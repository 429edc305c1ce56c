/** What code in cells, and libraries, can ask of the kernel that they run in. */
export { runningKernel } from "./api";
export type { Comm, DisplayOptions, Kernel, MimeBundle } from "./api";
