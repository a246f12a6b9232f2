import { expect, it } from 'vitest';
import { REGISTRY } from '../../src/ops/registry.ts';
import { runPass } from '../../src/passes/pass.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { difference } from '../support/interpreter.ts';

import { affineToDepthwise } from '../../src/passes/affine-to-depthwise.ts';

const ctx = { registry: REGISTRY };

it('turns a per-channel product that no layer can take into a depthwise convolution', () => {
  const b = new GraphBuilder();
  b.input('x', [1, 3, 4, 4]);
  b.constant('m', [3, 1, 1]);
  b.node('Mul', ['x', 'm'], {}, 'y');
  const graph = b.build(['y']);
  const result = runPass(graph, affineToDepthwise, ctx);
  expect(result.nodes.map((n) => [n.op, n.attrs['groups']])).toEqual([['Conv', 3]]);
  expect(difference(graph, result)).toBeLessThan(1e-6);
});

it('leaves a constant alone that varies over the image', () => {
  const b = new GraphBuilder();
  b.input('x', [1, 3, 4, 4]);
  b.constant('m', [4, 4]);
  b.node('Mul', ['x', 'm'], {}, 'y');
  const graph = b.build(['y']);
  expect(runPass(graph, affineToDepthwise, ctx)).toBe(graph);
});
