/** The players: generators and discriminators, and what they draw. */
export { buildGenerator } from "./generator";
export type { BuildGeneratorOptions, GeneratorPreset } from "./generator";
export { buildDiscriminator } from "./discriminator";
export type { BuildDiscriminatorOptions, DiscriminatorPreset } from "./discriminator";
export type { Initialization } from "./weights";
export { spectralNorm } from "./spectralNorm";
export { minibatchDeviation } from "./minibatchDeviation";
export { resample } from "./resample";
export { groupedConv2d } from "./groupedConv2d";
export type { GroupedConv2dOptions } from "./groupedConv2d";
export { categories } from "./categories";
export type { CategoriesOptions, Span } from "./categories";
export { dropoutLayer } from "./dropout";
export type { DropoutOptions } from "./dropout";
export { sampleGenerator } from "./sample";
export type { SampleGeneratorOptions } from "./sample";
export { drawLatents, interpolateLatents, latentPlane } from "./latent";
