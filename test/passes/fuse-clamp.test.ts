import { expect, it } from 'vitest';
import { REGISTRY } from '../../src/ops/registry.ts';
import { runPass } from '../../src/passes/pass.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { difference } from '../support/interpreter.ts';

import { decompose } from '../../src/passes/decompose.ts';
import { fuseClamp } from '../../src/passes/fuse-clamp.ts';

const ctx = { registry: REGISTRY };

it('fuses ReLU and ReLU6 into convolution and Add, and two clamps into one', () => {
  const b = new GraphBuilder();
  b.input('x', [1, 3, 4, 4]);
  b.constant('w', [3, 3, 1, 1]);
  b.node('Conv', ['x', 'w'], {}, 'c');
  b.node('Relu', ['c'], {}, 'r');
  b.constant('lo', [], [0.1]);
  b.constant('hi', [], [0.5]);
  b.node('Clip', ['r', 'lo', 'hi'], {}, 'q');
  b.node('Add', ['q', 'x'], {}, 'a');
  b.node('Relu', ['a'], {}, 'y');
  const graph = b.build(['y']);
  const result = runPass(runPass(graph, decompose, ctx), fuseClamp, ctx);
  expect(result.nodes.map((n) => n.op)).toEqual(['Conv', 'Add']);
  expect(result.nodes[0]?.clamp?.max).toBeCloseTo(0.5);
  expect(difference(graph, result)).toBeLessThan(1e-6);
});

it('leaves a clamp alone whose input has another reader', () => {
  const b = new GraphBuilder();
  b.input('x', [1, 3, 4, 4]);
  b.constant('w', [3, 3, 1, 1]);
  b.node('Conv', ['x', 'w'], {}, 'c');
  b.node('Relu', ['c'], {}, 'r');
  b.node('Add', ['c', 'r'], {}, 'y');
  const graph = runPass(b.build(['y']), decompose, ctx);
  expect(runPass(graph, fuseClamp, ctx)).toBe(graph);
});
