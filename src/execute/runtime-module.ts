// Finds and compiles the kernels as a WebAssembly module: dist/runtime.wasm of the package, also when running from src.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fail } from '../diagnostics/diagnostic.ts';

const PATH = fileURLToPath(new URL('../../dist/runtime.wasm', import.meta.url));

let loaded: WebAssembly.Module | null = null;

/** The compiled module; the same one on every call. Throws QT3501. */
export function loadRuntime(): WebAssembly.Module {
  loaded ??= compileRuntime(PATH);
  return loaded;
}

export function compileRuntime(path: string): WebAssembly.Module {
  try {
    return new WebAssembly.Module(readFileSync(path));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail('QT3501', `dist/runtime.wasm cannot be used: ${reason.replaceAll(path, 'dist/runtime.wasm')}`);
  }
}
