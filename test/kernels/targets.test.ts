// Every kernel case on targets, under QEMU, built with the target's flags: each variant that the target prefers, and the portable kernels.
// One target per instruction set; cores that differ in timing only are left out.
import { describe, expect, it } from 'vitest';
import { loadTarget } from '../../src/targets/load.ts';
import { buildImage, checkImage } from './case-image.ts';
import { CASES } from './cases/all-cases.ts';
import { callables } from './dispatch.ts';
import { missingQemu, runOnTarget } from './target-build.ts';

const TARGETS = ['cortex-m0', 'cortex-m3', 'cortex-m4', 'cortex-m55', 'cortex-a7', 'cortex-a53', 'cortex-a76', 'cortex-a-i8mm'];
const TIMEOUT = 120_000;

describe.each(TARGETS.map((id) => [id, loadTarget(id)] as const))('kernels on %s', (_, target) => {
  const missing = missingQemu(target);

  it.skipIf(missing !== null)(`agree with the references${missing === null ? '' : ` (needs ${missing})`}`, () => {
    const table = callables(target.isa);
    const image = buildImage(CASES, table);
    expect(new Set(image.placed.map((p) => p.isa))).toEqual(new Set(table.map((c) => c.isa)));
    expect(checkImage(image, runOnTarget(target, table, image.bytes))).toEqual([]);
  }, TIMEOUT);
});
