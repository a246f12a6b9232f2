import { expect, it } from 'vitest';
import { REGISTRY } from '../../src/ops/registry.ts';
import { runPass } from '../../src/passes/pass.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { difference } from '../support/interpreter.ts';

import { liftElementwise } from '../../src/passes/lift-elementwise.ts';

const run = (graph: ReturnType<GraphBuilder['build']>): ReturnType<GraphBuilder['build']> => runPass(graph, liftElementwise, { registry: REGISTRY });

/** Conv -> view of its output -> `behind`. */
function convolved(view: (b: GraphBuilder) => string, behind: (b: GraphBuilder, v: string) => string): ReturnType<GraphBuilder['build']> {
  const b = new GraphBuilder();
  b.node('Conv', [b.input('x', [2, 3, 4, 5]), b.constant('w', [6, 3, 1, 1])], {}, 'c');
  return b.build([behind(b, view(b))]);
}

const flat = (b: GraphBuilder): string => b.node('Reshape', ['c', b.ints('s', [2, 6, 20])]);
const turned = (b: GraphBuilder): string => b.node('Transpose', ['c'], { perm: [0, 2, 3, 1] });

it.each<[string, (b: GraphBuilder) => string, (b: GraphBuilder, v: string) => string, string[]]>([
  ['an operator without constants', flat, (b, v) => b.node('Sigmoid', [v]), ['Conv', 'Sigmoid', 'Reshape']],
  ['a chain', flat, (b, v) => b.node('Sigmoid', [b.node('Tanh', [v])]), ['Conv', 'Tanh', 'Sigmoid', 'Reshape']],
  ['a constant per channel', flat, (b, v) => b.node('Mul', [v, b.constant('k', [6, 1])]), ['Conv', 'Mul', 'Reshape']],
  ['a constant per channel, transposed', turned, (b, v) => b.node('Add', [b.constant('k', [6]), v]), ['Conv', 'Add', 'Transpose']],
  ['a sum of two computed values', flat, (b, v) => b.node('Add', [v, b.node('Reshape', [b.node('Sigmoid', ['c']), 's'])]), ['Conv', 'Sigmoid', 'Add', 'Reshape']],
])('lifts %s', (_name, view, behind, ops) => {
  const graph = convolved(view, behind);
  const result = run(graph);
  const left = result.nodes.filter((n) => n.op !== 'Reshape' || n.outputs.some((o) => result.outputs.includes(o)));
  expect(left.map((n) => n.op).filter((op) => ops.includes(op)).sort()).toEqual([...ops].sort());
  expect(result.nodes.at(-1)?.op).toMatch(/Reshape|Transpose/);
  expect(difference(graph, result)).toBeLessThan(1e-6);
});

it('leaves what varies along dimensions that a view joins, and views of anything but convolutions', () => {
  const varies = convolved(flat, (b, v) => b.node('Mul', [v, b.constant('k', [20])]));
  expect(run(varies)).toBe(varies);
  const b = new GraphBuilder();
  b.node('Sigmoid', [b.node('Reshape', [b.input('x', [4, 6]), b.ints('s', [24])])], {}, 'y');
  const plain = b.build(['y']);
  expect(run(plain)).toBe(plain);
});
