import { describe, expect, it } from 'vitest';
import { type Graph, valueOf } from '../../src/ir/graph.ts';
import { makeTensor, toNumbers } from '../../src/ir/tensor.ts';
import { apply, graphOf, input } from '../support/op-case.ts';
import { quantize, runGraph } from '../support/op-runner.ts';

/** A graph that starts where DequantizeLinear does. */
function dequantizer(): Graph {
  const { integer } = quantize(graphOf('Sigmoid', [input([3])]), new Map([['x0', input([3], [-1, 0, 2]).tensor]]));
  const node = integer.nodes.find((n) => n.op === 'DequantizeLinear');
  return { ...integer, nodes: node ? [node] : [], inputs: [node?.inputs[0] ?? ''] };
}

describe('DequantizeLinear', () => {
  it('gives floats of the same shape', () => {
    expect(apply('DequantizeLinear', [input([2, 3], undefined, 'i8')], { domain: 'quantune' }).types).toEqual([{ dtype: 'f32', shape: [2, 3] }]);
  });

  it('is lowered to scale * (x - zero point), with the scale of its input', () => {
    const graph = dequantizer();
    const [id = ''] = graph.inputs;
    const { scale: [scale = NaN] = [], zeroPoint: [zero = NaN] = [] } = valueOf(graph, id).quant ?? {};
    const { outputs, kernels } = runGraph(graph, new Map([[id, makeTensor('i8', [3], Int8Array.of(-128, zero, 127))]]));
    expect(kernels).toEqual(['dequantize_s8_f32']);
    const y = outputs.get('y');
    expect(y && toNumbers(y)).toEqual([-128 - zero, 0, 127 - zero].map((v) => Math.fround(Math.fround(scale) * v)));
  });
});
