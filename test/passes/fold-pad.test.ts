import { expect, it } from 'vitest';
import { REGISTRY } from '../../src/ops/registry.ts';
import { runPass } from '../../src/passes/pass.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { difference } from '../support/interpreter.ts';

import { foldPad } from '../../src/passes/fold-pad.ts';

const ctx = { registry: REGISTRY };

function padded(pads: number[], value: number): ReturnType<GraphBuilder['build']> {
  const b = new GraphBuilder();
  b.input('x', [1, 3, 6, 6]);
  b.ints('pads', pads);
  b.constant('value', [], [value]);
  b.node('Pad', ['x', 'pads', 'value'], {}, 'p');
  b.constant('w', [4, 3, 3, 3]);
  b.node('Conv', ['p', 'w'], { strides: [2, 2] }, 'y');
  return b.build(['y']);
}

it('moves spatial zero padding into the convolution', () => {
  const graph = padded([0, 0, 0, 0, 0, 0, 1, 1], 0);
  const result = runPass(graph, foldPad, ctx);
  expect(result.nodes.map((n) => n.op)).toEqual(['Conv']);
  expect(result.nodes[0]?.attrs['pads']).toEqual([0, 0, 1, 1]);
  expect(difference(graph, result)).toBe(0);
});

it('keeps padding with another value, and padding of channels', () => {
  const other = padded([0, 0, 1, 1, 0, 0, 1, 1], 2);
  expect(runPass(other, foldPad, ctx)).toBe(other);
});
