// Inputs that the caller fixes become constants of the declared type and shape; what does not fit is refused (QT1014).
import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../src/diagnostics/diagnostic.ts';
import { type FixedValue, fixInputs } from '../../src/onnx/fixed-inputs.ts';
import type { ValueInfoProto } from '../../src/onnx/schema.ts';

function input(name: string, elemType: number, dims: readonly (number | string)[] | null): ValueInfoProto {
  const dim = dims?.map((d) => (typeof d === 'string' ? { dimParam: d, dimValue: null } : { dimParam: '', dimValue: d })) ?? [];
  return { name, type: { tensorType: { elemType, shape: dims === null ? null : { dim } } } } as unknown as ValueInfoProto;
}

const INPUTS = [input('x', 1, [1, 4]), input('shape', 7, ['n']), input('rate', 7, []), input('flag', 9, [1])];

function fixed(name: string, values: FixedValue['values'], shape: FixedValue['shape'] = null): ReturnType<typeof fixInputs> {
  return fixInputs(INPUTS, new Map([[name, { values, shape }]]), 'm.onnx');
}

function codes(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics.map((d) => d.code);
    throw error;
  }
  return [];
}

describe('fixed inputs', () => {
  it('take the declared type and shape, and leave the others open', () => {
    const { open, constants } = fixed('rate', [16000n]);
    expect(open.map((i) => i.name)).toEqual(['x', 'shape', 'flag']);
    expect(constants.get('rate')).toMatchObject({ dtype: 'i64', shape: [], data: BigInt64Array.of(16000n) });
    expect(fixed('flag', [1]).constants.get('flag')).toMatchObject({ dtype: 'bool', shape: [1] });
    expect(fixed('x', [1, 2.5, -3, 4]).constants.get('x')).toMatchObject({ dtype: 'f32', shape: [1, 4], data: Float32Array.of(1, 2.5, -3, 4) });
  });

  it('give a dynamic dimension its size', () => {
    expect(fixed('shape', [2, 3]).constants.get('shape')).toMatchObject({ dtype: 'i64', shape: [2], data: BigInt64Array.of(2n, 3n) });
    expect(fixed('shape', [7], [1]).constants.get('shape')?.shape).toEqual([1]);
  });

  it('refuse an unknown input, another size or shape, and numbers that the type cannot hold (QT1014)', () => {
    for (const run of [() => fixed('y', [1]), () => fixed('x', [1, 2]), () => fixed('x', [1, 2, 3, 4], [4]), () => fixed('shape', [1.5]), () => fixed('flag', [300])]) expect(codes(run)).toEqual(['QT1014']);
  });
});
