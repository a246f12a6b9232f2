import { describe, expect, it } from 'vitest';
import { type Graph, valueOf } from '../../src/ir/graph.ts';
import { toNumbers } from '../../src/ir/tensor.ts';
import { apply, graphOf, input } from '../support/op-case.ts';
import { quantize, runGraph } from '../support/op-runner.ts';

const x = input([7], [-1, -0.5, 0, 0.25, 1, 3, NaN]);

/** A graph that ends where QuantizeLinear does. */
function quantizer(): Graph {
  const calibration = new Map([['x0', input([7], [-1, 0, 0, 0, 0, 0, 1.55]).tensor]]);
  const { integer } = quantize(graphOf('Identity', [x]), calibration);
  const node = integer.nodes.find((n) => n.op === 'QuantizeLinear');
  return { ...integer, nodes: node ? [node] : [], outputs: node?.outputs ?? [] };
}

describe('QuantizeLinear', () => {
  it('gives int8 of the same shape', () => {
    expect(apply('QuantizeLinear', [input([2, 3])], { domain: 'quantune' }).types).toEqual([{ dtype: 'i8', shape: [2, 3] }]);
  });

  it('is lowered to a saturating conversion with the scale of its output', () => {
    const graph = quantizer();
    const [output = ''] = graph.outputs;
    const { scale: [scale], zeroPoint } = valueOf(graph, output).quant ?? { scale: [], zeroPoint: [] };
    expect([scale?.toFixed(4), zeroPoint]).toEqual(['0.0100', [-28]]);
    const { outputs, kernels } = runGraph(graph, new Map([['x0', x.tensor]]));
    expect(kernels).toEqual(['quantize_f32_s8']);
    expect(toNumbers(outputs.get(output) ?? x.tensor)).toEqual([-128, -78, -28, -3, 72, 127, -28]);
  });
});
