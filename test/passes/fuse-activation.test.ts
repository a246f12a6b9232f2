import { describe, expect, it } from 'vitest';
import { REGISTRY } from '../../src/ops/registry.ts';
import { fuseActivation } from '../../src/passes/fuse-activation.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { runPass, runPasses } from '../../src/passes/pass.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { difference } from '../support/interpreter.ts';
import { runInt8 } from '../support/op-runner.ts';

const ctx = { registry: REGISTRY };

type Step = readonly [op: string, inputs: readonly (string | number)[], name: string];

/** x of shape [2, 40]; numbers are scalar constants; the last step makes y. */
function graphOf(steps: readonly Step[]): ReturnType<GraphBuilder['build']> {
  const b = new GraphBuilder();
  b.input('x', [2, 40]);
  steps.forEach(([op, inputs, name], i) => {
    const ids = inputs.map((v, k) => {
      if (typeof v === 'string') return v;
      b.constant(`c${i}_${k}`, [], [v]);
      return `c${i}_${k}`;
    });
    b.node(op, ids, {}, name);
  });
  return b.build(['y']);
}

const FORMULAS: readonly (readonly [string, string, readonly Step[]])[] = [
  ['x * sigmoid(x)', 'Swish', [['Sigmoid', ['x'], 's'], ['Mul', ['x', 's'], 'y']]],
  ['x * sigmoid(1.702 x)', 'Swish', [['Mul', ['x', 1.702], 'm'], ['Sigmoid', ['m'], 's'], ['Mul', ['s', 'x'], 'y']]],
  ['x * clip(x + 3) / 6', 'HardSwish', [['Add', ['x', 3], 'a'], ['Clip', ['a', 0, 6], 'c'], ['Mul', ['x', 'c'], 'm'], ['Div', ['m', 6], 'y']]],
  ['x * (clip(3 + x) / 6)', 'HardSwish', [['Add', [3, 'x'], 'a'], ['Clip', ['a', 0, 6], 'c'], ['Div', ['c', 6], 'm'], ['Mul', ['m', 'x'], 'y']]],
  ['clip(x + 3) / 6', 'HardSigmoid', [['Add', ['x', 3], 'a'], ['Clip', ['a', 0, 6], 'c'], ['Mul', ['c', 1 / 6], 'y']]],
  ['x * tanh(softplus(x))', 'Mish', [['Softplus', ['x'], 's'], ['Tanh', ['s'], 't'], ['Mul', ['x', 't'], 'y']]],
  ['x * (1 + erf(x / sqrt(2))) * 0.5', 'Gelu', [['Div', ['x', Math.SQRT2], 'd'], ['Erf', ['d'], 'e'], ['Add', ['e', 1], 'a'], ['Mul', ['x', 'a'], 'm'], ['Mul', ['m', 0.5], 'y']]],
  ['0.5 * x * (1 + erf(x * 0.7071))', 'Gelu', [['Mul', [0.5, 'x'], 'h'], ['Mul', ['x', Math.SQRT1_2], 'd'], ['Erf', ['d'], 'e'], ['Add', [1, 'e'], 'a'], ['Mul', ['h', 'a'], 'y']]],
  ['gelu by tanh', 'Gelu', [['Pow', ['x', 3], 'p'], ['Mul', ['p', 0.044715], 'q'], ['Add', ['x', 'q'], 'r'], ['Mul', ['r', Math.sqrt(2 / Math.PI)], 'u'], ['Tanh', ['u'], 't'], ['Add', ['t', 1], 'a'], ['Mul', ['x', 0.5], 'h'], ['Mul', ['h', 'a'], 'y']]],
];

describe('fuse-activation', () => {
  it.each(FORMULAS)('makes one unit of %s', (_name, op, steps) => {
    const graph = graphOf(steps);
    const result = runPass(graph, fuseActivation, ctx);
    expect(result.nodes.map((n) => n.op)).toEqual([op]);
    expect(result.nodes[0]?.origin.onnxNodes.length).toBe(steps.length);
    expect(difference(graph, result)).toBeLessThan(1e-6);
    expect(runPasses(graph, FLOAT_PASSES, ctx).nodes.map((n) => n.op)).toEqual([op]);
    expect(runInt8(graph).kernels).toEqual(['quantize_f32_s8', 'lookup_s8', 'dequantize_s8_f32']);
  });

  it('leaves alone what others read, other numbers and other operands', () => {
    const others: readonly (readonly Step[])[] = [
      [['Sigmoid', ['x'], 's'], ['Mul', ['x', 's'], 'm'], ['Add', ['m', 's'], 'y']],
      [['Add', ['x', 3], 'a'], ['Clip', ['a', 0, 6], 'c'], ['Mul', ['x', 'c'], 'm'], ['Div', ['m', 5], 'y']],
      [['Add', ['x', 2], 'a'], ['Clip', ['a', 0, 6], 'c'], ['Mul', ['x', 'c'], 'm'], ['Div', ['m', 6], 'y']],
      [['Abs', ['x'], 'z'], ['Sigmoid', ['z'], 's'], ['Mul', ['x', 's'], 'y']],
      [['Div', ['x', 1.5], 'd'], ['Erf', ['d'], 'e'], ['Add', ['e', 1], 'a'], ['Mul', ['x', 'a'], 'm'], ['Mul', ['m', 0.5], 'y']],
    ];
    for (const steps of others) {
      const graph = graphOf(steps);
      expect(runPass(graph, fuseActivation, ctx)).toBe(graph);
    }
  });
});
