import { describe, expect, it } from 'vitest';
import { input, ints, rejection, shapeAfter } from '../support/op-case.ts';
import { differenceOf } from '../support/one-operator.ts';

const x = input([2, 5, 3], Array.from({ length: 30 }, (_, i) => ((7 * i) % 11) - 3));

describe('TopK', () => {
  it.each([0, 1, 2, -1])('equals ONNX Runtime over axis %d, largest and least, equal ones by index', async (axis) => {
    for (const largest of [0, 1]) expect(await differenceOf({ op: 'TopK', args: [x, ints(2)], attrs: { axis, largest }, opset: 11, outputs: ['f32', 'i64'] })).toBe(0);
  });

  it('compares int64', async () => {
    expect(await differenceOf({ op: 'TopK', args: [input([6], [-5, 7, 2 ** 40, 3, 7, 0], 'i64'), ints(4)], opset: 11, outputs: ['i64', 'i64'] })).toBe(0);
  });

  it('takes k as an attribute in opset 1', () => {
    expect(shapeAfter('TopK', [x], { opset: 9, attrs: { k: 2, axis: 1 } })).toEqual([2, 2, 3]);
  });

  it('rejects more elements than there are', () => {
    expect(rejection('TopK', [x, ints(6)], { attrs: { axis: 1 } })).toBe('K is 6, axis 1 has 5 elements');
    expect(rejection('TopK', [x, ints(0)])).toBe('K is 0, axis 2 has 3 elements');
  });
});
