import { describe, expect, it } from 'vitest';
import { apply, constant, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

describe('Dropout', () => {
  it('passes its input on', () => {
    expect(reference('Dropout', [input([3], [1, 2, 3])], { opset: 7, attrs: { ratio: 0.5 } })).toEqual([1, 2, 3]);
    expect(reference('Dropout', [input([3], [1, 2, 3]), constant([], [0.5]), constant([], [0], 'bool')])).toEqual([1, 2, 3]);
  });

  it('has a mask of ones, bool from opset 10', () => {
    const mask = (opset: number): unknown => apply('Dropout', [input([2])], { outputs: 2, opset }).types[1];
    expect(mask(12)).toEqual({ dtype: 'bool', shape: [2], tensor: { dtype: 'bool', shape: [2], data: Uint8Array.of(1, 1) } });
    expect(mask(7)).toEqual({ dtype: 'f32', shape: [2], tensor: { dtype: 'f32', shape: [2], data: Float32Array.of(1, 1) } });
  });

  it('rejects training mode unless its ratio is 0', () => {
    const training = (ratio: number): string => rejection('Dropout', [input([3]), constant([], [ratio]), constant([], [1], 'bool')]);
    expect(training(0.5)).toBe('training mode with ratio 0.5 is not supported');
    expect(training(0)).toBe('accepted');
  });

  it('is lowered', () => {
    expect(runFloat(graphOf('Dropout', [input([2, 3])])).error).toBe(0);
    expect(runInt8(graphOf('Dropout', [input([2, 3])])).steps).toBeLessThan(0.51);
  });
});
