// Every kernel case on the WebAssembly build, portable kernels and SIMD variants: int8 against the references, and float outputs
// bit for bit equal to those of an exact host build, which is what --exact-float promises.
import { describe, expect, it } from 'vitest';
import { type CaseImage, buildImage, checkImage } from './case-image.ts';
import { CASES } from './cases/all-cases.ts';
import { callables } from './dispatch.ts';
import { FUSING, type HostBuild, ZIG, buildHost, hasCommand } from './kernel-build.ts';
import { buildWasm } from './wasm-module.ts';

const TIMEOUT = 120_000;
const ISAS = ['portable', 'wasm'];
const WASM_TABLE = callables(ISAS);
const WASM_IMAGE = buildImage(CASES, WASM_TABLE);

/** Output bytes by kernel, case and place of the output. */
function outputs({ placed }: CaseImage, after: Uint8Array, isa: string): Map<string, string> {
  return new Map(placed.filter((p) => p.isa === isa).map((p) => [
    `${p.case.kernel} ${p.case.name}`, p.outputs.map((o) => Buffer.from(after.subarray(o.offset, o.offset + o.bytes)).toString('hex')).join(),
  ]));
}

describe('WebAssembly kernels', () => {
  const run = buildWasm(ISAS, WASM_TABLE);
  const after = run(WASM_IMAGE.bytes);

  it('agree with the references, portable and SIMD', () => {
    expect(checkImage(WASM_IMAGE, after)).toEqual([]);
    expect(WASM_IMAGE.placed.filter((p) => p.isa === 'wasm').length).toBeGreaterThan(80);
  });

  const table = callables(['portable']);
  const image = buildImage(CASES, table);
  const exact = ['-O3', '-DQN_EXACT_FLOAT', ...(FUSING ?? [])];

  it.each<HostBuild>([
    { name: 'zig-exact', compiler: ZIG, flags: [...exact, '-fno-sanitize=all'], driver: 'driver.c' },
    ...(hasCommand('gcc') ? [{ name: 'gcc-exact', compiler: ['gcc'], flags: exact, driver: 'driver.c' } as const] : []),
  ])('give the bits of exact host builds, though these may fuse: $name', (build) => {
    const expected = outputs(image, buildHost(build, table)(image.bytes), 'portable');
    for (const isa of ISAS) {
      for (const [name, hex] of outputs(WASM_IMAGE, after, isa)) expect(hex, `${isa} ${name}`).toBe(expected.get(name));
    }
  }, TIMEOUT);

  it.skipIf(FUSING === null)(`do not give those of a host build that fuses${FUSING === null ? ' (skipped: this machine has no fused multiply-add)' : ''}`, () => {
    const build = { name: 'zig-fusing', compiler: ZIG, flags: ['-O3', ...(FUSING ?? []), '-fno-sanitize=all'], driver: 'driver.c' } as const;
    expect(outputs(image, buildHost(build, table)(image.bytes), 'portable')).not.toEqual(outputs(WASM_IMAGE, after, 'portable'));
  }, TIMEOUT);
});
