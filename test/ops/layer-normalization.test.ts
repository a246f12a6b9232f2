import { describe, expect, it } from 'vitest';
import { REGISTRY } from '../../src/ops/registry.ts';
import { normalise } from '../../src/passes/normalise.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { apply, constant, graphOf, input, reference, rejection, secondReference } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

describe('LayerNormalization', () => {
  it('normalizes rows from the axis on', () => {
    const x = input([2, 2], [1, 3, 0, 8]);
    expect(reference('LayerNormalization', [x, constant([2], [2, 1]), constant([2], [0, 10])], { attrs: { epsilon: 0 } })).toEqual([-2, 11, -2, 11]);
    expect(reference('LayerNormalization', [x, constant([2, 2], [1, 1, 1, 1])], { attrs: { epsilon: 1, axis: 0 } })).toEqual([-2, 0, -3, 5].map((v) => expect.closeTo(v / Math.sqrt(10.5), 5)));
  });

  it('has mean and inverse deviation where they are read', () => {
    const x = input([2, 2], [1, 3, 0, 8]);
    const { types } = apply('LayerNormalization', [x, constant([2])], { outputs: 3 });
    expect(types.map((t) => t.shape)).toEqual([[2, 2], [2, 1], [2, 1]]);
    expect(secondReference('LayerNormalization', [x, constant([2])], { outputs: 3 })).toEqual([2, 4]);
  });

  it('rejects what does not fit', () => {
    expect(rejection('LayerNormalization', [input([2, 4]), constant([3])])).toBe('scale or bias has shape [3]; [4] is expected');
    expect(rejection('LayerNormalization', [input([2, 4]), constant([4])], { attrs: { axis: 2 } })).toBe('axis 2 is outside a tensor of rank 2');
  });

  it.each<[string, number[], number, number[]]>([
    ['the last axis', [3, 5, 24], -1, [24]],
    ['several axes', [2, 3, 4, 5], 2, [4, 5]],
    ['all axes', [4, 6], 0, [4, 6]],
    ['a scale that is broadcast', [2, 4, 6], 1, [6]],
  ])('is lowered: %s', (_name, shape, axis, parameter) => {
    for (const make of [input, constant]) {
      for (const args of [[make(parameter)], [make(parameter), make(parameter)]]) {
        const float = runFloat(graphOf('LayerNormalization', [input(shape), ...args], { attrs: { axis } }));
        expect(float.error).toBeLessThan(1e-5);
        expect(float.kernels).toContain('group_norm_f32');
      }
    }
  });

  it('computes all outputs', () => {
    const b = new GraphBuilder();
    b.input('x', [3, 8]);
    b.constant('s', [8]);
    const graph = b.raw([]);
    const node = { id: 0, op: 'LayerNormalization', domain: '', attrs: {}, inputs: ['x', 's'], outputs: ['y', 'm', 'd'], origin: { onnxNodes: ['n'], onnxIndex: 0 } };
    const float = runFloat(normalise({ ...graph, nodes: [node], outputs: ['y', 'm', 'd'] }, REGISTRY));
    expect(float.error).toBeLessThan(1e-5);
    expect(float.kernels).toEqual(['group_norm_f32', 'row_moments_f32', 'row_moments_f32']);
  });

  it('has an integer form within a step of float', () => {
    const int8 = runInt8(graphOf('LayerNormalization', [input([6, 24]), constant([24]), constant([24])]));
    expect(int8.kernels).toEqual(['quantize_f32_s8', 'layer_norm_s8', 'dequantize_s8_f32']);
    expect(int8.arithmeticSteps).toBeLessThan(1.01);
    expect(int8.steps).toBeLessThan(4);
  });
});
