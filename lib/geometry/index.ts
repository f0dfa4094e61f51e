export { type Decoder, decodeFeatures, meanImage } from './decoder';
export { type GeodesicOptions, type Geodesics, imageGeodesics } from './geodesics';
export { jacobian } from './jacobian';
export {
  alongWays,
  imageChanges,
  imageLengths,
  imageSteps,
  lengthOf,
  refined,
  type StraightWay,
  waysRound,
} from './paths';
export { type Pullback, pullback } from './pullback';
export { representatives } from './representatives';
export { noiseResponse } from './response';
