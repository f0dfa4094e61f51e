export { tf } from './tensorflow';
