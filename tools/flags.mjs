// flags.cjs for modules; the values are there, as the kernel's preload needs CommonJS.
export { tensorflowEnvironment, xlaFlags } from './flags.cjs';
