/** Data that a game is played with. */
export { createDataset } from "./dataset";
export type { DataFacts, Dataset, DatasetParts } from "./dataset";
export type { Labels } from "./labels";
export { createPictures } from "./pictures";
export type { Data, Pictures, PicturesParts } from "./pictures";
export type { ByteFile } from "./byteFile";
export { takeSamples } from "./samples";
export { countClasses, joinSamples, labelsOf, takeClass, takeFirst } from "./take";
export { loadMnist } from "./mnist";
export type { LoadMnistOptions } from "./mnist";
export { loadIdx } from "./idx";
export type { LoadIdxOptions } from "./idx";
export { loadImages } from "./loadImages";
export type { LoadImagesOptions } from "./loadImages";
export { loadEmoji } from "./loadEmoji";
export type { LoadEmojiOptions } from "./loadEmoji";
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
