import { expect, it } from 'vitest';
import { REGISTRY } from '../../src/ops/registry.ts';
import { runPass, runPasses } from '../../src/passes/pass.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { difference } from '../support/interpreter.ts';

import { absorbTranspose } from '../../src/passes/absorb-transpose.ts';
import { channelsLast } from '../../src/passes/channels-last.ts';
import { decompose } from '../../src/passes/decompose.ts';
import { eliminateViews } from '../../src/passes/eliminate-views.ts';

it('reorders the weights of a fully connected layer instead of the image in front of it', () => {
  const b = new GraphBuilder();
  b.input('x', [1, 3, 5, 4]);
  b.constant('w', [4, 3, 2, 2]);
  b.node('Conv', ['x', 'w'], {}, 'c');
  b.node('Flatten', ['c'], {}, 'f');
  b.constant('m', [48, 7]);
  b.node('MatMul', ['f', 'm'], {}, 'y');
  const graph = b.build(['y']);
  const result = runPasses(graph, [decompose, channelsLast, eliminateViews, absorbTranspose, eliminateViews], { registry: REGISTRY });
  expect(result.nodes.map((n) => n.op)).toEqual(['Transpose', 'Conv', 'Reshape', 'Gemm']);
  expect(difference(graph, result)).toBeLessThan(1e-6);
});

it('does nothing where the flattened image has other readers', () => {
  const b = new GraphBuilder();
  b.input('x', [1, 2, 3, 4]);
  b.node('Transpose', ['x'], { perm: [0, 3, 1, 2] }, 't');
  b.node('Flatten', ['t'], {}, 'f');
  b.constant('m', [24, 7]);
  b.node('MatMul', ['f', 'm'], {}, 'g');
  const graph = runPass(b.build(['g', 'f']), decompose, { registry: REGISTRY });
  expect(runPass(graph, absorbTranspose, { registry: REGISTRY })).toBe(graph);
});
