export { activeUnits } from './active-units';
export { nearest, neighbourAccuracy, vote } from './neighbours';
export { checkPoints, distances, ownPoints } from './points';
export { silhouette, silhouettes } from './silhouette';
