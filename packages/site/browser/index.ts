export { type Backend, backendNames, type Started, startBackend } from './backend';
export { noise, trainingNoise } from './noise';
