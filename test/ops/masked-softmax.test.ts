import { describe, expect, it } from 'vitest';
import { type Graph, makeNode } from '../../src/ir/graph.ts';
import { type Argument, constant, graphOf, input, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat } from '../support/op-runner.ts';

const domain = 'quantune.float';

/** Models have no such node: a sum of the same shape becomes one. */
function masked(x: Argument, bias: Argument): Graph {
  const sum = graphOf('Add', [x, bias]);
  return { ...sum, nodes: sum.nodes.map((n) => makeNode({ ...n, op: 'MaskedSoftmax', domain, attrs: {} })) };
}

describe('MaskedSoftmax', () => {
  it('is a softmax of sums, and zero where everything is masked', () => {
    const x = input([2, 2], [1, 1, 5, 6]);
    expect(reference('MaskedSoftmax', [x, input([2, 2], [0, -Infinity, -Infinity, -Infinity])], { domain })).toEqual([1, 0, 0, 0]);
    expect(shapeAfter('MaskedSoftmax', [input([2, 3, 4, 5]), input([3, 1, 5])], { domain })).toEqual([2, 3, 4, 5]);
    expect(rejection('MaskedSoftmax', [x, input([3, 2, 2])], { domain })).toBe('a mask of shape [3,2,2] does not fit scores of shape [2,2]');
  });

  it.each([[[2, 3, 4, 5], [4, 5]], [[2, 3, 4, 5], [2, 1, 1, 5]], [[2, 3, 4, 5], [3, 4, 1]], [[4, 5], []], [[2, 4, 5], [2, 4, 5]]])('is lowered: %j + %j', (x, bias) => {
    const run = runFloat(masked(input(x), constant(bias)));
    expect(run.error).toBeLessThan(1e-6);
    expect(run.kernels).toEqual(['masked_softmax_f32']);
  });

  it('is no operator of models', () => {
    expect(() => graphOf('MaskedSoftmax', [input([2, 2]), input([2])], { domain })).toThrow(/QT2001/);
  });

  it('rejects more than four dimensions when it is lowered', () => {
    expect(() => runFloat(masked(input([1, 1, 2, 2, 2]), input([2])))).toThrow(/QT2002: MaskedSoftmax .*5 dimensions/);
  });
});
