import { describe, expect, it } from 'vitest';
import { INPUT, dialectCase, operand } from '../support/dialect-case.ts';
import { randomFloats } from '../support/graph-builder.ts';
import { runOnnxRuntime } from '../support/onnxruntime.ts';
import { QdqModel, int8s } from '../support/qdq-model.ts';
import { compileQdq } from '../support/qdq-run.ts';
import { typedOps } from '../support/quantized-graph.ts';

describe('com.microsoft.QGemm', () => {
  const bias = [100, -300, 2000, 7, 0];

  it.each([[0, [6, 5]], [1, [5, 6]]])('is an integer product with its bias, transB: %i', async (transB, shape) => {
    const { ops, off } = await dialectCase({ shape: [3, 6], build: (m, x, y) => m.node('com.microsoft.QGemm', [...x.triple, ...operand(m, shape, int8s(30, 3), { scale: [0.005, 0.004, 0.003, 0.002, 0.001] }), m.constant('i32', [5], bias), ...y], { transB, alpha: 0.5 }) });
    expect(ops).toEqual(['Gemm i8,i8,i32 -> i8']);
    expect(off).toBeLessThanOrEqual(0.01);
  });

  it('without an output scale gives float', async () => {
    const m = new QdqModel();
    m.input('x', [3, 6]);
    m.node('com.microsoft.QGemm', [m.quantize('x', INPUT), ...m.grid(INPUT), ...operand(m, [6, 5], int8s(30, 3), { scale: 0.005 }), m.constant('i32', [5], bias)], {}, 'y');
    const bytes = m.bytes({ y: 'f32' });
    const { graph, run } = await compileQdq(bytes);
    expect(typedOps(graph)).toEqual(['QuantizeLinear f32 -> i8', 'Gemm i8,i8,i32 -> f32']);
    const x = randomFloats(18, 5);
    const [expected] = await runOnnxRuntime(bytes, [x]);
    expect(Array.from(run([x])[0] ?? [])).toEqual(Array.from(expected ?? [], (v) => expect.closeTo(Number(v), 5)));
  });
});
