// The part of `@latent-torus/datasets` that needs neither files nor network: what the name stands for in a bundle for pages.
export { glyphs } from '../../datasets/glyphs';
export { checkImages, type Images } from '../../datasets/images';
export { checkSamples, type Factor, type Samples, sampleSize } from '../../datasets/samples';
