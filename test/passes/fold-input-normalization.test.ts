import { expect, it } from 'vitest';
import { DiagnosticError } from '../../src/diagnostics/diagnostic.ts';
import { makeTensor } from '../../src/ir/tensor.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { insertInputNormalization } from '../../src/passes/fold-input-normalization.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { runPasses } from '../../src/passes/pass.ts';
import { GraphBuilder, randomFloats } from '../support/graph-builder.ts';
import { interpret } from '../support/interpreter.ts';

const MEAN = [120, 110, 100];
const STD = [60, 58, 55];

function camera(): ReturnType<GraphBuilder['build']> {
  const b = new GraphBuilder();
  b.input('x', [1, 3, 6, 6]);
  b.constant('w', [4, 3, 3, 3]);
  b.node('Conv', ['x', 'w'], { pads: [1, 1, 1, 1] }, 'y');
  return b.build(['y']);
}

it('computes from pixels what the model computed from normalized values, without a unit of its own', () => {
  const graph = camera();
  const pixels = randomFloats(108, 3).map((v) => Math.round(128 + 127 * v));
  const normalized = pixels.map((p, i) => (p - (MEAN[Math.floor(i / 36)] ?? 0)) / (STD[Math.floor(i / 36)] ?? 1));
  const folded = runPasses(insertInputNormalization(graph, { mean: MEAN, std: STD }), FLOAT_PASSES, { registry: REGISTRY });
  expect(folded.nodes.map((n) => n.op)).toEqual(['Transpose', 'Conv', 'Transpose']);
  const before = interpret(graph, new Map([['x', makeTensor('f32', [1, 3, 6, 6], normalized)]])).get('y');
  const after = interpret(folded, new Map([['x', makeTensor('f32', [1, 3, 6, 6], pixels)]])).get('y');
  before?.data.forEach((v: number | bigint, i: number) => expect(Number(after?.data[i])).toBeCloseTo(Number(v), 4));
});

it.each([
  ['as many entries as channels', { mean: [1, 2], std: [1] }],
  ['a positive standard deviation', { mean: [1], std: [0] }],
])('wants %s (QT2006)', (_, normalization) => {
  expect(() => insertInputNormalization(camera(), normalization)).toThrowError(DiagnosticError);
});
