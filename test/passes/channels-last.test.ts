import { expect, it } from 'vitest';
import { REGISTRY } from '../../src/ops/registry.ts';
import { runPass, runPasses } from '../../src/passes/pass.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { difference } from '../support/interpreter.ts';

import { decompose } from '../../src/passes/decompose.ts';
import { channelsLast } from '../../src/passes/channels-last.ts';
import { eliminateViews } from '../../src/passes/eliminate-views.ts';

const ctx = { registry: REGISTRY };
const run = (graph: ReturnType<GraphBuilder['build']>): ReturnType<GraphBuilder['build']> => runPasses(graph, [channelsLast, eliminateViews], ctx);

it('leaves one transposition at the input and one at an image output', () => {
  const b = new GraphBuilder();
  b.input('x', [1, 3, 6, 6]);
  b.constant('w', [4, 3, 3, 3]);
  b.node('Conv', ['x', 'w'], {}, 'c');
  b.node('Sigmoid', ['c'], {}, 's');
  b.constant('k', [4, 1, 1]);
  b.node('Add', ['s', 'k'], {}, 'a');
  b.node('MaxPool', ['a'], { kernel_shape: [2, 2] }, 'y');
  const graph = b.build(['y']);
  const result = run(graph);
  expect(result.nodes.map((n) => n.op)).toEqual(['Transpose', 'Conv', 'Sigmoid', 'Add', 'MaxPool', 'Transpose']);
  expect(difference(graph, result)).toBeLessThan(1e-6);
});

it('cancels transpositions of the model itself, through Concat, Slice and Pad', () => {
  const b = new GraphBuilder();
  b.input('x', [1, 6, 6, 3]);
  b.node('Transpose', ['x'], { perm: [0, 3, 1, 2] }, 't');
  b.constant('w', [4, 3, 1, 1]);
  b.node('Conv', ['t', 'w'], {}, 'c');
  b.node('Concat', ['c', 't'], { axis: 1 }, 'k');
  b.ints('st', [1, 0]);
  b.ints('en', [7, 6]);
  b.ints('ax', [1, 2]);
  b.ints('sp', [2, 3]);
  b.node('Slice', ['k', 'st', 'en', 'ax', 'sp'], {}, 'l');
  b.ints('pads', [0, 1, 0, 2, 0, 0, 1, 0]);
  b.node('Pad', ['l', 'pads'], {}, 'p');
  b.node('Transpose', ['p'], { perm: [0, 2, 3, 1] }, 'y');
  const graph = b.build(['y']);
  const result = run(graph);
  expect(result.nodes.filter((n) => n.op === 'Transpose')).toEqual([]);
  expect(difference(graph, result)).toBeLessThan(1e-6);
});

it('makes a view of a transposition that moves unit dimensions only', () => {
  const b = new GraphBuilder();
  b.input('x', [1, 1, 6, 6]);
  b.constant('w', [4, 1, 6, 6]);
  b.node('Conv', ['x', 'w'], {}, 'c');
  b.node('Flatten', ['c'], {}, 'y');
  const result = run(b.build(['y']));
  expect(result.nodes.map((n) => n.op)).not.toContain('Transpose');
});

it('reads what a Reshape behind two transpositions that cancel out is stored as', () => {
  const b = new GraphBuilder();
  b.input('x', [1, 3, 4, 4]);
  b.constant('w', [2, 3, 1, 1]);
  b.node('Transpose', ['x'], { perm: [0, 2, 3, 1] }, 't');
  b.node('Transpose', ['t'], { perm: [0, 3, 1, 2] }, 'u');
  b.node('Conv', ['u', 'w'], {}, 'c');
  b.ints('flat', [1, 48]);
  b.node('Reshape', ['u', 'flat'], {}, 'r');
  const graph = b.build(['c', 'r']);
  expect(difference(graph, run(graph))).toBeLessThan(1e-6);
});

it('takes images through a channel shuffle with one transposition', () => {
  const b = new GraphBuilder();
  b.node('Conv', [b.input('x', [2, 3, 4, 5]), b.constant('w', [6, 3, 1, 1])], {}, 'c');
  b.node('Reshape', ['c', b.ints('s', [2, 2, 3, 4, 5])], {}, 'g');
  b.node('Transpose', ['g'], { perm: [0, 2, 1, 3, 4] }, 't');
  b.node('Reshape', ['t', b.ints('r', [2, 6, 4, 5])], {}, 'h');
  b.node('Conv', ['h', b.constant('v', [4, 6, 1, 1])], {}, 'd');
  b.node('GlobalAveragePool', ['d'], {}, 'y');
  const graph = b.build(['y']);
  const result = run(runPass(graph, decompose, ctx));
  expect(result.nodes.filter((n) => n.op === 'Transpose').map((n) => n.attrs['perm'])).toEqual([[0, 2, 3, 1], [0, 1, 2, 4, 3]]);
  expect(difference(graph, result)).toBeLessThan(1e-6);
});

it('flattens in the order of the model', () => {
  const b = new GraphBuilder();
  b.node('Conv', [b.input('x', [2, 3, 4, 5]), b.constant('w', [6, 3, 1, 1])], {}, 'c');
  b.node('Reshape', ['c', b.ints('s', [2, 3, 40])], {}, 'y');
  const graph = b.build(['y']);
  expect(difference(graph, run(graph))).toBeLessThan(1e-6);
});
