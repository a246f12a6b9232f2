// One layer of bench/bars.json as an ONNX model: the node is called LAYER, weights are pseudo-random with a fixed seed.
// Padding is that of TensorFlow's SAME: the output has ceil(size / stride) rows and columns.
import { MODEL_PROTO } from '../../dist/onnx/schema.js';

const LAYER = 'layer';
const FLOAT = 1;

/** Uniform numbers in [-1, 1): a linear congruential generator modulo 2^32. */
function randomFloats(count, seed) {
  let state = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

const product = (dims) => dims.reduce((a, b) => a * b, 1);

/** Weights in the range that keeps a sum over `fan` of them near 1. */
function weights(name, dims, fan, seed) {
  const data = randomFloats(product(dims), seed).map((v) => v / Math.sqrt(fan));
  return { name, dims, dataType: FLOAT, rawData: new Uint8Array(data.buffer) };
}

const ints = (name, values) => ({ name, ints: values, type: 7 });
const int = (name, i) => ({ name, i, type: 2 });
const outputSize = (size, stride) => size.map((n) => Math.ceil(n / stride));

/** Rows and columns of padding before and after: [top, left, bottom, right]. */
function samePads({ size, kernel, stride }) {
  const total = size.map((n, i) => Math.max(0, (Math.ceil(n / stride) - 1) * stride + kernel[i] - n));
  const before = total.map((t) => Math.floor(t / 2));
  return [...before, ...total.map((t, i) => t - before[i])];
}

function convolution(layer, groups) {
  const { size, channels: [from, to], kernel, stride } = layer;
  const fan = (from / groups) * product(kernel);
  return {
    node: { opType: 'Conv', input: ['x', 'w', 'b'], attribute: [ints('kernel_shape', kernel), ints('strides', [stride, stride]), ints('pads', samePads(layer)), int('group', groups)] },
    initializer: [weights('w', [to, from / groups, ...kernel], fan, 1), weights('b', [to], 100, 2)],
    input: { x: [1, from, ...size] },
    work: product(outputSize(size, stride)) * to * fan,
  };
}

const OPERATORS = {
  conv: (layer) => convolution(layer, 1),
  depthwise: (layer) => convolution(layer, layer.channels[0]),
  'fully-connected': ({ channels: [from, to] }) => ({
    node: { opType: 'Gemm', input: ['x', 'w', 'b'], attribute: [int('transB', 1)] },
    initializer: [weights('w', [to, from], from, 1), weights('b', [to], 100, 2)],
    input: { x: [1, from] },
    work: from * to,
  }),
  add: ({ size, channels: [count] }) => ({ node: { opType: 'Add', input: ['x', 'z'] }, initializer: [], input: { x: [1, count, ...size], z: [1, count, ...size] }, work: count * product(size) }),
  'average-pool': ({ size, channels: [count] }) => ({ node: { opType: 'GlobalAveragePool', input: ['x'] }, initializer: [], input: { x: [1, count, ...size] }, work: count * product(size) }),
  'max-pool': ({ size, channels: [count], kernel, stride }) => ({
    node: { opType: 'MaxPool', input: ['x'], attribute: [ints('kernel_shape', kernel), ints('strides', [stride, stride])] }, initializer: [], input: { x: [1, count, ...size] }, work: count * product(size),
  }),
  softmax: ({ channels: [rows, columns] }) => ({ node: { opType: 'Softmax', input: ['x'], attribute: [int('axis', 1)] }, initializer: [], input: { x: [rows, columns] }, work: rows * columns }),
};

/** Of the units that came from the layer, those that compute it: what re-arranges the model's inputs and outputs is not part of it. */
export function ofLayer(units) {
  return units.filter(({ op, onnxNodes }) => onnxNodes.includes(LAYER) && op !== 'Transpose');
}

function valueInfo(name, dims) {
  return { name, type: { tensorType: { elemType: FLOAT, ...(dims === undefined ? {} : { shape: { dim: dims.map((dimValue) => ({ dimValue })) } }) } } };
}

/** Bytes of the model, and the multiply-accumulates or elements that its cost is divided by. */
export function layerModel(layer) {
  const { node, initializer, input, work } = OPERATORS[layer.op](layer);
  const graph = { node: [{ ...node, name: LAYER, output: ['y'] }], name: LAYER, initializer, input: Object.entries(input).map(([name, dims]) => valueInfo(name, dims)), output: [valueInfo('y')] };
  return { bytes: MODEL_PROTO.encode(MODEL_PROTO.fromObject({ irVersion: 8, opsetImport: [{ domain: '', version: 13 }], graph })).finish(), work };
}
