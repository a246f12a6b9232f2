import { describe, expect, it } from 'vitest';
import { InputTrials } from '../../src/execute/input-trials.ts';
import { lowerGraph } from '../../src/lower/lower.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { runPasses } from '../../src/passes/pass.ts';
import { planProgram } from '../../src/plan/plan.ts';
import { GraphBuilder } from '../support/graph-builder.ts';

function trials(samples: readonly Float32Array[][]): InputTrials {
  const b = new GraphBuilder();
  b.input('a', [1, 2]);
  b.input('b', [1, 2]);
  b.node('Add', ['a', 'b'], {}, 'y');
  return new InputTrials(planProgram(lowerGraph(runPasses(b.build(['y']), FLOAT_PASSES, { registry: REGISTRY }), { registry: REGISTRY, isa: ['wasm', 'portable'] })), samples);
}

describe('input trials', () => {
  const samples = [[Float32Array.of(1, 3), Float32Array.of(0, 1)], [Float32Array.of(2, 2), Float32Array.of(0, 0)]];
  const quant = (scale: number, zero: number): { scale: number[]; zeroPoint: number[]; axis: null } => ({ scale: [scale], zeroPoint: [zero], axis: null });

  it('see no noise where an input is stored exactly', () => {
    expect(trials(samples).sqnrDb(0, quant(1, 0))).toBe(Infinity);
  });

  it('see what rounding or clipping one input does at the outputs', () => {
    expect(trials(samples).sqnrDb(0, quant(2, 0))).toBeCloseTo(10 * Math.log10((1 + 16 + 4 + 4) / 2), 9);
    expect(trials(samples).sqnrDb(1, quant(1, 127))).toBeCloseTo(10 * Math.log10(25 / 1), 9);
  });
});
