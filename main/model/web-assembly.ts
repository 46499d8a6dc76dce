/** The parts of the platform that are used: Node and the window have them, the types of plain rooms do not. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};
declare const atob: (text: string) => string;

/**
 * Compiles a module of ours (scripts/build-wasm.mjs) from base64.
 *
 * @returns makes instances, each with a memory of its own; what they export is as the module's source says
 */
export function compileModule<Exports>(code: string): () => Exports {
  const compiled = new WebAssembly.Module(Uint8Array.from(atob(code), (letter) => letter.charCodeAt(0)));
  return () => new WebAssembly.Instance(compiled).exports as Exports;
}
