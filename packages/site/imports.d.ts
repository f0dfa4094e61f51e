// What `bundle` understands besides modules.
declare module 'worker:*' {
  /** A program for `new Worker`, as text. */
  const code: string;
  export default code;
}
declare module 'wasm-bytes' {
  /** The program of TensorFlow.js' WebAssembly backend. */
  const bytes: Uint8Array;
  export default bytes;
}
declare module 'markdown-it-texmath' {
  const texmath: import('markdown-it').PluginWithOptions<{
    engine: { renderToString(source: string, options?: object): string };
    delimiters?: string;
    katexOptions?: object;
  }>;
  export default texmath;
}
declare module 'katex' {
  const katex: { renderToString(source: string, options?: object): string };
  export default katex;
}
