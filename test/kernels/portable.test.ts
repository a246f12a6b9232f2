// Every kernel case on the kernels that a host can run, the portable ones and those of instruction sets with a stand-in in C: built for this
// machine by zig cc, with undefined-behaviour checks, and, where gcc is present, under its address sanitizer with each operand in a block of its own.
import { describe, expect, it } from 'vitest';
import { buildImage, checkImage } from './case-image.ts';
import { CASES } from './cases/all-cases.ts';
import { callables } from './dispatch.ts';
import { type HostBuild, ZIG, buildHost, hasCommand } from './kernel-build.ts';
import { KERNELS } from '../../src/kernels/index.gen.ts';

const TABLE = callables(['portable', 'dsp', 'dsp-offset', 'vfp']);
const IMAGE = buildImage(CASES, TABLE);
const TIMEOUT = 120_000;

const BUILDS: readonly HostBuild[] = [
  { name: 'zig', compiler: ZIG, flags: ['-O2', '-fno-sanitize=all'], driver: 'driver.c' },
  { name: 'zig-undefined', compiler: ZIG, flags: ['-O1', '-fsanitize=undefined', '-fsanitize-trap=undefined'], driver: 'driver.c' },
];

describe('kernels on the host', () => {
  it('have a case each', () => {
    expect(KERNELS.map((k) => k.name).filter((name) => !CASES.some((c) => c.kernel === name))).toEqual([]);
  });

  it.each(BUILDS)('agree with the references: $name', (build) => {
    expect(checkImage(IMAGE, buildHost(build, TABLE)(IMAGE.bytes))).toEqual([]);
  }, TIMEOUT);

  it.skipIf(!hasCommand('gcc'))('agree with the references: gcc with address and undefined-behaviour sanitizers', () => {
    const build: HostBuild = { name: 'gcc-address', compiler: ['gcc'], flags: ['-O1', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'], driver: 'separate.c' };
    const image = buildImage(CASES, TABLE, true);
    expect(checkImage(image, buildHost(build, TABLE)(image.bytes))).toEqual([]);
  }, TIMEOUT);
});
