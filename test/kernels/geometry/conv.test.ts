// Which patches are read in place, and what the calls cost.
import { describe, expect, it } from 'vitest';
import { kernelOf, variantOf } from '../../../src/kernels/catalogue.ts';
import { convMacs, depthwiseMacs, patchIsContiguous, patchLength } from '../../../src/kernels/geometry/conv.ts';
import type { ParamValues } from '../../../src/kernels/program.ts';

const POINTWISE: ParamValues = {
  batch: 1, in_h: 4, in_w: 6, in_c: 8, out_h: 4, out_w: 6, out_c: 5, kernel_h: 1, kernel_w: 1,
  stride_h: 1, stride_w: 1, dilation_h: 1, dilation_w: 1, pad_top: 0, pad_left: 0, groups: 1,
};

describe('convolution geometry', () => {
  it.each<[string, boolean, ParamValues]>([
    ['pointwise', true, {}],
    ['pointwise with stride', true, { stride_h: 2, stride_w: 2, out_h: 2, out_w: 3 }],
    ['pointwise in groups', true, { groups: 2 }],
    ['pointwise with padding below', false, { out_h: 5 }],
    ['one row of taps', true, { kernel_w: 3, out_w: 4 }],
    ['one row of taps, dilated', false, { kernel_w: 3, dilation_w: 2, out_w: 2 }],
    ['whole rows', true, { kernel_h: 3, kernel_w: 6, out_h: 2, out_w: 1 }],
    ['3x3', false, { kernel_h: 3, kernel_w: 3, out_h: 2, out_w: 4 }],
    ['3x3 with padding', false, { kernel_h: 3, kernel_w: 3, pad_top: 1, pad_left: 1 }],
  ])('%s: read in place is %s', (_name, inPlace, change) => {
    expect(patchIsContiguous({ ...POINTWISE, ...change })).toBe(inPlace);
  });

  it('counts multiply-accumulates and scratch', () => {
    const p = { ...POINTWISE, kernel_h: 3, kernel_w: 3, pad_top: 1, pad_left: 1 };
    expect(convMacs(POINTWISE)).toBe(4 * 6 * 8 * 5);
    expect(depthwiseMacs({ ...p, out_c: 8 })).toBe(4 * 6 * 8 * 9);
    expect(patchLength({ ...p, groups: 2 })).toBe(36);
    const conv = kernelOf('conv2d_s8');
    expect(variantOf(conv, 'portable').scratchBytes(p)).toBe(2 * 72);
    expect(variantOf(conv, 'portable').scratchBytes(POINTWISE)).toBe(0);
    expect(variantOf(conv, 'wasm').scratchBytes(p)).toBe(4 * 2 * 72 + 72);
  });
});
