import { describe, expect, it } from 'vitest';
import { input, reference } from '../support/op-case.ts';
import { SIGNED, operand, runOp, runOpInt8, spread } from '../support/op-elements.ts';

describe('Neg', () => {
  it('has the values of its definition', () => {
    expect(reference('Neg', [input([3], [-2, 0, 3])])).toEqual([2, -0, -3]);
    expect(reference('Neg', [input([3], [-2, 0, 3], 'i64')])).toEqual([2, 0, -3]);
  });

  it.each(['f32' as const, ...SIGNED])('is exact on %s', (dtype) => {
    expect(runOp('Neg', [operand(dtype, [3, 8])]).error).toBe(0);
  });

  it('is one table in INT8', () => {
    const int8 = runOpInt8('Neg', [spread(-4, 6)]);
    expect(int8.kernels).toEqual(['quantize_f32_s8', 'lookup_s8', 'dequantize_s8_f32']);
    expect(int8.arithmeticSteps).toBeLessThan(1.01);
  });
});
