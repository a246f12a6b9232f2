import { describe, expect, it } from 'vitest';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { runPasses } from '../../src/passes/pass.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { difference } from '../support/interpreter.ts';

function residualNetwork(): GraphBuilder {
  const b = new GraphBuilder();
  b.input('x', [1, 3, 8, 8]);
  b.constant('w0', [4, 3, 3, 3]);
  b.constant('b0', [4]);
  b.node('Conv', ['x', 'w0', 'b0'], { pads: [1, 1, 1, 1] }, 'c0');
  ['s', 'o', 'm'].forEach((n) => b.constant(n, [4]));
  b.constant('v', [4], [0.5, 1, 2, 0.1]);
  b.node('BatchNormalization', ['c0', 's', 'o', 'm', 'v'], {}, 'n0');
  b.node('Relu', ['n0'], {}, 'r0');
  b.constant('w1', [4, 4, 3, 3]);
  b.node('Conv', ['r0', 'w1'], { pads: [1, 1, 1, 1] }, 'c1');
  b.node('Add', ['c1', 'r0'], {}, 'a');
  b.node('Relu', ['a'], {}, 'r1');
  b.node('MaxPool', ['r1'], { kernel_shape: [2, 2], strides: [2, 2] }, 'p');
  b.constant('w2', [4, 1, 3, 3]);
  b.node('Conv', ['p', 'w2'], { group: 4, pads: [1, 1, 1, 1] }, 'd');
  b.node('Flatten', ['d'], {}, 'f');
  b.constant('wg', [64, 5]);
  b.node('MatMul', ['f', 'wg'], {}, 'g');
  b.constant('bg', [5]);
  b.node('Add', ['g', 'bg'], {}, 'y0');
  b.node('Softmax', ['y0'], {}, 'y');
  return b;
}

describe('float passes', () => {
  it('keep the result of a residual network and leave one unit per layer', () => {
    const graph = residualNetwork().build(['y']);
    const fused = runPasses(graph, FLOAT_PASSES, { registry: REGISTRY });
    expect(difference(graph, fused)).toBeLessThan(1e-5);
    expect(fused.nodes.map((n) => n.op)).toEqual(['Transpose', 'Conv', 'Conv', 'Add', 'MaxPool', 'Conv', 'Reshape', 'Gemm', 'Softmax']);
    expect(fused.outputs).toEqual(['y']);
  });
});
