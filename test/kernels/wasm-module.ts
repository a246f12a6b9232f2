// Builds kernels and case driver as a WebAssembly module and runs case images on it in this process.
// The module imports nothing; the image lies behind its own data.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Callable, dispatchSource } from './dispatch.ts';
import { DRIVER, INCLUDES, ZIG, buildFolder, compile, kernelFiles } from './kernel-build.ts';

interface DriverExports {
  readonly memory: WebAssembly.Memory;
  readonly heapBase: number;
  run(image: number): void;
}

export const WASM_FLAGS: readonly string[] = ['-target', 'wasm32-freestanding', '-mcpu=generic+simd128', '-std=c99', '-O3', '-ffp-contract=off'];

function exportsOf(instance: WebAssembly.Instance): DriverExports {
  const { memory, __heap_base: heapBase, qn_run_image: run } = instance.exports;
  if (!(memory instanceof WebAssembly.Memory) || !(heapBase instanceof WebAssembly.Global) || typeof run !== 'function') throw new Error('the module lacks an export');
  return { memory, heapBase: Number(heapBase.value), run: (image) => void run(image) };
}

/** Builds the module and returns what runs an image on it. */
export function buildWasm(isas: readonly string[], table: readonly Callable[]): (image: Uint8Array) => Uint8Array {
  const folder = buildFolder('wasm');
  const [dispatch, module] = [path.join(folder, 'dispatch.c'), path.join(folder, 'kernels.wasm')];
  writeFileSync(dispatch, dispatchSource(table));
  const link = ['-nostartfiles', '-Wl,--no-entry', '-Wl,--export=qn_run_image', '-Wl,--export=__heap_base'];
  compile(ZIG, [...WASM_FLAGS, ...link, ...INCLUDES, `-I${DRIVER}`, '-o', module, path.join(DRIVER, 'driver.c'), dispatch, ...kernelFiles(...isas)]);
  const driver = exportsOf(new WebAssembly.Instance(new WebAssembly.Module(readFileSync(module))));
  return (image) => {
    const base = Math.ceil(driver.heapBase / 16) * 16;
    const missing = base + image.length - driver.memory.buffer.byteLength;
    if (missing > 0) driver.memory.grow(Math.ceil(missing / 65536));
    new Uint8Array(driver.memory.buffer).set(image, base);
    driver.run(base);
    return new Uint8Array(driver.memory.buffer).slice(base, base + image.length);
  };
}
