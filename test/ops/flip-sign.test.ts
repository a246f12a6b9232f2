import { describe, expect, it } from 'vitest';
import { valueOf } from '../../src/ir/graph.ts';
import { makeTensor, toNumbers } from '../../src/ir/tensor.ts';
import { applyIoType } from '../../src/passes/io-type.ts';
import { apply, graphOf, input } from '../support/op-case.ts';
import { quantize, runGraph } from '../support/op-runner.ts';

describe('FlipSign', () => {
  it('turns uint8 into int8 and back', () => {
    const type = (dtype: 'u8' | 'i8'): unknown => apply('FlipSign', [input([4], undefined, dtype)], { domain: 'quantune' }).types;
    expect(type('u8')).toEqual([{ dtype: 'i8', shape: [4] }]);
    expect(type('i8')).toEqual([{ dtype: 'u8', shape: [4] }]);
  });

  it('is lowered to one pass over bytes on either side of an integer graph', () => {
    const { integer } = quantize(graphOf('Sigmoid', [input([3])]), new Map([['x0', input([3], [-8, 0, 7.9375]).tensor]]));
    const graph = applyIoType(integer, 'uint8');
    const { outputs, kernels } = runGraph(graph, new Map([['x0', makeTensor('u8', [3], Uint8Array.of(0, 128, 255))]]));
    expect(kernels).toEqual(['flip_sign_8', 'lookup_s8', 'flip_sign_8']);
    expect([valueOf(graph, 'x0').quant?.zeroPoint, outputs.get('y')?.dtype]).toEqual([[128], 'u8']);
    const y = outputs.get('y');
    expect(y && toNumbers(y)).toEqual([0, 128, 255]);
  });
});
