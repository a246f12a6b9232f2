import { describe, expect, it } from 'vitest';
import { valueOf } from '../../src/ir/graph.ts';
import { codeOf } from '../support/code-of.ts';
import { apply, constant, input, reference } from '../support/op-case.ts';
import { QdqModel } from '../support/qdq-model.ts';
import { quantizedGraph } from '../support/quantized-graph.ts';

const weights = constant([2, 3], [-128, 0, 127, 1, 2, 3], 'i8');

describe('DequantizeLinear of a model', () => {
  it('is scale * (q - zero point), per tensor and per slice of an axis', () => {
    expect(reference('DequantizeLinear', [weights, constant([], [0.5]), constant([], [1], 'i8')])).toEqual([-64.5, -0.5, 63, 0, 0.5, 1]);
    expect(reference('DequantizeLinear', [weights, constant([3], [1, 2, 4])], { attrs: { axis: -1 } })).toEqual([-128, 0, 508, 1, 4, 12]);
  });

  it('of constants knows all integers with any zero point, and blocks, the last of which may be short', () => {
    const of = (...args: Parameters<typeof reference>[1]): number[] => reference('DequantizeLinear', args, { attrs: { axis: 1, block_size: 2 }, opset: 21 });
    expect(of(constant([1, 3], [-300, 5, 7], 'i16'), constant([1, 2], [0.5, 2]), constant([1, 2], [4, -1], 'i16'))).toEqual([-152, 0.5, 16]);
    expect(of(constant([3, 2], [1, 2, 3, 4, 5, 6], 'u16'), constant([3, 1], [1, 2, 4]))).toEqual([1, 2, 6, 8, 20, 24]);
    expect(reference('DequantizeLinear', [constant([2], [7, 1 << 20], 'i32'), constant([], [0.5]), constant([], [3], 'i32')])).toEqual([2, 524286.5]);
  });

  it('of a constant is a float constant that keeps its grid, uint8 as int8 with a zero point 128 lower', () => {
    const m = new QdqModel();
    m.input('x', [2, 3]);
    const w = m.weights([2, 3], { scale: [0.25, 0.5], zero: 128, dtype: 'u8', axis: 0 }, [0, 128, 255, 128, 129, 130]);
    m.node('Add', ['x', w], {}, 'y');
    const graph = quantizedGraph(m.bytes({ y: 'f32' }));
    const value = valueOf(graph, w);
    expect([Array.from(value.data as Float32Array), value.quant]).toEqual([[-32, 0, 31.75, 0, 0.5, 1], { scale: [0.25, 0.5], zeroPoint: [0, 0], axis: 0 }]);
  });

  it('keeps the grid of constants that are moved, where slices can be followed', () => {
    const m = new QdqModel();
    m.input('x', [2, 2]);
    const w = m.weights([3, 2], { scale: [1, 2, 4], axis: 0 }, [1, 2, 3, 4, 5, 6]);
    const t = m.node('Transpose', [w], { perm: [1, 0] });
    m.node('MatMul', ['x', t], {}, 'y');
    expect(valueOf(quantizedGraph(m.bytes({ y: 'f32' })), t).quant).toEqual({ scale: [1, 2, 4], zeroPoint: [0, 0, 0], axis: 1 });
  });

  it('refuses another scale than its input was quantized with, and integers it does not know (QT2002)', () => {
    const m = new QdqModel();
    m.input('x', [2, 3]);
    m.dequantize(m.quantize('x', { scale: 0.5 }), { scale: 0.25 }, 'y');
    expect(codeOf(() => quantizedGraph(m.bytes({ y: 'f32' })))).toBe('QT2002');
    expect(codeOf(() => apply('DequantizeLinear', [input([2], [0, 0], 'i32'), constant([], [1])]))).toBe('QT2002');
    expect(codeOf(() => apply('DequantizeLinear', [constant([2], [0, 0], 'i64'), constant([], [1])]))).toBe('QT2002');
  });

  it('refuses arithmetic on 8-bit values, but lets them be moved (QT2002)', () => {
    const built = (op: string, attrs: Record<string, number | number[]> = {}): Uint8Array => {
      const m = new QdqModel();
      m.input('x', [2, 3]);
      m.dequantize(m.node(op, [m.quantize('x', { scale: 0.5, zero: 3 })], attrs), { scale: 0.5, zero: 3 }, 'y');
      return m.bytes({ y: 'f32' });
    };
    expect(codeOf(() => quantizedGraph(built('Relu')))).toBe('QT2002');
    expect(quantizedGraph(built('Transpose', { perm: [1, 0] })).nodes.map((n) => n.op)).toEqual(['QuantizeLinear', 'Transpose', 'DequantizeLinear']);
  });
});
