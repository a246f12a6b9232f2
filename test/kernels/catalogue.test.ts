// The catalogue: each kernel once, portable variant first, and strict about unknown names.
import { describe, expect, it } from 'vitest';
import { chooseVariant, kernelOf, variantOf } from '../../src/kernels/catalogue.ts';
import { defineKernel } from '../../src/kernels/kernel-def.ts';
import { defineVariant, noMacs, portable } from '../../src/kernels/geometry/fields.ts';
import { KERNELS } from '../../src/kernels/index.gen.ts';

describe('catalogue', () => {
  it('lists each kernel once, portable variant first, no variant twice', () => {
    expect(new Set(KERNELS.map((k) => k.name)).size).toBe(KERNELS.length);
    for (const kernel of KERNELS) {
      const isas = kernel.variants.map((v) => v.isa);
      expect(isas[0], kernel.name).toBe('portable');
      expect(new Set(isas).size, kernel.name).toBe(isas.length);
    }
  });

  it('finds kernels and variants, and calls an unknown name a defect', () => {
    const kernel = kernelOf('add_s8');
    expect(chooseVariant(kernel, { isa: ['no-such-isa'] }, {}, {}).isa).toBe('portable');
    expect(variantOf(kernel, 'portable').scratchBytes({})).toBe(0);
    expect(() => kernelOf('nothing')).toThrow('QT9001');
    expect(() => variantOf(kernel, 'nothing')).toThrow('QT9001');
  });

  it('passes over variants with other float results where exact ones are asked for, and over no variant of an integer kernel', () => {
    const chosen = (dtype: 'f32' | 'i8', exactFloat: boolean): string => {
      const variants = [portable(), defineVariant('fast'), defineVariant('same', { exactFloat: true })];
      const kernel = defineKernel({ name: 'k', params: [], operands: [{ name: 'y', dtype, role: 'out' }], variants, macs: noMacs });
      return [['fast', 'same'], ['fast']].map((isa) => chooseVariant(kernel, { isa, exactFloat }, {}, {}).isa).join();
    };
    expect(chosen('f32', false)).toBe('fast,fast');
    expect(chosen('f32', true)).toBe('same,portable');
    expect(chosen('i8', true)).toBe('fast,fast');
  });
});
