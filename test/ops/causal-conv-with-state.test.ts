import { describe, expect, it } from 'vitest';
import { REGISTRY } from '../../src/ops/registry.ts';
import { normalise } from '../../src/passes/normalise.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { apply, constant, graphOf, input, reference, rejection, secondReference } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

const line = input([1, 1, 3], [1, 2, 3]);
const taps = constant([1, 1, 2], [10, 1]);

describe('CausalConvWithState', () => {
  it('convolves a line behind its past, which is zero where none is given', () => {
    expect(reference('CausalConvWithState', [line, taps], { opset: 27 })).toEqual([1, 12, 23]);
    expect(reference('CausalConvWithState', [line, taps, constant([1], [0.5]), input([1, 1, 1], [4])], { opset: 27 })).toEqual([41.5, 12.5, 23.5]);
    expect(secondReference('CausalConvWithState', [line, taps], { opset: 27, outputs: 2 })).toEqual([3]);
    expect(secondReference('CausalConvWithState', [input([1, 1, 1], [7]), constant([1, 1, 4]), null, input([1, 1, 3], [1, 2, 3])], { opset: 27, outputs: 2 })).toEqual([2, 3, 7]);
    expect(reference('CausalConvWithState', [input([1, 1, 1], [0]), taps], { opset: 27, attrs: { activation: 'silu' } })).toEqual([0]);
  });

  it('rejects what does not fit', () => {
    expect(apply('CausalConvWithState', [line, taps], { outputs: 2 }).types[1]?.shape).toEqual([1, 1, 1]);
    expect(rejection('CausalConvWithState', [line, constant([2, 1, 2])])).toBe('input [1,1,3] and weights [2,1,2] do not fit; [batch,channels,length] and [channels,1,taps] are expected');
    expect(rejection('CausalConvWithState', [line, taps, null, input([1, 1, 2])])).toBe('past_state has shape [1,1,2]; [1,1,1] is expected');
    expect(rejection('CausalConvWithState', [line, taps, constant([2])])).toBe('bias has shape [2]; [1] is expected');
    expect(rejection('CausalConvWithState', [line, taps], { attrs: { activation: 'gelu' } })).toContain("attribute 'activation' must be one of");
  });

  it.each([[''], ['silu']])('is lowered with activation %j', (activation) => {
    const args = [input([2, 6, 9]), constant([6, 1, 4]), constant([6])];
    for (const more of [[], [input([2, 6, 3])]]) {
      const graph = graphOf('CausalConvWithState', [...args, ...more], { attrs: { activation }, opset: 27 });
      expect(runFloat(graph).error).toBeLessThan(1e-5);
      expect(runInt8(graph).steps).toBeLessThan(3);
    }
  });

  it('gives the state that the next frame takes', () => {
    const b = new GraphBuilder();
    b.input('x', [1, 4, 2]);
    b.input('past', [1, 4, 3]);
    b.constant('w', [4, 1, 4]);
    const node = { id: 0, op: 'CausalConvWithState', domain: '', attrs: {}, inputs: ['x', 'w', null, 'past'], outputs: ['y', 'present'], origin: { onnxNodes: ['n'], onnxIndex: 0 } };
    expect(runFloat(normalise({ ...b.raw([]), nodes: [node], outputs: ['y', 'present'] }, REGISTRY)).error).toBeLessThan(1e-5);
  });
});
