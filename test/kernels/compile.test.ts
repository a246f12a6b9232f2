// Every kernel compiles without a warning for the smallest and the largest Arm cores and for WebAssembly, with zig and, where present,
// with gcc under its own defaults; the objects need nothing but memcpy, memset and the compiler's runtime.
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { INCLUDES, WARNINGS, ZIG, buildFolder, compile, hasCommand, kernelFiles } from './kernel-build.ts';

interface Target {
  readonly name: string;
  readonly flags: readonly string[];
  readonly isas: readonly string[];
}

const TARGETS: readonly Target[] = [
  { name: 'cortex-m0', flags: ['-target', 'thumb-freestanding-eabi', '-mcpu=cortex_m0'], isas: ['portable'] },
  { name: 'cortex-m4', flags: ['-target', 'thumb-freestanding-eabihf', '-mcpu=cortex_m4+vfp4d16sp'], isas: ['portable', 'dsp', 'dsp-offset', 'vfp'] },
  { name: 'cortex-m55', flags: ['-target', 'thumb-freestanding-eabihf', '-mcpu=cortex_m55+mve_fp'], isas: ['portable', 'mve'] },
  { name: 'cortex-a53', flags: ['-target', 'aarch64-linux-musl', '-mcpu=cortex_a53'], isas: ['portable', 'neon'] },
  { name: 'cortex-a7', flags: ['-target', 'arm-linux-musleabihf', '-mcpu=cortex_a7'], isas: ['neon'] },
  { name: 'cortex-a76', flags: ['-target', 'aarch64-linux-musl', '-mcpu=cortex_a76'], isas: ['neon-dot'] },
  { name: 'cortex-a-i8mm', flags: ['-target', 'aarch64-linux-musl', '-mcpu=generic+v8_2a+fullfp16+dotprod+i8mm'], isas: ['neon-i8mm'] },
  { name: 'wasm', flags: ['-target', 'wasm32-freestanding', '-mcpu=generic+simd128'], isas: ['portable', 'wasm'] },
];

const TIMEOUT = 300_000;

describe('kernels', () => {
  it.each(TARGETS)('compile without warnings for $name', ({ name, flags, isas }) => {
    const object = path.join(buildFolder('compile'), `${name}.o`);
    expect(() => compile(ZIG, [...flags, '-O2', '-ffp-contract=off', ...WARNINGS, ...INCLUDES, '-r', '-o', object, ...kernelFiles(...isas)])).not.toThrow();
  }, TIMEOUT);

  it('compile without warnings with -DQN_EXACT_FLOAT', () => {
    const flags = ['-target', 'thumb-freestanding-eabihf', '-mcpu=cortex_m4+vfp4d16sp', '-DQN_EXACT_FLOAT', '-O2', '-r'];
    const object = path.join(buildFolder('compile'), 'exact.o');
    expect(() => compile(ZIG, [...flags, ...WARNINGS, ...INCLUDES, '-o', object, ...kernelFiles('portable')])).not.toThrow();
  }, TIMEOUT);

  it.skipIf(!hasCommand('arm-none-eabi-gcc')).each(['-O0', '-Os', '-O3'])('compile without warnings for cortex-m4 with gcc %s', (level) => {
    const flags = ['-mcpu=cortex-m4', '-mthumb', '-mfloat-abi=hard', '-ffreestanding', '-nostdlib', '-r', level];
    const object = path.join(buildFolder('compile'), `gcc-m4${level}.o`);
    expect(() => compile(['arm-none-eabi-gcc'], [...flags, ...WARNINGS, ...INCLUDES, '-o', object, ...kernelFiles('dsp', 'dsp-offset', 'vfp')])).not.toThrow();
  }, TIMEOUT);

  it.skipIf(!hasCommand('gcc'))('compile without warnings with gcc', () => {
    const program = path.join(buildFolder('compile'), 'gcc.so');
    for (const exact of [[], ['-DQN_EXACT_FLOAT']]) {
      expect(() => compile(['gcc'], [...exact, '-O2', '-shared', '-fPIC', ...WARNINGS, ...INCLUDES, '-o', program, ...kernelFiles('portable')])).not.toThrow();
    }
  }, TIMEOUT);

  it.skipIf(!hasCommand('arm-none-eabi-gcc'))('compile without warnings with the Arm GNU toolchain for Helium', () => {
    const flags = ['-mcpu=cortex-m55', '-mfloat-abi=hard', '-mthumb', '-ffp-contract=off', '-r', '-nostdlib'];
    for (const level of ['-O0', '-O1', '-O2', '-Os']) {
      const object = path.join(buildFolder('compile'), `gcc-m55${level}.o`);
      expect(() => compile(['arm-none-eabi-gcc'], [...flags, level, ...WARNINGS, ...INCLUDES, '-o', object, ...kernelFiles('mve')])).not.toThrow();
    }
  }, TIMEOUT);
});
