import { describe, expect, it } from 'vitest';
import { randomFloats } from '../support/graph-builder.ts';
import { constant, reference } from '../support/op-case.ts';
import { QdqModel, int8s } from '../support/qdq-model.ts';
import { compileQdq } from '../support/qdq-run.ts';
import { runOnnxRuntime } from '../support/onnxruntime.ts';
import { typedOps } from '../support/quantized-graph.ts';

describe('DynamicQuantizeLinear', () => {
  it('takes the range of what it reads, 0 included', () => {
    expect(reference('DynamicQuantizeLinear', [constant([4], [-1, 0, 1.55, 0.5])])).toEqual([0, 100, 255, 150]);
    expect(reference('DynamicQuantizeLinear', [constant([2], [0, 0])])).toEqual([0, 0]);
  });

  it('before MatMulInteger leaves an integer product, less the zero point times the sums of columns', async () => {
    const m = new QdqModel();
    m.input('x', [3, 6]);
    const outputs = ['q', 's', 'z'];
    m.nodes('DynamicQuantizeLinear', ['x'], outputs);
    const sums = m.node('MatMulInteger', ['q', m.constant('i8', [6, 5], int8s(30, 7)), 'z']);
    m.node('Mul', [m.node('Cast', [sums], { to: 1 }), m.node('Mul', ['s', m.constant('f32', [], [0.01])])], {}, 'y');
    const bytes = m.bytes({ y: 'f32' });
    const { graph, run } = await compileQdq(bytes);
    expect(typedOps(graph)).toContain('Gemm i8,i8,_ -> f32');
    const x = randomFloats(18, 5).map((v) => 4 * v);
    const [expected] = await runOnnxRuntime(bytes, [x]);
    expect(Array.from(run([x])[0] ?? [])).toEqual(Array.from(expected ?? [], (v) => expect.closeTo(Number(v), 4)));
  });

  it('before DequantizeLinear gives back what it read, and its outputs where they are asked for', async () => {
    const m = new QdqModel();
    m.input('x', [2, 3]);
    m.nodes('DynamicQuantizeLinear', ['x'], ['q', 's', 'z']);
    m.node('DequantizeLinear', ['q', 's', 'z'], {}, 'y');
    const bytes = m.bytes({ y: 'f32', q: 'u8', s: 'f32', z: 'u8' });
    const x = Float32Array.of(-1.5, 2, 0.25, -0.125, 1, 0);
    const expected = await runOnnxRuntime(bytes, [x]);
    const actual = (await compileQdq(bytes)).run([x]);
    actual.forEach((values, i) => expect(Array.from(values)).toEqual(Array.from(expected[i] ?? [], (v) => expect.closeTo(Number(v), 5))));
  });
});
