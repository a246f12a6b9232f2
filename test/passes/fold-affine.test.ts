import { expect, it } from 'vitest';
import type { Attrs, Graph } from '../../src/ir/graph.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { decompose } from '../../src/passes/decompose.ts';
import { runPass, runPasses } from '../../src/passes/pass.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { difference } from '../support/interpreter.ts';

import { foldAffine } from '../../src/passes/fold-affine.ts';

const ctx = { registry: REGISTRY };

it('folds scale and bias chains behind a convolution into its weights', () => {
  const b = new GraphBuilder();
  b.input('x', [1, 3, 5, 5]);
  b.constant('w', [4, 3, 3, 3]);
  b.node('Conv', ['x', 'w'], {}, 'c');
  b.constant('m', [4, 1, 1]);
  b.node('Mul', ['c', 'm'], {}, 'p');
  b.constant('a', [1, 4, 1, 1]);
  b.node('Sub', ['p', 'a'], {}, 'y');
  const graph = b.build(['y']);
  const result = runPass(graph, foldAffine, ctx);
  expect(result.nodes.map((n) => n.op)).toEqual(['Conv']);
  expect(result.nodes[0]?.origin.onnxNodes).toEqual(['Conv_0', 'Mul_1', 'Sub_2']);
  expect(difference(graph, result)).toBeLessThan(1e-6);
});

it('folds an input normalization forward, padding included', () => {
  const b = new GraphBuilder();
  b.input('x', [1, 3, 5, 5]);
  b.constant('m', [3, 1, 1], [2, 0.5, -1]);
  b.node('Mul', ['x', 'm'], {}, 'p');
  b.constant('a', [3, 1, 1]);
  b.node('Add', ['p', 'a'], {}, 'n');
  b.constant('w', [4, 3, 3, 3]);
  b.node('Conv', ['n', 'w'], { pads: [1, 1, 1, 1] }, 'y');
  const graph = b.build(['y']);
  const result = runPass(graph, foldAffine, ctx);
  expect(result.nodes.map((n) => n.op)).toEqual(['Conv']);
  expect(result.nodes[0]?.attrs['padValues']).not.toBeNull();
  expect(difference(graph, result)).toBeLessThan(1e-6);
});

it('does not fold what other readers need, nor a division by zero', () => {
  const b = new GraphBuilder();
  b.input('x', [1, 3, 5, 5]);
  b.constant('w', [4, 3, 1, 1]);
  b.node('Conv', ['x', 'w'], {}, 'c');
  b.constant('m', [4, 1, 1], [1, 2, 0, 4]);
  b.node('Div', ['c', 'm'], {}, 'y');
  b.node('Sigmoid', ['c'], {}, 'z');
  const shared = b.build(['y', 'z']);
  expect(runPass(shared, foldAffine, ctx)).toBe(shared);
  const alone = b.build(['y']);
  expect(runPass(alone, foldAffine, ctx)).toBe(alone);
});

it('leaves a convolution without padding without padding values, so that it stays depthwise', () => {
  const b = new GraphBuilder();
  b.node('Add', [b.input('x', [1, 3, 5, 5]), b.constant('a', [3, 1, 1])], {}, 'n');
  b.node('Conv', ['n', b.constant('w', [3, 1, 3, 3])], { group: 3 }, 'y');
  const graph = b.build(['y']);
  const result = runPass(graph, foldAffine, ctx);
  expect(result.nodes.map((n) => [n.op, n.attrs['padValues']])).toEqual([['Conv', null]]);
  expect(difference(graph, result)).toBeLessThan(1e-6);
});

it('folds into a padded convolution through a transposition of the input, but not inside the network', () => {
  const network = (first: string, attrs: Attrs): Graph => {
    const b = new GraphBuilder();
    b.node(first, [b.input('x', [1, 3, 5, 5])], attrs, 'f');
    b.node('Add', ['f', b.constant('a', [3, 1, 1])], {}, 'n');
    b.node('Conv', ['n', b.constant('w', [4, 3, 3, 3])], { pads: [1, 1, 1, 1] }, 'y');
    return b.build(['y']);
  };
  const moved = network('Transpose', { perm: [0, 1, 3, 2] });
  expect(runPass(moved, foldAffine, ctx).nodes.map((n) => n.op)).toEqual(['Transpose', 'Conv']);
  expect(difference(moved, runPass(moved, foldAffine, ctx))).toBeLessThan(1e-6);
  const inside = network('Softmax', {});
  expect(runPass(inside, foldAffine, ctx)).toBe(inside);
});

it('keeps how the output is distributed, through further maps', () => {
  const b = new GraphBuilder();
  b.input('x', [1, 3, 5, 5]);
  b.constant('w', [2, 3, 3, 3]);
  b.node('Conv', ['x', 'w'], {}, 'c');
  b.constant('s', [2], [2, -1]);
  b.constant('o', [2], [1, 0]);
  b.constant('m', [2]);
  b.constant('v', [2], [1, 1]);
  b.node('BatchNormalization', ['c', 's', 'o', 'm', 'v'], { epsilon: 0 }, 'n');
  b.constant('k', [2, 1, 1], [-3, 1]);
  b.node('Mul', ['n', 'k'], {}, 'y');
  const [conv, ...others] = runPasses(b.build(['y']), [decompose, foldAffine], ctx).nodes;
  expect(others).toEqual([]);
  expect(conv?.normal).toEqual({ mean: [-3, 0], deviation: [6, 1] });
});
