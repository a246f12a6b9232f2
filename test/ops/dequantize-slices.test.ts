import { describe, expect, it } from 'vitest';
import { QdqModel } from '../support/qdq-model.ts';
import { compileQdq } from '../support/qdq-run.ts';
import { typedOps } from '../support/quantized-graph.ts';
import { runOnnxRuntime } from '../support/onnxruntime.ts';

describe('DequantizeSlices', () => {
  it('reads int32 that is computed', async () => {
    const m = new QdqModel();
    m.input('x', [2, 3]);
    const grid = { scale: 0.05 };
    const sums = m.node('MatMulInteger', [m.quantize('x', grid), m.constant('i8', [3, 2], [1, -2, 3, 4, 5, -6]), m.grid(grid)[1]]);
    m.node('DequantizeLinear', [sums, m.constant('f32', [], [0.125])], {}, 'y');
    const bytes = m.bytes({ y: 'f32' });
    const { graph, run } = await compileQdq(bytes);
    expect(typedOps(graph)).toEqual(['QuantizeLinear f32 -> i8', 'Gemm i8,i8,_ -> f32', 'ToInt32 f32 -> i32', 'DequantizeSlices i32,f32 -> f32']);
    const x = Float32Array.of(1, -2, 0.3, 4, 5, -3);
    const [expected] = await runOnnxRuntime(bytes, [x]);
    expect(Array.from(run([x])[0] ?? [])).toEqual(Array.from(expected ?? [], Number));
  });
});
