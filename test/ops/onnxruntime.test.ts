// References against ONNX Runtime, where definitions leave room for mistakes: windows, paddings, broadcasting, negative positions.
import { describe, expect, it } from 'vitest';
import type { Attrs } from '../../src/ir/graph.ts';
import { type Argument, apply, constant, input, ints, reference } from '../support/op-case.ts';
import { openOracle } from '../support/onnxruntime.ts';
import { singleNodeModel } from '../support/single-node-model.ts';

type Case = readonly [op: string, args: readonly (Argument | null)[], attrs: Attrs, opset?: number];

const image = input([2, 3, 7, 8]);
const line = input([2, 3, 9]);
const volume = input([1, 2, 4, 5, 6]);

const CASES: readonly Case[] = [
  ['Conv', [image, constant([4, 3, 3, 2]), constant([4])], { pads: [1, 0, 2, 1], strides: [2, 1] }],
  ['Conv', [image, constant([6, 1, 3, 3])], { group: 3, dilations: [2, 3], pads: [2, 3, 1, 0] }],
  ['Conv', [image, constant([4, 3, 3, 4])], { auto_pad: 'SAME_UPPER', strides: [2, 3] }],
  ['Conv', [image, constant([4, 3, 4, 3])], { auto_pad: 'SAME_LOWER', strides: [3, 2] }],
  ['Conv', [image, constant([4, 3, 3, 3])], { auto_pad: 'VALID', strides: [2, 2] }],
  ['MaxPool', [image], { kernel_shape: [3, 2], pads: [1, 0, 1, 1], strides: [2, 3] }],
  ['MaxPool', [image], { kernel_shape: [2, 3], dilations: [3, 2], strides: [1, 2] }],
  ['MaxPool', [image], { kernel_shape: [3, 3], strides: [3, 2], ceil_mode: 1 }],
  ['MaxPool', [image], { kernel_shape: [2, 2], strides: [4, 3], pads: [1, 1, 1, 1], ceil_mode: 1 }],
  ['MaxPool', [image], { kernel_shape: [2, 3], strides: [3, 3], auto_pad: 'SAME_LOWER' }],
  ['AveragePool', [image], { kernel_shape: [3, 2], pads: [1, 1, 2, 0], strides: [2, 1] }],
  ['AveragePool', [image], { kernel_shape: [3, 2], pads: [1, 1, 2, 0], strides: [2, 1], count_include_pad: 1 }],
  ['AveragePool', [image], { kernel_shape: [3, 3], strides: [3, 2], pads: [1, 0, 0, 1], ceil_mode: 1 }, 11],
  ['AveragePool', [image], { kernel_shape: [2, 2], auto_pad: 'SAME_UPPER', strides: [2, 3] }],
  ['AveragePool', [image], { kernel_shape: [3, 3], strides: [3, 2], pads: [1, 0, 0, 1], ceil_mode: 1, count_include_pad: 1 }, 19],
  ['AveragePool', [image], { kernel_shape: [3, 2], dilations: [2, 3], pads: [1, 0, 2, 1] }, 19],
  ['AveragePool', [volume], { kernel_shape: [2, 3, 2], pads: [1, 0, 1, 0, 1, 1], strides: [2, 1, 1] }],
  ['MaxPool', [volume], { kernel_shape: [2, 3, 2], pads: [1, 0, 1, 0, 1, 1], strides: [2, 1, 1], ceil_mode: 1 }],
  ['MaxPool', [line], { kernel_shape: [3], strides: [2], auto_pad: 'SAME_UPPER' }],
  ['Conv', [line, constant([4, 3, 3]), constant([4])], { pads: [2, 1], strides: [2], dilations: [2] }],
  ['Conv', [volume, constant([4, 1, 2, 3, 2]), constant([4])], { pads: [1, 0, 2, 0, 1, 1], strides: [2, 1, 1], group: 2 }],
  ['GlobalAveragePool', [volume], {}],
  ['ConvTranspose', [image, constant([3, 2, 3, 4])], { strides: [2, 3], pads: [1, 0, 2, 1], output_padding: [1, 2], dilations: [2, 1] }],
  ['ConvTranspose', [image, constant([3, 4, 3, 2]), constant([4])], { strides: [2, 1], auto_pad: 'SAME_UPPER' }],
  ['ConvTranspose', [image, constant([3, 4, 4, 2])], { strides: [1, 1], auto_pad: 'SAME_LOWER' }],
  ['ConvTranspose', [image, constant([3, 1, 3, 3])], { strides: [2, 2], group: 3, output_shape: [12, 15] }],
  ['ConvTranspose', [image, constant([3, 1, 3, 3])], { strides: [2, 2], output_shape: [16, 18] }],
  ['ConvTranspose', [line, constant([3, 2, 4])], { strides: [3], pads: [1, 2] }],
  ['ConvTranspose', [volume, constant([2, 1, 2, 3, 2]), constant([2])], { strides: [2, 1, 2], pads: [1, 0, 0, 0, 1, 1], group: 2 }],
  ['InstanceNormalization', [volume, constant([2]), constant([2])], { epsilon: 1e-3 }],
  ['GroupNormalization', [input([2, 6, 3, 4]), constant([6]), constant([6])], { num_groups: 3 }, 21],
  ['LayerNormalization', [volume, constant([5, 6]), constant([5, 6])], { axis: -2 }, 17],
  ['LayerNormalization', [input([3, 7]), constant([7])], { epsilon: 1e-2 }, 17],
  ['LRN', [image], { size: 3, alpha: 0.5, beta: 0.6, bias: 1.5 }],
  ['MeanVarianceNormalization', [image], { axes: [0, 2, 3] }],
  ['GlobalAveragePool', [image], {}],
  ['GlobalMaxPool', [image], {}],
  ['BatchNormalization', [image, constant([3]), constant([3]), constant([3]), constant([3], [0.5, 1, 2])], { epsilon: 1e-3 }],
  ['Gemm', [input([4, 3]), constant([4, 5]), constant([3, 1])], { transA: 1, alpha: 0.5, beta: -2 }],
  ['Gemm', [input([3, 4]), constant([5, 4]), constant([5])], { transB: 1 }],
  ['MatMul', [input([2, 3, 4]), constant([4, 5])], {}],
  ['Add', [input([2, 1, 3]), input([4, 1])], {}],
  ['Sub', [input([3]), input([2, 1])], {}],
  ['Mul', [input([2, 3]), input([])], {}],
  ['Div', [input([2, 3]), constant([3], [2, -4, 0.5])], {}],
  ['Clip', [image, constant([], [-0.3]), constant([], [0.4])], {}],
  ['Clip', [image], { min: -0.3 }, 6],
  ['Relu', [image], {}],
  ['Sigmoid', [image], {}],
  ['Tanh', [image], {}],
  ['Softmax', [image], { axis: 1 }],
  ['Softmax', [image], {}],
  ['Softmax', [image], { axis: 2 }, 11],
  ['Softmax', [image], {}, 11],
  ['Concat', [input([2, 3]), input([2, 1])], { axis: -1 }],
  ['Transpose', [image], { perm: [2, 0, 3, 1] }],
  ['Transpose', [image], {}],
  ['Slice', [image, ints(-1, 6, 1), ints(-9, 0, 99), ints(3, 2, 1), ints(-3, -2, 1)], {}],
  ['Slice', [image], { starts: [1, -5], ends: [99, -1], axes: [1, 3] }, 9],
  ['Pad', [image, ints(0, 1, 2, 0, 0, 0, 1, 3), constant([], [0.5])], {}],
  ['Pad', [image], { pads: [0, 0, 1, 2, 0, 0, 3, 0], value: -1 }, 10],
  ['Pad', [image, ints(1, 2, 0, 1), null, ints(-1, 1)], {}, 18],
  ['Reshape', [image, ints(0, -1, 4)], {}],
  ['Flatten', [image], { axis: 2 }],
  ['Flatten', [image], { axis: -1 }],
  ['Squeeze', [input([1, 3, 1]), ints(-1)], {}],
  ['Squeeze', [input([1, 3, 1])], {}],
  ['Unsqueeze', [input([3, 2]), ints(-1, 0)], {}],
  ['Resize', [image, constant([4], [1, 1, 0.6, 1.7])], {}, 10],
  ['Resize', [image, constant([4], [1, 1, 2, 0.5])], { mode: 'linear' }, 10],
  ['Resize', [image, null, null, ints(2, 3, 5, 13)], { mode: 'linear' }],
  ['Resize', [image, null, null, ints(2, 3, 15, 4)], { mode: 'linear', coordinate_transformation_mode: 'align_corners' }],
  ['Resize', [image, null, null, ints(2, 3, 5, 13)], { mode: 'cubic', cubic_coeff_a: -0.5, exclude_outside: 1 }],
  ['Resize', [image, null, null, ints(2, 3, 11, 5)], { nearest_mode: 'ceil', coordinate_transformation_mode: 'pytorch_half_pixel' }],
  ['Pad', [image, ints(0, 1, 2, 3, 0, 1, 3, 2)], { mode: 'reflect' }],
  ['Pad', [image, ints(0, 1, 2, -3, 0, 1, 3, 2)], { mode: 'edge' }],
  ['Pad', [image, ints(0, 1, 2, 3, 0, 1, 3, 2)], { mode: 'wrap' }, 19],
  ['DepthToSpace', [input([2, 12, 3, 2])], { blocksize: 2 }],
  ['DepthToSpace', [input([2, 12, 3, 2])], { blocksize: 2, mode: 'CRD' }],
  ['SpaceToDepth', [input([2, 3, 4, 6])], { blocksize: 2 }],
  ['Tile', [image, ints(1, 2, 1, 3)], {}],
  ['Expand', [input([3, 1, 2]), ints(2, 1, 4, 2)], {}],
  ['GatherElements', [image, constant([2, 3, 2, 8], Array.from({ length: 96 }, (_, i) => ((i * 5) % 14) - 7), 'i64')], { axis: 2 }],
  ['GatherND', [image, constant([2, 4, 2], [0, 1, -1, 2, 2, -7, 1, 6, 0, 0, 1, 1, 2, 2, -3, 3], 'i64')], { batch_dims: 1 }],
  ['ScatterElements', [image, constant([1, 3, 2, 8], Array.from({ length: 48 }, (_, i) => ((i * 3) % 13) - 6), 'i64'), input([1, 3, 2, 8])], { axis: 2, reduction: 'add' }, 18],
  ['ScatterND', [image, constant([3, 2], [1, 2, 0, -1, 1, 2], 'i64'), input([3, 7, 8])], { reduction: 'max' }, 18],
  ['Gather', [input([3, 4, 2]), constant([2, 2], [0, -1, 2, -4], 'i64')], { axis: 1 }],
  ['Dropout', [image], {}],
  ['Identity', [image], {}],
  ['Cast', [input([6], [1.9, -1.9, 0.5, -0.5, 0, 7])], { to: 7 }],
  ['Cast', [input([4], [1.9, -1.9, 0.5, 0])], { to: 9 }],
  ['Shape', [image], { start: 1, end: -1 }, 15],
];

describe('references equal ONNX Runtime', () => {
  it.each(CASES.map((c, i) => [i, c[0], JSON.stringify(c[2]), c] as const))('%i: %s %s', async (_index, op, _attrs, [, args, attrs, opset = 13]) => {
    const [type] = apply(op, args, { attrs, opset }).types;
    const oracle = await openOracle(singleNodeModel(op, args, { attrs, opset }, type?.dtype ?? 'f32'));
    const [result] = await oracle.runTensors(args.flatMap((a) => (a && !a.constant ? [a.tensor.data] : [])));
    await oracle.close();
    expect(result?.shape).toEqual(type?.shape);
    const expected = Array.from(result?.data ?? [], Number);
    const actual = type?.tensor ? Array.from(type.tensor.data, Number) : reference(op, args, { attrs, opset });
    const scale = Math.max(1e-30, ...expected.map(Math.abs));
    expect(Math.max(...expected.map((v, i) => Math.abs(v - (actual[i] ?? NaN)))) / scale).toBeLessThan(1e-5);
  });
});
