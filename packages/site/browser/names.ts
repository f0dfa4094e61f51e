/** WebGPU is not among them: it cannot hand over numbers at once, as training needs them. */
export const backendNames = { wasm: 'WebAssembly', webgl: 'WebGL', cpu: 'plain JavaScript' } as const;
export type Backend = keyof typeof backendNames;
