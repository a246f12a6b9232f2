import { describe, expect, it } from 'vitest';
import { REGISTRY } from '../../src/ops/registry.ts';
import { decompose } from '../../src/passes/decompose.ts';
import { joinQuantize } from '../../src/passes/join-quantize.ts';
import { runPasses } from '../../src/passes/pass.ts';
import { type Grid, QdqModel } from '../support/qdq-model.ts';
import { quantizedGraph, typedOps } from '../support/quantized-graph.ts';

function joined(make: (m: QdqModel, x: string) => string, first: Grid = { scale: 0.5, zero: 3 }): string[] {
  const m = new QdqModel();
  m.input('x', [2, 3]);
  m.node('Sigmoid', [make(m, m.both('x', first))], {}, 'y');
  return typedOps(runPasses(quantizedGraph(m.bytes({ y: 'f32' })), [decompose, joinQuantize], { registry: REGISTRY })).slice(1, -1);
}

describe('join-quantize', () => {
  it('drops a conversion to the scale a value has, and makes a table of one to another', () => {
    expect(joined((m, x) => m.both(x, { scale: 0.5, zero: 3 }))).toEqual(['DequantizeLinear i8 -> f32']);
    expect(joined((m, x) => m.both(x, { scale: 0.5, zero: 4 }))).toEqual(['Requantize i8 -> i8', 'DequantizeLinear i8 -> f32']);
  });

  it('drops a ReLU that the zero point implies, and no other', () => {
    expect(joined((m, x) => m.node('Relu', [x]), { scale: 0.5, zero: -128 })).toEqual(['DequantizeLinear i8 -> f32']);
    expect(joined((m, x) => m.node('Relu', [x]), { scale: 0.5, zero: -127 })).toEqual(['DequantizeLinear i8 -> f32', 'Clip f32 -> f32']);
  });
});
