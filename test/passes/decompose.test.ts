import { expect, it } from 'vitest';
import { REGISTRY } from '../../src/ops/registry.ts';
import { runPass } from '../../src/passes/pass.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { difference } from '../support/interpreter.ts';

import { decompose } from '../../src/passes/decompose.ts';

const ctx = { registry: REGISTRY };

it('replaces Relu, GlobalAveragePool, Flatten and BatchNormalization by primitives and keeps the result', () => {
  const b = new GraphBuilder();
  b.input('x', [1, 4, 3, 5]);
  ['s', 'o', 'm'].forEach((n) => b.constant(n, [4]));
  b.constant('v', [4], [0.5, 1, 2, 0.1]);
  b.node('BatchNormalization', ['x', 's', 'o', 'm', 'v'], { epsilon: 0.001 }, 'n');
  b.node('Relu', ['n'], {}, 'r');
  b.node('GlobalAveragePool', ['r'], {}, 'g');
  b.node('Flatten', ['g'], {}, 'y');
  const graph = b.build(['y']);
  const result = runPass(graph, decompose, ctx);
  expect(result.nodes.map((n) => n.op)).toEqual(['Mul', 'Add', 'Clip', 'AveragePool', 'Reshape']);
  expect(difference(graph, result)).toBeLessThan(1e-6);
});

it('brings MatMul and Gemm to the one canonical Gemm: transposed constant weights, alpha and beta folded', () => {
  const b = new GraphBuilder();
  b.input('x', [2, 6]);
  b.constant('w', [6, 5]);
  b.constant('c', [1, 5]);
  b.node('Gemm', ['x', 'w', 'c'], { alpha: 0.5, beta: 2 }, 'h');
  b.constant('w2', [5, 3]);
  b.node('MatMul', ['h', 'w2'], {}, 'y');
  const graph = b.build(['y']);
  const result = runPass(graph, decompose, ctx);
  expect(result.nodes.map((n) => n.op)).toEqual(['Gemm', 'Gemm']);
  for (const node of result.nodes) expect(node.attrs).toEqual({ alpha: 1, beta: 1, transA: false, transB: true });
  expect(difference(graph, result)).toBeLessThan(1e-6);
});

it('leaves an operator alone that says no', () => {
  const b = new GraphBuilder();
  b.input('x', [2, 6]);
  b.input('w', [6, 5]);
  b.node('MatMul', ['x', 'w'], {}, 'y');
  const graph = b.build(['y']);
  expect(runPass(graph, decompose, ctx)).toBe(graph);
});
