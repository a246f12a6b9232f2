import { describe, expect, it } from 'vitest';
import { randomFloats } from '../support/graph-builder.ts';
import { QdqModel, int8s } from '../support/qdq-model.ts';
import { compileQdq, shareOff, stepsFromOracle } from '../support/qdq-run.ts';
import { typedOps } from '../support/quantized-graph.ts';

const GRID = { scale: 0.05, zero: 113, dtype: 'u8' } as const;
const SCALE = 0.0004;

/** Quantized input, ConvInteger, and back to float as exporters write it, with a bias and a ReLU in float. */
function network(zero: number | readonly number[], spread: number): QdqModel {
  const m = new QdqModel();
  m.input('x', [1, 2, 6, 6]);
  const w = m.constant('u8', [3, 2, 3, 3], int8s(54, 7).map((v) => 128 + Math.round(v * spread)));
  const zeros = typeof zero === 'number' ? m.constant('u8', [], [zero]) : m.constant('u8', [3], zero);
  const sums = m.node('ConvInteger', [m.quantize('x', GRID), w, m.grid(GRID)[1], zeros], { auto_pad: 'SAME_UPPER', kernel_shape: [3, 3] });
  const real = m.node('Mul', [m.node('Cast', [sums], { to: 1 }), m.constant('f32', [], [SCALE])]);
  const biased = m.node('Relu', [m.node('Add', [real, m.constant('f32', [3, 1, 1], [0.3, -0.2, 0])])]);
  m.both(biased, { scale: 0.0233, dtype: 'u8' }, 'y');
  return m;
}

const samples = Array.from({ length: 20 }, (_, i) => [randomFloats(72, 30 + i).map((v) => 4 * v)]);

describe('ConvInteger', () => {
  it.each([
    ['weights that fit 8 bits less their zero point', 128, 0.9, 'i8'],
    ['weights that do not', 100, 0.99, 'i16'],
  ] as const)('of %s is an integer convolution, with scale, bias and ReLU inside', async (_, zero, spread, dtype) => {
    const bytes = network(zero, spread).bytes({ y: 'f32' });
    const { graph, warnings } = await compileQdq(bytes);
    expect(warnings).toEqual([]);
    expect(typedOps(graph)).toEqual(['QuantizeLinear f32 -> i8', 'Transpose i8 -> i8', `Conv i8,${dtype},i32 -> i8`, 'Transpose i8 -> i8', 'DequantizeLinear i8 -> f32']);
    expect(shareOff(await stepsFromOracle(bytes, samples))).toBeLessThanOrEqual(0.01);
  });

  it('subtracts a zero point per output, which ONNX Runtime does not know', async () => {
    const outputs = async (zeros: number | readonly number[]): Promise<number[]> => {
      const [real = new Float32Array()] = (await compileQdq(network(zeros, 0.99).bytes({ y: 'f32' }))).run(samples[0] ?? []);
      return Array.from(real);
    };
    const each = await outputs([128, 90, 140]);
    const plane = each.length / 3;
    const alone = await Promise.all([128, 90, 140].map(outputs));
    expect(each).toEqual(alone.flatMap((all, c) => all.slice(c * plane, (c + 1) * plane)));
  });
});
