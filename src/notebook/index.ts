/** What a notebook shows while a game is played. */
export { show } from "./show";
export { display } from "./display";
export type { PictureDisplayOptions } from "./display";
export type { Pixels } from "../kernel/show/image";
export type { Showable } from "./bundle";
export { liveView } from "./liveView";
export type { LiveViewOptions } from "./liveView";
export { progressBar } from "./progressBar";
export type { Terminal } from "./progressBar";
export { stopButton } from "./stopButton";
