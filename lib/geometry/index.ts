export { jacobian } from './jacobian';
export { meanImage } from './mean-image';
export { type Pullback, pullback } from './pullback';
