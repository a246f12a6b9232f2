import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

describe('Dropout', () => {
  it('passes its input on', () => {
    expect(reference('Dropout', [input([3], [1, 2, 3])], { opset: 7, attrs: { ratio: 0.5 } })).toEqual([1, 2, 3]);
    expect(reference('Dropout', [input([3], [1, 2, 3]), constant([], [0.5]), constant([], [0], 'bool')])).toEqual([1, 2, 3]);
  });

  it('rejects a mask that is read, and training mode', () => {
    expect(rejection('Dropout', [input([3])], { outputs: 2 })).toBe('the mask output is not supported');
    expect(rejection('Dropout', [input([3]), constant([], [0.5]), constant([], [1], 'bool')])).toBe('training mode is not supported');
  });

  it('is lowered', () => {
    expect(runFloat(graphOf('Dropout', [input([2, 3])])).error).toBe(0);
    expect(runInt8(graphOf('Dropout', [input([2, 3])])).steps).toBeLessThan(0.51);
  });
});
