export { type ConvolutionalOptions, convolutional, transposedConvolutional } from './convolutional';
export { mmd } from './mmd';
