import { describe, expect, it } from 'vitest';
import type { KernelCall, Program } from '../../src/kernels/program.ts';
import { BALANCED_GAIN, type ConstantShapeOptions, withConstantShapes } from '../../src/lower/constant-shapes.ts';

const call = (kernel: string, count: number): KernelCall => ({ unit: 0, kernel, isa: 'portable', params: { count, out_min: 0, out_max: 1 }, operands: [], scratchBytes: 0 });

/** A million instructions of clamp_f32, in three calls of which two are alike, and other kernels. */
const PROGRAM: Program = {
  units: [], buffers: [], constants: [], inputs: [], outputs: [], exactFloat: false,
  calls: [call('clamp_f32', 300_000), call('clamp_f32', 100_000), call('clamp_f32', 300_000), call('add_f32', 1000), call('mul_f32', 30_000)],
};

const OPTIONS: ConstantShapeOptions = {
  optimizeFor: 'speed',
  costs: new Map([['clamp_f32.portable', { outputs: 1 }], ['add_f32.portable', { outputs: 1 }], ['mul_f32.portable', { outputs: 9 }]]),
  shapes: new Map([
    ['clamp_f32.portable', { bytes: 1024, sharedBytes: 500, saved: { outputs: 0.1 } }],
    ['add_f32.portable', { bytes: 100, sharedBytes: 90, saved: { call: 40 } }],
  ]),
};

function chosen(options: Partial<ConstantShapeOptions>): { calls: boolean[]; forms: number; flashBytes: number; savedInstructions: number } {
  const { program, ...figures } = withConstantShapes(PROGRAM, { ...OPTIONS, ...options });
  return { calls: program.calls.map((c) => c.constantShapes === true), ...figures };
}

describe('constant shapes', () => {
  it('are known wherever that saves instructions, one form for equal calls', () => {
    expect(chosen({})).toEqual({ calls: [true, true, true, true, false], forms: 3, flashBytes: 2 * 1024 + 100 - 500 - 90, savedInstructions: 70_000 + 40 });
  });

  it('are known where a kilobyte saves a hundredth of all instructions', () => {
    expect(BALANCED_GAIN).toBe(0.01);
    expect(chosen({ optimizeFor: 'balanced' })).toMatchObject({ calls: [true, true, true, false, false], forms: 2 });
    const shapes = new Map([['clamp_f32.portable', { bytes: 1024, sharedBytes: 500, saved: { outputs: 0.09 } }]]);
    expect(chosen({ optimizeFor: 'balanced', shapes }).calls).toEqual([true, false, true, false, false]);
  });

  it('are known nowhere where size matters', () => {
    expect(chosen({ optimizeFor: 'size' })).toEqual({ calls: [false, false, false, false, false], forms: 0, flashBytes: 0, savedInstructions: 0 });
  });

  it('take no more than the budget, what saves most for a byte first', () => {
    expect(chosen({ flashBudget: 1500 })).toMatchObject({ calls: [true, false, true, true, false], flashBytes: 1024 + 100 - 90 });
    expect(chosen({ flashBudget: 1024 })).toMatchObject({ calls: [true, false, true, false, false], flashBytes: 1024 });
    expect(chosen({ flashBudget: 1023 })).toMatchObject({ calls: [false, false, false, true, false], flashBytes: 100 - 90 });
    expect(chosen({ flashBudget: 50 })).toMatchObject({ forms: 0 });
  });

  it('cost nothing where all forms of a kernel are no larger than the kernel, whatever the budget', () => {
    const shapes = new Map([['clamp_f32.portable', { bytes: 200, sharedBytes: 450, saved: { outputs: 0.0001 } }], ['mul_f32.portable', { bytes: 200, sharedBytes: 150, saved: { outputs: 9 } }]]);
    expect(chosen({ optimizeFor: 'balanced', flashBudget: 50, shapes })).toEqual({ calls: [true, true, true, false, false], forms: 2, flashBytes: -50, savedInstructions: 70 });
    const larger = new Map([['clamp_f32.portable', { bytes: 200, sharedBytes: 399, saved: { outputs: 0.0001 } }]]);
    expect(chosen({ optimizeFor: 'balanced', shapes: larger })).toMatchObject({ forms: 0, flashBytes: 0 });
  });

  it('keep the rest of the program', () => {
    const { program } = withConstantShapes(PROGRAM, OPTIONS);
    expect({ ...program, calls: program.calls.map(({ constantShapes: _, ...c }) => c) }).toEqual(PROGRAM);
  });
});
