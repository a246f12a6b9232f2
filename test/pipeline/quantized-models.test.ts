// Models that are quantized already: their scales are obeyed, outputs are those of ONNX Runtime on the same file, and nothing stays in float that has an integer form.
import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../src/diagnostics/diagnostic.ts';
import { valueOf } from '../../src/ir/graph.ts';
import { floatUnits, requireIntegers } from '../../src/quantize/integer-only.ts';
import { quantizeModel, withAnalysis } from '../../src/pipeline.ts';
import { randomFloats } from '../support/graph-builder.ts';
import { QdqModel, int8s } from '../support/qdq-model.ts';
import { compileQdq, shareOff, stepsFromOracle } from '../support/qdq-run.ts';
import { typedOps } from '../support/quantized-graph.ts';
import { runOnnxRuntime } from '../support/onnxruntime.ts';

const samples = (count: number, length: number): Float32Array[][] => Array.from({ length: count }, (_, i) => [randomFloats(length, 40 + i).map((v) => 2 * v)]);
const INPUT = { scale: 0.0157, zero: -7 };

/** Per-channel scales around `mean`. */
function scales(count: number, mean: number): number[] {
  return Array.from(randomFloats(count, 9), (v) => Math.fround(mean * (1 + v / 2)));
}

interface Layer {
  readonly to: number;
  readonly from: number;
  readonly kernel: number;
  readonly group?: number;
  readonly input: number;
  readonly seed: number;
}

/** Weights and bias of a convolution: int8 with -128 among them, one scale per output, int32 at scale_x * scale_w. */
function filters(m: QdqModel, { to, from, kernel, input, seed }: Layer): [string, string] {
  const own = scales(to, 0.6 / (100 * Math.sqrt(from * kernel * kernel)));
  const w = m.weights([to, from, kernel, kernel], { scale: own, axis: 0 }, int8s(to * from * kernel * kernel, seed).map((v, i) => (i % 17 === 0 ? -128 : v)));
  return [w, m.bias(own.map((s) => Math.fround(s * input)), int8s(to, seed + 1).map((v) => 40 * v))];
}

function conv(m: QdqModel, x: string, layer: Layer): string {
  const pad = (layer.kernel - 1) / 2;
  return m.node('Conv', [x, ...filters(m, layer)], { kernel_shape: [layer.kernel, layer.kernel], pads: [pad, pad, pad, pad], group: layer.group ?? 1 });
}

/** No scale is a round multiple of another: sums would often be ties, which every arithmetic rounds as it likes. Convolutions (one depthwise), ReLU before a QuantizeLinear, pooling, a residual, a fully connected layer behind Flatten. */
function residualNetwork(): QdqModel {
  const m = new QdqModel();
  m.input('x', [1, 3, 8, 8]);
  const first = m.both(m.node('Relu', [conv(m, m.both('x', INPUT), { to: 8, from: 3, kernel: 3, input: INPUT.scale, seed: 3 })]), { scale: 0.01213, zero: -128 });
  const depth = m.both(m.node('Clip', [conv(m, first, { to: 8, from: 1, kernel: 3, group: 8, input: 0.01213, seed: 5 }), m.constant('f32', [], [0]), m.constant('f32', [], [2])]), { scale: 0.00781, zero: -128 });
  const point = m.both(conv(m, depth, { to: 8, from: 8, kernel: 1, input: 0.00781, seed: 7 }), { scale: 0.01171, zero: 5 });
  const sum = m.both(m.node('Add', [first, point]), { scale: 0.01987, zero: -20 });
  const pooled = m.both(m.node('MaxPool', [sum], { kernel_shape: [2, 2], strides: [2, 2] }), { scale: 0.01987, zero: -20 });
  const flat = m.node('Flatten', [pooled], { axis: 1 });
  const own = { scale: 0.004 };
  const w = m.weights([10, 128], own, int8s(1280, 11));
  m.both(m.node('Gemm', [flat, w, m.bias(Math.fround(0.01987 * 0.004), int8s(10, 12))], { transB: 1 }), { scale: 0.03, zero: 11 }, 'y');
  return m;
}

