export { torusVae, trainTorusPaper, type TorusPaperOptions } from './torus-paper';
