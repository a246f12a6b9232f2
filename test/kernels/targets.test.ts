// Every kernel case on targets, under QEMU, built with the target's flags: each variant that the target prefers, and the portable kernels.
// One target per instruction set; cores that differ in timing only are left out.
import { describe, expect, it } from 'vitest';
import { kernelOf } from '../../src/kernels/catalogue.ts';
import { usesFloat } from '../../src/kernels/kernel-def.ts';
import { loadTarget } from '../../src/targets/load.ts';
import { type CaseImage, buildImage, checkImage } from './case-image.ts';
import { CASES } from './cases/all-cases.ts';
import { type Callable, callables } from './dispatch.ts';
import { ZIG, buildHost } from './kernel-build.ts';
import { missingQemu, runOnTarget } from './target-build.ts';

const TARGETS = ['cortex-m0', 'cortex-m3', 'cortex-m4', 'cortex-m55', 'cortex-a7', 'cortex-a53', 'cortex-a76', 'cortex-a-i8mm'];
const TIMEOUT = 120_000;

const EXACT = ['-DQN_EXACT_FLOAT'];
/** Where exact float is tried case by case: vector units that flush, and every instruction set with exact variants of its own. */
const EXACT_TARGETS = ['cortex-m4', 'cortex-m55', 'cortex-a7', 'cortex-a76', 'cortex-a-i8mm'];
const FLOAT_CASES = CASES.filter((one) => usesFloat(kernelOf(one.kernel)));

function exactCallables(isas: readonly string[]): readonly Callable[] {
  return callables(isas).filter(({ kernel, isa }) => isa === 'portable' || kernel.variants.some((v) => v.isa === isa && v.exactFloat === true));
}

/** Output of each case as text that tells bits apart, but not one NaN from another: processors make different ones. */
function outputs({ placed }: CaseImage, after: Uint8Array): readonly (readonly [name: string, text: string])[] {
  return placed.map(({ case: one, isa, outputs: places }) => {
    const text = places.map(({ name, offset, bytes: length }) => {
      const bytes = Uint8Array.from(after.subarray(offset, offset + length));
      const isFloat = one.operands[name] instanceof Float32Array;
      return isFloat ? [...new Float32Array(bytes.buffer)].map((v) => (Object.is(v, -0) ? '-0' : String(v))).join() : Buffer.from(bytes).toString('hex');
    });
    return [`${one.kernel}.${isa} ${one.name}`, text.join(' ')] as const;
  });
}

/** Output of each case on this machine, by kernel and case. */
const HOST = hostOutputs();

function hostOutputs(): ReadonlyMap<string, string> {
  const table = callables(['portable']);
  const image = buildImage(FLOAT_CASES, table);
  const run = buildHost({ name: 'zig-exact-float', compiler: ZIG, flags: ['-O2', '-fno-sanitize=all', ...EXACT], driver: 'driver.c' }, table);
  return new Map(outputs(image, run(image.bytes)).map(([name, text]) => [name.replace('.portable', ''), text]));
}

describe.each(TARGETS.map((id) => [id, loadTarget(id)] as const))('kernels on %s', (_, target) => {
  const missing = missingQemu(target);

  it.skipIf(missing !== null)(`agree with the references${missing === null ? '' : ` (needs ${missing})`}`, () => {
    const table = callables(target.isa);
    const image = buildImage(CASES, table);
    expect(new Set(image.placed.map((p) => p.isa))).toEqual(new Set(table.map((c) => c.isa)));
    expect(checkImage(image, runOnTarget(target, table, image.bytes))).toEqual([]);
  }, TIMEOUT);

  if (EXACT_TARGETS.includes(target.id)) it.skipIf(missing !== null)(`give the host's float results where these are exact${missing === null ? '' : ` (needs ${missing})`}`, () => {
    const table = exactCallables(target.isa);
    const image = buildImage(FLOAT_CASES, table);
    const after = outputs(image, runOnTarget(target, table, image.bytes, EXACT));
    expect(after.filter(([name, text]) => HOST.get(name.replace(/\.\S+/, '')) !== text)).toEqual([]);
    expect(new Set(image.placed.map((p) => p.isa))).toEqual(new Set(table.map((c) => c.isa)));
  }, TIMEOUT);
});
