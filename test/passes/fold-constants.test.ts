import { expect, it } from 'vitest';
import { REGISTRY } from '../../src/ops/registry.ts';
import { runPass } from '../../src/passes/pass.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { difference } from '../support/interpreter.ts';

import { decompose } from '../../src/passes/decompose.ts';
import { foldConstants } from '../../src/passes/fold-constants.ts';

const ctx = { registry: REGISTRY };

it('computes what became constant after decomposition', () => {
  const b = new GraphBuilder();
  b.input('x', [2, 3]);
  b.constant('a', [3], [-1, 2, -3]);
  b.node('Relu', ['a'], {}, 'c');
  b.node('Mul', ['x', 'c'], {}, 'y');
  const graph = b.build(['y']);
  const result = runPass(runPass(graph, decompose, ctx), foldConstants, ctx);
  expect(result.nodes.map((n) => n.op)).toEqual(['Mul']);
  expect(difference(graph, result)).toBe(0);
});

it('does not compute a graph output away', () => {
  const b = new GraphBuilder();
  b.input('x', [3]);
  b.node('Sigmoid', ['x'], {}, 'y');
  const graph = b.build(['y']);
  expect(runPass(graph, foldConstants, ctx)).toBe(graph);
});
