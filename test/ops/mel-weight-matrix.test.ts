import { describe, expect, it } from 'vitest';
import { apply, constant, rejection } from '../support/op-case.ts';
import { toNumbers } from '../../src/ir/tensor.ts';

function matrix(...values: readonly number[]): ReturnType<typeof constant>[] {
  return values.map((v, i) => constant([], [v], i < 3 ? 'i32' : 'f32'));
}

describe('MelWeightMatrix', () => {
  it('has a triangle over the spectrogram for each mel bin', () => {
    const [type] = apply('MelWeightMatrix', matrix(3, 16, 8192, 0, 4096), { opset: 17 }).types;
    expect(type?.shape).toEqual([9, 3]);
    const columns = [0, 1, 2].map((bin) => (type?.tensor ? toNumbers(type.tensor).filter((_, i) => i % 3 === bin) : []));
    expect(columns).toEqual([[1, 0, 0, 0, 0, 0, 0, 0, 0], [0, 1, 0.5, 0, 0, 0, 0, 0, 0], [0, 0, 0.5, 1, 0.5, 0, 0, 0, 0]]);
  });

  it('rejects frequencies that do not fit', () => {
    expect(rejection('MelWeightMatrix', matrix(3, 16, 8192, 100, 50))).toBe('3 mel bins from 100 to 50 Hz at 8192 samples a second are not usable');
  });
});
