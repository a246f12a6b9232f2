import { describe, expect, it } from 'vitest';
import { randomFloats } from '../support/graph-builder.ts';
import { runOnnxRuntime } from '../support/onnxruntime.ts';
import { QdqModel, int8s } from '../support/qdq-model.ts';
import { compileQdq } from '../support/qdq-run.ts';
import { typedOps } from '../support/quantized-graph.ts';

const GRID = { scale: 0.05, zero: 113, dtype: 'u8' } as const;

describe('MatMulInteger', () => {
  it.each([
    ['int8', 'i8', [0], 'i8'],
    ['uint8 around its zero point', 'u8', [128], 'i8'],
    ['uint8 beyond 8 bits around it', 'u8', [60], 'i16'],
    ['a zero point per column', 'i8', [3, 0, -90, 7, 1], 'i16'],
  ] as const)('with a matrix of %s is an integer product, equal to ONNX Runtime', async (_, dtype, zeros, stored) => {
    const m = new QdqModel();
    m.input('x', [3, 6]);
    const w = m.constant(dtype, [6, 5], int8s(30, 7).map((v) => (dtype === 'u8' ? v + 128 : v)));
    const sums = m.node('MatMulInteger', [m.quantize('x', GRID), w, m.grid(GRID)[1], m.constant(dtype, zeros.length === 1 ? [] : [5], zeros)]);
    m.node('Mul', [m.node('Cast', [sums], { to: 1 }), m.constant('f32', [], [1 / 1024])], {}, 'y');
    const bytes = m.bytes({ y: 'f32' });
    const { graph, run } = await compileQdq(bytes);
    expect(typedOps(graph)).toEqual(['QuantizeLinear f32 -> i8', `Gemm i8,${stored},i32 -> f32`]);
    const x = randomFloats(18, 5).map((v) => 4 * v);
    const [expected] = await runOnnxRuntime(bytes, [x]);
    expect(Array.from(run([x])[0] ?? [], (v) => Math.round(v * 1024))).toEqual(Array.from(expected ?? [], (v) => Number(v) * 1024));
  });
});
