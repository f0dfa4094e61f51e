export { type ConvolutionalOptions, convolutional, transposedConvolutional } from './convolutional';
export { testDigits, trainDigits } from './data';
export { mmd } from './mmd';
