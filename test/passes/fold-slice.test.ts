import { expect, it } from 'vitest';
import { foldSlice } from '../../src/passes/fold-slice.ts';
import { runPass } from '../../src/passes/pass.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { difference } from '../support/interpreter.ts';

const ctx = { registry: REGISTRY };

function sliced(slice: { starts: number[]; ends: number[]; steps: number[] }, conv: { kernel: number; strides: number[]; pads?: number[] }): ReturnType<GraphBuilder['build']> {
  const b = new GraphBuilder();
  b.node('Slice', [b.input('x', [1, 3, 7, 8]), b.ints('starts', slice.starts), b.ints('ends', slice.ends), b.ints('axes', [2, 3]), b.ints('steps', slice.steps)], {}, 's');
  b.node('Conv', ['s', b.constant('w', [4, 3, conv.kernel, conv.kernel])], { strides: conv.strides, pads: conv.pads ?? [0, 0, 0, 0] }, 'y');
  return b.build(['y']);
}

it.each([[[2, 2], [1, 1]], [[3, 1], [1, 1]], [[2, 3], [2, 1]]])('moves steps %j into a pointwise convolution with strides %j', (steps, strides) => {
  const graph = sliced({ starts: [0, 0], ends: [99, 99], steps }, { kernel: 1, strides });
  const result = runPass(graph, foldSlice, ctx);
  expect(result.nodes.map((n) => n.op)).toEqual(['Conv']);
  expect(result.nodes[0]?.attrs['strides']).toEqual(strides.map((s, d) => s * (steps[d] ?? 1)));
  expect(difference(graph, result)).toBe(0);
});

it.each([
  ['begins later', { starts: [1, 0], ends: [99, 99], steps: [2, 2] }, { kernel: 1, strides: [1, 1] }],
  ['ends earlier', { starts: [0, 0], ends: [5, 99], steps: [2, 2] }, { kernel: 1, strides: [1, 1] }],
  ['steps within a larger window', { starts: [0, 0], ends: [99, 99], steps: [1, 2] }, { kernel: 3, strides: [1, 1] }],
  ['steps within padding', { starts: [0, 0], ends: [99, 99], steps: [2, 2] }, { kernel: 1, strides: [1, 1], pads: [1, 0, 0, 0] }],
])('keeps a slice that %s', (_, slice, conv) => {
  const graph = sliced(slice, conv);
  expect(runPass(graph, foldSlice, ctx)).toBe(graph);
});
