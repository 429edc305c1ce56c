/** Sentences: one-hot words in, one-hot words out. */
export { createGrammar, sampleSentences, smallEnglish } from "../data/grammar";
export type { Grammar, Rules, SampleSentencesOptions } from "../data/grammar";
export { decodeSentences, encodeSentences } from "../data/text";
export type { EncodeSentencesOptions, ReadableText } from "../data/text";
export type { TextDataset } from "../data/textDataset";
export type { TextUnit } from "../data/tokens";
export { judgeSentences } from "../measure/sentences";
export type { SentenceQuality } from "../measure/sentences";
export { crossEntropy, sampleLanguageModel, trainLanguageModel } from "../measure/languageModel";
export type { LanguageModel, TrainLanguageModelOptions } from "../measure/languageModel";
