export { decodeFeatures, meanImage, type Decoder } from './decoder';
export { imageGeodesics, type GeodesicOptions, type Geodesics } from './geodesics';
export { jacobian } from './jacobian';
export {
  alongWays,
  imageChanges,
  imageLengths,
  imageSteps,
  lengthOf,
  refined,
  waysRound,
  type StraightWay,
} from './paths';
export { pullback, type Pullback } from './pullback';
export { representatives } from './representatives';
export { noiseResponse } from './response';
