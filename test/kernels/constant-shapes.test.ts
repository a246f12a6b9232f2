// Kernel cases on targets with forms of the kernels in which the params of each case are constants: what generated code may call instead of the kernel.
// Kernels are those that the target's constant-shapes.json names; of each variant so many cases, from first to last, as a build can hold.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { constantShapeOf, readConstantShapes } from '../../src/cost/constant-shapes.ts';
import { tableKey } from '../../src/cost/cost-table.ts';
import { trusted } from '../../src/emit/c-text.ts';
import { type ConstantForm, formFiles, formPrototypes } from '../../src/emit/constant-shapes.ts';
import { render } from '../../src/emit/templates.ts';
import { loadTarget } from '../../src/targets/load.ts';
import type { Target } from '../../src/targets/target.ts';
import { buildImage, checkImage, constantsOf } from './case-image.ts';
import { CASES } from './cases/all-cases.ts';
import { type Callable, callables } from './dispatch.ts';
import { missingQemu, runOnTarget } from './target-build.ts';

const TARGETS = ['cortex-m0', 'cortex-m3', 'cortex-m4', 'cortex-m55', 'cortex-a7', 'cortex-a53', 'cortex-a76', 'cortex-a-i8mm'];
const MOST_CASES = 12;

interface Forms {
  readonly table: readonly Callable[];
  readonly forms: readonly ConstantForm[];
}

/** Evenly chosen, the first and the last among them. */
function some<T>(list: readonly T[]): T[] {
  const step = Math.max(1, (list.length - 1) / (MOST_CASES - 1));
  return list.filter((_, i) => Math.round(Math.round(i / step) * step) === i);
}

function formsOf(target: Target): Forms {
  const shapes = readConstantShapes(target.folder);
  const table: Callable[] = [];
  const forms: ConstantForm[] = [];
  for (const { kernel, isa } of callables(target.isa)) {
    const variant = kernel.variants.find((v) => v.isa === isa);
    const fitting = CASES.filter((one) => one.kernel === kernel.name && constantShapeOf(shapes, { kernel: one.kernel, isa, params: one.params }) !== null && variant?.supports(one.params, constantsOf(one, kernel)));
    for (const one of some(fitting)) {
      const symbol = trusted(`case_k${forms.length}`);
      forms.push({ symbol, call: { kernel: one.kernel, isa, params: one.params } });
      table.push({ kernel, isa, form: { case: one, symbol } });
    }
  }
  return { table, forms };
}

function filesOf(forms: readonly ConstantForm[]): Map<string, string> {
  const [name, header, none] = [trusted('case'), trusted('case_kernels.h'), trusted('-')];
  const view = { name, macro: trusted('CASE'), version: none, modelFile: none, digest: none };
  return new Map([...formFiles(forms, { header, view }), [header, render('kernels.h', { ...view, prototypes: formPrototypes(forms).map((prototype) => ({ prototype })) })]]);
}

describe.each(TARGETS.map((id) => [id, loadTarget(id)] as const))('forms of kernels with constant params on %s', (_, target) => {
  const missing = missingQemu(target);

  it.skipIf(missing !== null)(`agree with the references${missing === null ? '' : ` (needs ${missing})`}`, () => {
    const { table, forms } = formsOf(target);
    const keys = new Set(forms.map(({ call }) => tableKey(call)));
    expect([...readConstantShapes(target.folder).keys()].filter((key) => !keys.has(key))).toEqual([]);
    expect(forms.length).toBeGreaterThan(20);
    const image = buildImage(CASES, table);
    expect(checkImage(image, runOnTarget(target, table, image.bytes, [], filesOf(forms)))).toEqual([]);
  }, 600_000);
});

it('every emulated target says which forms save instructions', () => {
  for (const id of [...TARGETS, 'cortex-m7', 'cortex-m33', 'cortex-a55']) {
    const { folder } = loadTarget(id);
    expect(JSON.parse(readFileSync(join(folder, 'constant-shapes.json'), 'utf8'))).toMatchObject({ unit: 'instructions', kernelsDigest: expect.stringMatching(/^[0-9a-f]{16}$/) });
    expect(readConstantShapes(folder).size).toBeGreaterThan(2);
  }
});
