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

interface Pooling {
  readonly op: 'AveragePool' | 'MaxPool';
  readonly value: number;
  readonly pads?: readonly number[];
  readonly clip?: number;
  readonly attrs?: Readonly<Record<string, number | readonly number[]>>;
}

/** Clip (where asked for), a Pad of [1, 1, 1, 0] (top, left, bottom, right), and a pooling of 3x3. */
function pooled({ op, value, pads = [0, 0, 1, 1, 0, 0, 1, 0], clip, attrs = {} }: Pooling): ReturnType<GraphBuilder['build']> {
  const b = new GraphBuilder();
  b.input('x', [1, 2, 6, 7]);
  const from = clip === undefined ? 'x' : b.node('Clip', ['x', b.constant('low', [], [clip])]);
  b.node('Pad', [from, b.ints('pads', pads), b.constant('value', [], [value])], {}, 'p');
  b.node(op, ['p'], { kernel_shape: [3, 3], strides: [2, 2], ...attrs }, 'y');
  return b.build(['y']);
}

it.each<[string, Pooling]>([
  ['zeros that an AveragePool counts', { op: 'AveragePool', value: 0, attrs: { count_include_pad: 1, pads: [0, 1, 0, 1] } }],
  ['zeros in front of an AveragePool without padding', { op: 'AveragePool', value: 0 }],
  ['the lowest float in front of a MaxPool', { op: 'MaxPool', value: -3.4028234663852886e38 }],
  ['zeros below which no input of a MaxPool is', { op: 'MaxPool', value: 0, clip: 0, attrs: { pads: [0, 0, 1, 0] } }],
])('moves %s into its padding', (_, pooling) => {
  const graph = pooled(pooling);
  const result = runPass(graph, foldPad, ctx);
  expect(result.nodes.map((n) => n.op)).toEqual([...(pooling.clip === undefined ? [] : ['Clip']), pooling.op]);
  expect(difference(graph, result)).toBeLessThan(1e-6);
});

it.each<[string, Pooling]>([
  ['zeros in front of an AveragePool whose own padding does not count', { op: 'AveragePool', value: 0, attrs: { pads: [1, 0, 0, 0] } }],
  ['another value in front of an AveragePool', { op: 'AveragePool', value: 1 }],
  ['zeros that an input of a MaxPool may be below', { op: 'MaxPool', value: 0 }],
  ['what fills whole windows of an AveragePool', { op: 'AveragePool', value: 0, pads: [0, 0, 3, 0, 0, 0, 0, 0] }],
  ['what fills whole windows of a MaxPool', { op: 'MaxPool', value: 0, clip: 0, pads: [0, 0, 0, 3, 0, 0, 0, 0] }],
  ['what dilated windows may miss', { op: 'MaxPool', value: 0, clip: 0, attrs: { dilations: [2, 2] } }],
])('keeps %s', (_, pooling) => {
  const graph = pooled(pooling);
  expect(runPass(graph, foldPad, ctx)).toBe(graph);
});
