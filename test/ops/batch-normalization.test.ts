import { describe, expect, it } from 'vitest';
import { REGISTRY } from '../../src/ops/registry.ts';
import { decompose } from '../../src/passes/decompose.ts';
import { runPass } from '../../src/passes/pass.ts';
import { apply, constant, graphOf, input, reference, rejection, secondReference } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

const statistics = [constant([2], [2, 1]), constant([2], [1, 0]), constant([2], [3, 5]), constant([2], [4, 0.25])];

describe('BatchNormalization', () => {
  it('normalises each channel', () => {
    expect(apply('BatchNormalization', [input([1, 2, 3]), ...statistics]).attrs).toMatchObject({ epsilon: 1e-5, training: false });
    expect(reference('BatchNormalization', [input([1, 2, 2], [3, 5, 5, 6]), ...statistics], { attrs: { epsilon: 0 } })).toEqual([1, 3, 0, 2]);
    expect(reference('BatchNormalization', [input([2, 2], [3, 5, 5, 6]), ...statistics], { attrs: { epsilon: 0 } })).toEqual([1, 0, 3, 2]);
  });

  it('says how its output is distributed', () => {
    const graph = graphOf('BatchNormalization', [input([1, 2, 3, 3]), ...statistics], { attrs: { epsilon: 0 } });
    const [mul, add] = runPass(graph, decompose, { registry: REGISTRY }).nodes;
    expect(mul?.normal).toEqual({ mean: [3, 10], deviation: [2, 1] });
    expect(add?.normal).toEqual({ mean: [1, 0], deviation: [2, 1] });
  });

  it('normalizes with moments of the input in training mode, and updates the running ones', () => {
    const x = input([2, 2, 1], [1, 10, 3, 20]);
    const options = { attrs: { epsilon: 0, momentum: 0.75, training_mode: 1 }, opset: 15, outputs: 3 };
    expect(reference('BatchNormalization', [x, ...statistics], options)).toEqual([-1, -1, 3, 1]);
    expect(secondReference('BatchNormalization', [x, ...statistics], options)).toEqual([2.75, 7.5]);
    expect(apply('BatchNormalization', [x, ...statistics], options).types.map((t) => t.shape)).toEqual([[2, 2, 1], [2], [2]]);
  });

  it('rejects outputs that no mode has', () => {
    const x = input([1, 2, 3]);
    expect(rejection('BatchNormalization', [x, ...statistics], { outputs: 3 })).toBe('outputs of training in opsets below 14 are not supported');
    expect(rejection('BatchNormalization', [x, ...statistics], { outputs: 3, opset: 15 })).toBe('statistics are read, but training_mode is 0');
  });

  it.each([[0], [1]])('is lowered with statistics that are computed, training_mode %i', (mode) => {
    const args = [input([3, 4, 2, 5]), input([4]), constant([4]), input([4]), input([4], [0.5, 1, 2, 0.1])];
    const graph = graphOf('BatchNormalization', args, { attrs: { training_mode: mode }, opset: 15 });
    const values = new Map(args.flatMap((a, i) => (a.constant ? [] : [[`x${i}`, a.tensor] as const])));
    expect(runFloat(graph, values).error).toBeLessThan(1e-5);
  });

  it('rejects statistics that do not fit', () => {
    expect(rejection('BatchNormalization', [input([1, 3, 2]), ...statistics])).toBe('scale, bias, mean and variance must have shape [3]');
  });

  it.each([[[1, 4, 3, 5]], [[3, 4]]])('is lowered: %j', (shape) => {
    const four = [constant([4]), constant([4]), constant([4]), constant([4], [0.5, 1, 2, 0.1])];
    const graph = graphOf('BatchNormalization', [input(shape), ...four]);
    expect(runFloat(graph).error).toBeLessThan(1e-5);
    const int8 = runInt8(graph);
    if (shape.length === 4) expect(int8.kernels.filter((k) => !/copy|planes_to|quantize/.test(k))).toEqual(['depthwise_conv2d_s8']);
    expect(int8.steps).toBeLessThan(shape.length === 4 ? 2 : 4);
  });
});
