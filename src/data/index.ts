/** Data that a game is played with. */
export { createDataset, takeSamples } from "./dataset";
export type { Dataset, DatasetParts, Labels } from "./dataset";
export { loadMnist } from "./mnist";
export type { LoadMnistOptions } from "./mnist";
export { loadIdx } from "./idx";
export type { LoadIdxOptions } from "./idx";
export { loadImages } from "./loadImages";
export type { LoadImagesOptions } from "./loadImages";
export { stackedMnist } from "./stackedMnist";
export type { StackedMnistOptions } from "./stackedMnist";
export { mixture2d } from "./mixture2d";
export type { Mixture2d, Mixture2dOptions, Point2d } from "./mixture2d";
export { loadData } from "./source";
export type {
  DataSource,
  IdxSource,
  ImagesSource,
  Mixture2dSource,
  MnistSource,
  SentencesSource,
  StackedMnistSource,
  TableSource,
} from "./source";
export type { SentencesSourceOptions, TableSourceOptions } from "./loadRows";
export { splitDataset } from "./split";
export type { SplitDataset } from "./split";
export { batchStream } from "./batches";
export type { BatchStream } from "./batches";
export { randomStream } from "../base/random";
export type { RandomStream } from "../base/random";