describe('quantized models', () => {
  it('of convolutions, residuals and fully connected layers: all integer, and the outputs of ONNX Runtime', async () => {
    const bytes = residualNetwork().bytes({ y: 'f32' });
    const { graph, warnings } = await compileQdq(bytes);
    expect(warnings).toEqual([]);
    expect(typedOps(graph)).toEqual([
      'QuantizeLinear f32 -> i8', 'Transpose i8 -> i8', 'Conv i8,i8,i32 -> i8', 'Conv i8,i8,i32 -> i8', 'Conv i8,i8,i32 -> i8', 'Add i8,i8 -> i8', 'MaxPool i8 -> i8', 'Reshape i8 -> i8', 'Gemm i8,i8,i32 -> i8', 'DequantizeLinear i8 -> f32',
    ]);
    expect(shareOff(await stepsFromOracle(bytes, samples(40, 192)))).toBeLessThanOrEqual(0.01);
  });

  it('lose channels whose weights are all zero, and give the same outputs', async () => {
    const m = new QdqModel();
    m.input('x', [1, 3, 8, 8]);
    const own = scales(8, 0.002);
    const w = m.weights([8, 3, 3, 3], { scale: own, axis: 0 }, int8s(216, 3).map((v, i) => (i < 4 * 27 ? 0 : v)));
    const first = m.node('Conv', [m.both('x', INPUT), w, m.bias(own.map((s) => Math.fround(s * INPUT.scale)), int8s(8, 4).map((v) => 40 * v))], { kernel_shape: [3, 3], pads: [0, 0, 0, 0] });
    m.both(conv(m, m.both(m.node('Relu', [first]), { scale: 0.01213, zero: -128 }), { to: 5, from: 8, kernel: 1, input: 0.01213, seed: 7 }), { scale: 0.01171, zero: 5 }, 'y');
    const bytes = m.bytes({ y: 'f32' });
    const { graph } = await compileQdq(bytes);
    const outputs = graph.nodes.filter((n) => n.op === 'Conv').map((n) => valueOf(graph, n.outputs[0] ?? '').shape?.at(-1));
    expect(outputs).toEqual([4, 5]);
    expect(shareOff(await stepsFromOracle(bytes, samples(40, 192)))).toBeLessThanOrEqual(0.01);
  });

  it('of element-wise operators, joins and averages, with scales of each its own', async () => {
    const m = new QdqModel();
    m.input('x', [1, 4, 6, 6]);
    const x = m.both('x', { scale: 0.01613, zero: 3 });
    const a = m.both(m.node('Sigmoid', [x]), { scale: 0.003947, zero: -128 });
    const b = m.both(m.node('Mul', [x, a]), { scale: 0.01127, zero: -40 });
    const c = m.both(m.node('Sub', [b, a]), { scale: 0.02069, zero: 17 });
    const d = m.both(m.node('Concat', [b, c], { axis: 1 }), { scale: 0.01811, zero: 9 });
    const e = m.both(m.node('Relu', [d]), { scale: 0.00911, zero: -128 });
    const f = m.both(m.node('Add', [e, m.dequantize(m.constant('i8', [1, 8, 1, 1], int8s(8, 4)), { scale: 0.01013 })]), { scale: 0.01321, zero: -60 });
    m.both(m.node('AveragePool', [f], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }), { scale: 0.01019, zero: -60 }, 'y');
    const bytes = m.bytes({ y: 'f32' });
    const { graph, warnings } = await compileQdq(bytes);
    expect([warnings, floatUnits(graph)]).toEqual([[], []]);
    expect(graph.nodes.filter((n) => n.op === 'Requantize')).toHaveLength(2);
    expect(shareOff(await stepsFromOracle(bytes, samples(20, 144)))).toBeLessThanOrEqual(0.01);
  });

  it('of weights that are transposed, biases that are added in float, and a BatchNormalization between', async () => {
    const m = new QdqModel();
    m.input('x', [2, 6]);
    const x = m.both('x', INPUT);
    const w = m.node('Transpose', [m.weights([5, 6], { scale: scales(5, 0.003), axis: 0 }, int8s(30, 6))], { perm: [1, 0] });
    const sum = m.node('Add', [m.node('MatMul', [x, w]), m.constant('f32', [5], [0.1, -0.2, 0.3, 0, 0.5])]);
    const list = (values: readonly number[]): string => m.constant('f32', [5], values);
    const scaled = m.node('BatchNormalization', [sum, list([1, 2, 0.5, 1, 3]), list([0, 0.1, 0, 0, 0]), list([0, 0, 0.1, 0, 0]), list([1, 1, 2, 1, 1])]);
    m.both(m.node('Relu', [scaled]), { scale: 0.012, zero: -128 }, 'y');
    const bytes = m.bytes({ y: 'f32' });
    expect(typedOps((await compileQdq(bytes)).graph)).toEqual(['QuantizeLinear f32 -> i8', 'Gemm i8,i8,i32 -> i8', 'DequantizeLinear i8 -> f32']);
    expect(shareOff(await stepsFromOracle(bytes, samples(40, 12)))).toBeLessThanOrEqual(0.01);
  });

  it.each([-7, 4])('give ties of an average to the even number, as ONNX Runtime does, with zero point %i', async (zero) => {
    const off = async (scale: number): Promise<number> => {
      const m = new QdqModel();
      m.input('x', [1, 4, 8, 8]);
      const grid = { ...INPUT, zero };
      m.both(m.node('AveragePool', [m.both('x', grid)], { kernel_shape: [2, 2], strides: [2, 2] }), { ...grid, scale }, 'y');
      return shareOff(await stepsFromOracle(m.bytes({ y: 'f32' }), samples(20, 256), {}));
    };
    expect(await off(INPUT.scale)).toBeLessThanOrEqual(0.01);
    expect(await off(0.01613)).toBe(0);
  });

  it('takes and gives the 8-bit types that the model declares, and others where asked', async () => {
    const m = new QdqModel();
    m.input('x', [1, 3, 4, 4], 'u8');
    const grid = { scale: 0.02, zero: 120, dtype: 'u8' } as const;
    m.quantize(conv(m, m.dequantize('x', grid), { to: 4, from: 3, kernel: 3, input: grid.scale, seed: 8 }), { scale: 0.02, zero: 130, dtype: 'u8' }, 'y');
    const bytes = m.bytes({ y: 'u8' });
    const pixels = Uint8Array.from({ length: 48 }, (_, i) => (i * 37) % 256);
    const [expected] = await runOnnxRuntime(bytes, [pixels]);
    const declared = await compileQdq(bytes);
    const types = ({ graph }: Awaited<ReturnType<typeof compileQdq>>): string[] => [...graph.inputs, ...graph.outputs].map((id) => valueOf(graph, id).dtype);
    expect([types(declared), types(await compileQdq(bytes, 'float')), types(await compileQdq(bytes, 'int8'))]).toEqual([['u8', 'u8'], ['f32', 'f32'], ['i8', 'i8']]);
    const real = Float32Array.from(pixels, (v) => 0.02 * (v - 120));
    const stored = (declared.run([real])[0] ?? new Float32Array()).map((v) => Math.round(v / 0.02) + 130);
    expect(Array.from(stored)).toEqual(Array.from(expected as Uint8Array));
  });

  it('with int8 outputs end in an integer Softmax', async () => {
    const m = new QdqModel();
    m.input('x', [1, 6]);
    m.node('Softmax', [m.both(m.node('Gemm', [m.both('x', INPUT), m.weights([4, 6], { scale: 0.01 })], { transB: 1 }), { scale: 0.05, zero: 4 })], { axis: 1 }, 'y');
    const bytes = m.bytes({ y: 'f32' });
    const float = (await compileQdq(bytes)).graph;
    expect(typedOps(float).slice(-2)).toEqual(['DequantizeLinear i8 -> f32', 'Softmax f32 -> f32']);
    expect(() => requireIntegers(float, { ioType: 'float', file: 'm.onnx' })).not.toThrow();
    const { graph } = await compileQdq(bytes, 'int8');
    expect(typedOps(graph)).toEqual(['Gemm i8,i8 -> i8', 'Softmax i8 -> i8']);
    expect(() => requireIntegers(graph, { ioType: 'int8', file: 'm.onnx' })).not.toThrow();
  });

  it('stay in float where no integers serve their scales, say so (QT2008), and are refused where only integers are wanted (QT2007)', async () => {
    const m = new QdqModel();
    m.input('x', [1, 8]);
    const x = m.both('x', INPUT);
    const grown = m.both(m.node('Gemm', [x, m.weights([8, 8], { scale: 0.01 }, int8s(64, 2))], { transB: 1 }), { scale: 1e-12, zero: 0 });
    const odd = m.both(m.node('Gemm', [grown, m.weights([8, 8], { scale: 0.01, zero: 3 }, int8s(64, 5))], { transB: 1 }), { scale: 1e-12, zero: 0 });
    m.both(m.node('Add', [odd, x]), { scale: 0.02 }, 'y');
    const bytes = m.bytes({ y: 'f32' });
    const { graph, warnings } = await compileQdq(bytes);
    expect(warnings.map((d) => d.code)).toEqual(['QT2008']);
    expect(warnings[0]?.notes).toEqual(["Gemm 'Gemm_3'"]);
    expect(shareOff(await stepsFromOracle(bytes, samples(10, 8)))).toBe(0);
    expect(() => requireIntegers(graph, { ioType: 'float', file: 'm.onnx' })).toThrow(DiagnosticError);
    expect(() => requireIntegers(graph, { ioType: 'float', file: 'm.onnx' })).toThrow('QT2007');
  });

  it('refuse what presumes that scales are still to be chosen (QT6008)', async () => {
    const model = { bytes: residualNetwork().bytes({ y: 'f32' }), file: 'm.onnx' };
    const common = { threads: 1, report: () => undefined };
    const refused = { diagnostics: [{ code: 'QT6008' }] };
    await expect(quantizeModel(model, { ...common, precision: 'mixed', mixed: { budget: {}, allocator: 'default', keepFloat: [], keepInt8: [] } })).rejects.toMatchObject(refused);
    await expect(quantizeModel(model, { ...common, precision: 'int8', ioType: 'uint8', normalization: { mean: [0], std: [1] } })).rejects.toMatchObject(refused);
    await expect(withAnalysis(model, common, () => Promise.resolve(0))).rejects.toMatchObject(refused);
  });

  it('compute as written in float too, where that is asked for', async () => {
    const bytes = residualNetwork().bytes({ y: 'f32' });
    const { graph, ownScales } = await quantizeModel({ bytes, file: 'm.onnx' }, { precision: 'float', threads: 1, report: () => undefined });
    expect([ownScales, graph.nodes.some((n) => n.op === 'Conv' && valueOf(graph, n.outputs[0] ?? '').dtype === 'i8')]).toEqual([true, false]);
  });
});
