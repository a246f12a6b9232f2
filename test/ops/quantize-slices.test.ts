import { describe, expect, it } from 'vitest';
import { randomFloats } from '../support/graph-builder.ts';
import { QdqModel, type Stored } from '../support/qdq-model.ts';
import { compileQdq } from '../support/qdq-run.ts';
import { runOnnxRuntime } from '../support/onnxruntime.ts';
import { typedOps } from '../support/quantized-graph.ts';
import { codeOf } from '../support/code-of.ts';
import { apply, constant, input } from '../support/op-case.ts';

interface Case {
  readonly scale: readonly [shape: number[], values: number[]];
  readonly zero?: readonly [dtype: Stored, values: number[]];
  readonly attrs?: Record<string, number>;
}

const CASES: [string, string, Case][] = [
  ['one scale per slice', 'i8', { scale: [[4], [0.05, 0.1, 0.02, 0.3]], zero: ['i8', [3, -7, 0, 90]], attrs: { axis: 1 } }],
  ['one scale per slice of uint8', 'u8', { scale: [[2], [0.05, 0.1]], zero: ['u8', [128, 3]], attrs: { axis: 0 } }],
  ['int16', 'i16', { scale: [[], [0.00013]], zero: ['i16', [300]] }],
  ['uint16', 'u16', { scale: [[], [0.00013]], zero: ['u16', [40000]] }],
  ['blocks', 'i8', { scale: [[2, 2, 3], Array.from({ length: 12 }, (_, i) => 0.01 * (i + 3))], zero: ['i8', Array.from({ length: 12 }, (_, i) => i - 6)], attrs: { axis: 1, block_size: 2 } }],
  ['int16 without zero point', 'i16', { scale: [[], [0.00021]], attrs: { output_dtype: 5 } }],
];

describe('QuantizeSlices', () => {
  it.each(CASES)('and DequantizeSlices: %s, as ONNX Runtime', async (_, dtype, { scale, zero, attrs = {} }) => {
    const m = new QdqModel();
    m.input('x', [2, 4, 3]);
    const params = [m.constant('f32', ...scale), ...(zero ? [m.constant(zero[0], scale[0], zero[1])] : [])];
    const q = m.node('QuantizeLinear', ['x', ...params], attrs);
    const { output_dtype: _unused, ...shared } = attrs;
    m.node('DequantizeLinear', [q, ...params], shared, 'y');
    const bytes = m.bytes({ y: 'f32' }, 21);
    const { graph, run } = await compileQdq(bytes);
    expect(typedOps(graph).map((o) => o.split(' ')[0])).toEqual(['QuantizeSlices', 'DequantizeSlices']);
    expect(typedOps(graph)[0]).toContain(`-> ${dtype}`);
    const x = randomFloats(24, 4).map((v) => 5 * v);
    const [expected] = await runOnnxRuntime(bytes, [x]);
    expect(Array.from(run([x])[0] ?? [])).toEqual(Array.from(expected ?? [], (v) => expect.closeTo(Number(v), 5)));
  });

  it('serves scales that are computed', async () => {
    const m = new QdqModel();
    m.input('x', [2, 3]);
    m.input('s', [2]);
    const zero = m.constant('u8', [2], [100, 128]);
    const scale = m.node('Relu', ['s']);
    m.node('DequantizeLinear', [m.node('QuantizeLinear', ['x', scale, zero], { axis: 0 }), scale, zero], { axis: 0 }, 'y');
    const bytes = m.bytes({ y: 'f32' });
    const inputs = [randomFloats(6, 4).map((v) => 5 * v), Float32Array.of(0.05, 0.02)];
    const [expected] = await runOnnxRuntime(bytes, inputs);
    expect(Array.from((await compileQdq(bytes)).run(inputs)[0] ?? [])).toEqual(Array.from(expected ?? [], (v) => expect.closeTo(Number(v), 5)));
  });

  it('refuses what is no integer of 4, 8 or 16 bits (QT2002)', () => {
    const attrs = { outer: 1, slices: 1, inner: 2, block: 0, dtype: 'i64', low: 0, high: 1 };
    expect(codeOf(() => apply('QuantizeSlices', [input([2]), constant([], [1])], { domain: 'quantune', attrs }))).toBe('QT2002');
  });
});
