import { describe, expect, it } from 'vitest';
import { apply, constant, input, reference } from '../support/op-case.ts';
import { QdqModel } from '../support/qdq-model.ts';
import { quantizedGraph } from '../support/quantized-graph.ts';
import { codeOf } from '../support/code-of.ts';
import { valueOf } from '../../src/ir/graph.ts';

const x = input([2, 3], [-1, -0.25, 0.25, 0.75, 3, 100]);
const scale = constant([], [0.5]);

describe('QuantizeLinear of a model', () => {
  it('rounds half to even, adds the zero point and saturates', () => {
    expect(reference('QuantizeLinear', [x, scale, constant([], [3], 'i8')])).toEqual([1, 3, 3, 5, 9, 127]);
    expect(reference('QuantizeLinear', [x, scale, constant([], [128], 'u8')])).toEqual([126, 128, 128, 130, 134, 255]);
  });

  it('is uint8 around zero without a zero point, as opset 10 says', () => {
    expect(apply('QuantizeLinear', [x, scale]).types).toEqual([{ dtype: 'u8', shape: [2, 3], quant: { scale: [0.5], zeroPoint: [0], axis: null } }]);
  });

  it('becomes the internal operator, and its output carries the scale', () => {
    const m = new QdqModel();
    m.input('x', [2, 3]);
    m.both('x', { scale: 0.5, zero: 7 }, 'y');
    const graph = quantizedGraph(m.bytes({ y: 'f32' }));
    expect(graph.nodes.map((n) => `${n.domain} ${n.op}`)).toEqual(['quantune QuantizeLinear', 'quantune DequantizeLinear']);
    expect(valueOf(graph, graph.nodes[0]?.outputs[0] ?? '').quant).toEqual({ scale: [0.5], zeroPoint: [7], axis: null });
  });

  it('of constants knows 16 and 4 bits, and blocks', () => {
    const weights = constant([1, 3], [-1, 0.75, 100]);
    expect(reference('QuantizeLinear', [weights, scale, constant([], [300], 'i16')])).toEqual([298, 302, 500]);
    expect(reference('QuantizeLinear', [weights, scale], { attrs: { output_dtype: 22 } })).toEqual([-2, 2, 7]);
    expect(reference('QuantizeLinear', [weights, constant([1, 2], [0.5, 2]), constant([1, 2], [0, 1], 'i8')], { attrs: { axis: 1, block_size: 2 } })).toEqual([-2, 2, 51]);
  });

  it('refuses what it cannot obey (QT2002): other types, scales of 0 and of a wrong number', () => {
    const refused = (args: Parameters<typeof apply>[1], attrs = {}): string | undefined => codeOf(() => apply('QuantizeLinear', args, { attrs, opset: 21 }));
    const zero = constant([], [0], 'i8');
    expect(refused([x, scale, zero], { block_size: 2 })).toBe('QT2002');
    expect(refused([x, scale, constant([], [0], 'i32')])).toBe('QT2002');
    expect(refused([x, scale], { output_dtype: 7 })).toBe('QT2002');
    expect(refused([x, constant([], [0]), zero])).toBe('QT2002');
    expect(refused([x, constant([2], [1, 1]), zero], { axis: 0 })).toBe('QT2002');
    expect(refused([x, constant([3], [1, 1, 1]), constant([3], [0, 0, 0], 'i8')], { axis: 0 })).toBe('QT2002');
    expect(refused([x, scale, zero])).toBeUndefined();
  });
});
