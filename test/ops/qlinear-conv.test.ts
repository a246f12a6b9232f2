import { describe, expect, it } from 'vitest';
import { INPUT, dialectCase, operand } from '../support/dialect-case.ts';
import { int8s } from '../support/qdq-model.ts';

const scales = [0.004, 0.003, 0.0071, 0.0052];

describe('QLinearConv', () => {
  it('is an integer convolution with its bias, weights per output, padding, strides and dilation', async () => {
    const { ops, off } = await dialectCase({
      shape: [1, 3, 7, 7],
      build: (m, x, y) => m.node('QLinearConv', [...x.triple, ...operand(m, [4, 3, 3, 3], int8s(108, 3), { scale: scales }), ...y, m.constant('i32', [4], [100, -300, 2000, 7])], { kernel_shape: [3, 3], pads: [2, 2, 2, 2], strides: [2, 1], dilations: [1, 2] }),
    });
    expect(ops).toEqual(['Transpose i8 -> i8', 'Conv i8,i8,i32 -> i8', 'Transpose i8 -> i8']);
    expect(off).toBeLessThanOrEqual(0.01);
  });

  it('of uint8 in groups, without bias', async () => {
    const u8 = (scale: number, zero: number) => ({ scale, zero, dtype: 'u8' }) as const;
    const { ops, off } = await dialectCase({
      shape: [1, 4, 5, 5], input: u8(0.02, 110), output: u8(0.015, 128),
      build: (m, x, y) => m.node('QLinearConv', [...x.triple, ...operand(m, [4, 2, 3, 3], int8s(72, 3).map((v) => v + 128), u8(0.006, 128)), ...y], { kernel_shape: [3, 3], group: 2, auto_pad: 'SAME_UPPER' }),
    });
    expect(ops).toContain('Conv i8,i8 -> i8');
    expect(off).toBeLessThanOrEqual(0.01);
  });

  it('of one dimension after the other takes no float: the next one reads what the first wrote', async () => {
    const between = { scale: 0.011, zero: -30 };
    const { ops, float, off } = await dialectCase({
      shape: [1, 2, 6, 6], input: INPUT,
      build(m, x, y) {
        const first = m.node('QLinearConv', [...x.triple, ...operand(m, [3, 2, 1, 1], int8s(6, 4), { scale: 0.007 }), ...m.grid(between)], { kernel_shape: [1, 1] });
        return m.node('QLinearConv', [first, ...m.grid(between), ...operand(m, [2, 3, 3, 3], int8s(54, 5), { scale: 0.006 }), ...y], { kernel_shape: [3, 3] });
      },
    });
    expect([ops.filter((o) => o.startsWith('Conv')), float]).toEqual([['Conv i8,i8 -> i8', 'Conv i8,i8 -> i8'], 0]);
    expect(off).toBeLessThanOrEqual(0.01);
  });
});
