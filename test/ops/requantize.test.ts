import { describe, expect, it } from 'vitest';
import { type Graph, makeNode, makeValue } from '../../src/ir/graph.ts';
import { makeTensor, toNumbers } from '../../src/ir/tensor.ts';
import { apply, input } from '../support/op-case.ts';
import { runGraph } from '../support/op-runner.ts';

function requantizing(): Graph {
  const value = (id: string, scale: number, zeroPoint: number): [string, ReturnType<typeof makeValue>] => [id, makeValue({ id, dtype: 'i8', shape: [5], quant: { scale: [scale], zeroPoint: [zeroPoint], axis: null } })];
  const node = makeNode({ id: 0, op: 'Requantize', domain: 'quantune', attrs: {}, inputs: ['x'], outputs: ['y'], origin: { onnxNodes: ['q'], onnxIndex: 0 } });
  return { nodes: [node], values: new Map([value('x', 0.5, -2), value('y', 1, 4)]), inputs: ['x'], outputs: ['y'], name: 'g', opsets: new Map() };
}

describe('Requantize', () => {
  it('gives int8 of the same shape', () => {
    expect(apply('Requantize', [input([2, 3], undefined, 'i8')], { domain: 'quantune' }).types).toEqual([{ dtype: 'i8', shape: [2, 3] }]);
  });

  it('is a table: to the real value and back, half to even, saturating', () => {
    const { outputs, kernels } = runGraph(requantizing(), new Map([['x', makeTensor('i8', [5], Int8Array.of(-2, -1, 0, 1, 127))]]));
    expect(kernels).toEqual(['lookup_s8']);
    expect(toNumbers(outputs.get('y') ?? makeTensor('i8', [0], new Int8Array(0)))).toEqual([4, 4, 5, 6, 68]);
  });
});
