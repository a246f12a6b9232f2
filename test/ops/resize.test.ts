import { describe, expect, it } from 'vitest';
import type { Attrs } from '../../src/ir/graph.ts';
import { type Argument, constant, graphOf, input, ints, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

const line = constant([1, 1, 1, 4], [1, 2, 3, 4]);

function scaled(...scales: readonly number[]): (Argument | null)[] {
  return [null, constant([scales.length], scales)];
}

function sized(...sizes: readonly number[]): (Argument | null)[] {
  return [null, null, ints(...sizes)];
}

function rounded(values: readonly number[]): number[] {
  return values.map((v) => Math.round(v * 1e4) / 1e4);
}

function along(scale: number, attrs: Attrs, opset = 19): number[] {
  return rounded(reference('Resize', [line, ...(opset < 11 ? [constant([4], [1, 1, 1, scale])] : scaled(1, 1, 1, scale))], { attrs, opset }));
}

describe('Resize', () => {
  it.each([
    ['half_pixel', [1, 1.25, 1.75, 2.25, 2.75, 3.25, 3.75, 4]], ['asymmetric', [1, 1.5, 2, 2.5, 3, 3.5, 4, 4]],
    ['align_corners', [1, 1.4286, 1.8571, 2.2857, 2.7143, 3.1429, 3.5714, 4]], ['pytorch_half_pixel', [1, 1.25, 1.75, 2.25, 2.75, 3.25, 3.75, 4]],
    ['half_pixel_symmetric', [1, 1.25, 1.75, 2.25, 2.75, 3.25, 3.75, 4]],
  ])('places positions by %s', (mode, expected) => {
    expect(along(2, { mode: 'linear', coordinate_transformation_mode: mode })).toEqual(expected);
  });

  it.each([
    ['round_prefer_floor', [1, 2, 3, 4]], ['floor', [1, 1, 2, 3]], ['ceil', [1, 2, 3, 4]], ['round_prefer_ceil', [1, 2, 3, 4]],
  ])('rounds to the nearest by %s', (mode, expected) => {
    expect(along(1.01, { nearest_mode: mode, coordinate_transformation_mode: 'half_pixel' })).toEqual(expected);
  });

  it('takes positions down or, where an axis shrinks, up in opset 10', () => {
    expect(along(2, {}, 10)).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
    expect(along(0.6, {}, 10)).toEqual([1, 3]);
  });

  it('filters cubically, excludes what is outside, and widens the filter where it shrinks', () => {
    expect(along(2, { mode: 'cubic', cubic_coeff_a: -0.5 })).toEqual([0.9297, 1.1797, 1.7266, 2.25, 2.75, 3.2734, 3.8203, 4.0703]);
    expect(along(0.5, { mode: 'linear', antialias: 1 })).toEqual([1.625, 3.375]);
    expect(along(0.5, { mode: 'linear', antialias: 1, exclude_outside: 1 })).toEqual([1.7143, 3.2857]);
  });

  it('reads a region, and the extrapolation value beyond the input', () => {
    const region = constant([8], [0, 0, 0, 0.5, 1, 1, 1, 1.5]);
    expect(rounded(reference('Resize', [line, region, null, ints(1, 1, 1, 4)], { attrs: { mode: 'linear', coordinate_transformation_mode: 'tf_crop_and_resize', extrapolation_value: 9 }, opset: 13 }))).toEqual([2.5, 3.5, 9, 9]);
  });

  it('keeps the aspect ratio where asked to, and takes some axes only', () => {
    const shape = (policy: string): readonly number[] => shapeAfter('Resize', [input([1, 3, 4]), ...sized(9, 8)], { attrs: { axes: [1, 2], keep_aspect_ratio_policy: policy }, opset: 18 });
    expect([shape('stretch'), shape('not_larger'), shape('not_smaller')]).toEqual([[1, 9, 8], [1, 6, 8], [1, 9, 12]]);
  });

  it('rejects what is missing or no scale', () => {
    expect(rejection('Resize', [line, null, null, null])).toBe('scales and sizes are missing');
    expect(rejection('Resize', [line, ...scaled(1, 2)])).toBe('scales [1,2] must be positive, one for each of 4 axes');
    expect(rejection('Resize', [line, ...sized(1, 1, 0, 2)])).toBe('sizes [1,1,0,2] must be positive, one for each of 4 axes');
    expect(rejection('Resize', [line, ...scaled(1, 1, 1, 2)], { attrs: { coordinate_transformation_mode: 'tf_crop_and_resize' } })).toBe('roi has 0 entries; two for each of 4 axes are expected');
  });

  it('enlarges by whole numbers in one strided copy, by others slice by slice', () => {
    const twice = graphOf('Resize', [input([1, 3, 4, 5]), ...scaled(1, 1, 2, 2)]);
    expect(runFloat(twice)).toEqual({ error: 0, kernels: ['copy_nd_32'] });
    expect(runInt8(twice).steps).toBeLessThan(0.51);
    const other = graphOf('Resize', [input([1, 2, 9, 11]), ...sized(1, 2, 16, 17)]);
    expect(runFloat(other)).toEqual({ error: 0, kernels: ['gather_slices', 'gather_slices'] });
    expect(runInt8(other).steps).toBeLessThan(0.51);
  });

  it.each([
    ['linear 2x', [1, 3, 4, 5], [1, 3, 8, 10], {}], ['align_corners', [2, 3, 4, 5], [2, 3, 7, 9], { coordinate_transformation_mode: 'align_corners' }],
    ['down', [1, 2, 9, 8], [1, 2, 4, 3], {}], ['one axis', [2, 3, 7], [2, 3, 12], {}], ['the first axis', [4, 3], [7, 3], { coordinate_transformation_mode: 'asymmetric' }],
  ] as const)('interpolates in int8: %s', (_name, from, to, attrs) => {
    const graph = graphOf('Resize', [input(from), ...sized(...to)], { attrs: { mode: 'linear', ...attrs } });
    expect(runFloat(graph).error).toBeLessThan(1e-6);
    const run = runInt8(graph);
    expect(run.kernels).toEqual(['quantize_f32_s8', 'resize_linear_s8', 'dequantize_s8_f32']);
    // Halves go up here and to even in the reference.
    expect(run.arithmeticSteps).toBeLessThan(1.001);
    expect(run.steps).toBeLessThan(1.01);
  });

  it.each([
    ['cubic', [1, 2, 5, 6], [1, 2, 9, 7], { mode: 'cubic' }], ['three axes', [1, 1, 3, 4, 5], [1, 1, 5, 7, 4], { mode: 'linear' }],
    ['antialias', [1, 2, 9, 8], [1, 2, 4, 3], { mode: 'cubic', antialias: 1 }], ['nothing to do', [2, 3], [2, 3], { mode: 'linear' }],
  ] as const)('filters in float, axis by axis: %s', (_name, from, to, attrs) => {
    expect(runFloat(graphOf('Resize', [input(from), ...sized(...to)], { attrs, opset: 18 })).error).toBeLessThan(1e-6);
  });

  it.each(['nearest', 'linear'])('is lowered with a region that reaches beyond the input, or misses it: %s', (mode) => {
    const region = (end: number): Argument => constant([4], [0.2, -0.5, 0.9, end]);
    const graph = (end: number): ReturnType<typeof graphOf> =>
      graphOf('Resize', [input([5, 6]), region(end), null, ints(4, 9)], { attrs: { mode, coordinate_transformation_mode: 'tf_crop_and_resize', extrapolation_value: 3 } });
    expect(runFloat(graph(1.4)).error).toBeLessThan(1e-6);
    expect(runFloat(graph(-0.1)).kernels).toEqual(['fill_32']);
  });
});
