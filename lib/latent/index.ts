export { cosSin, torusDistance, torusGeodesic, wrapAngle } from './angles';
export { euclidean } from './euclidean';
export { gaussianTorus } from './gaussian-torus';
export { divergenceFromUniform, heatKernelTorus, logWrappedNormal } from './heat-kernel-torus';
export type { LatentSpace, Posterior } from './latent-space';
