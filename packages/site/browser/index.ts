export { type Started, startBackend } from './backend';
export { type Backend, backendNames } from './names';
export { noise, trainingNoise } from './noise';
