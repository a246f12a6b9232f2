// Valid models that mutations start from: built here, so that they are always there; those of examples/ and, where it exists, small ones of the shared folder.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TYPE, attr, initializer, input, model, node, output } from '../support/onnx-bytes.ts';
import { QdqModel } from '../support/qdq-model.ts';
import { CHECKOUT, MODELS_FOLDER } from '../support/shared.ts';

const values = (count: number): number[] => Array.from({ length: count }, (_, i) => Math.sin(i + 1) / 2);
const constant = (name: string, ...dims: readonly number[]): Uint8Array => initializer(name, { dims, floats: values(dims.reduce((p, d) => p * d, 1)) });
const ints = (name: string, ...list: readonly number[]): Uint8Array => initializer(name, { dims: [list.length], type: TYPE.i64, int64s: list });

function convolutions(): Uint8Array {
  return model(
    node('Conv', { inputs: ['x', 'k', 'b'], outputs: ['c'], name: 'conv', attrs: [attr.ints('kernel_shape', 3, 3), attr.ints('pads', 1, 1, 1, 1), attr.ints('strides', 1, 1), attr.int('group', 1)] }),
    node('BatchNormalization', { inputs: ['c', 's', 'o', 'm', 'v'], outputs: ['n'], name: 'norm', attrs: [attr.float('epsilon', 1e-3)] }),
    node('Relu', { inputs: ['n'], outputs: ['r'], name: 'relu' }),
    node('MaxPool', { inputs: ['r'], outputs: ['p'], name: 'pool', attrs: [attr.ints('kernel_shape', 2, 2), attr.ints('strides', 2, 2)] }),
    node('Flatten', { inputs: ['p'], outputs: ['f'], name: 'flat', attrs: [attr.int('axis', 1)] }),
    node('Gemm', { inputs: ['f', 'w', 'g'], outputs: ['d'], name: 'dense', attrs: [attr.int('transB', 1), attr.float('alpha', 1)] }),
    node('Softmax', { inputs: ['d'], outputs: ['y'], name: 'softmax', attrs: [attr.int('axis', -1)] }),
    constant('k', 3, 2, 3, 3), constant('b', 3), ...['s', 'o', 'm'].map((n) => constant(n, 3)), initializer('v', { dims: [3], floats: [1, 2, 3] }), constant('w', 4, 12), constant('g', 4),
    input('x', [1, 2, 4, 4]), output('y', [1, 4]),
  );
}

function shapes(): Uint8Array {
  return model(
    node('Shape', { inputs: ['x'], outputs: ['s'], name: 'shape' }), node('Gather', { inputs: ['s', 'zero'], outputs: ['n'], name: 'gather' }), node('Concat', { inputs: ['n', 'rest'], outputs: ['t'], name: 'target', attrs: [attr.int('axis', 0)] }),
    node('Reshape', { inputs: ['x', 't'], outputs: ['r'], name: 'reshape' }), node('Transpose', { inputs: ['r'], outputs: ['u'], name: 'turn', attrs: [attr.ints('perm', 0, 2, 1)] }),
    node('Slice', { inputs: ['u', 'from', 'to', 'axes', 'steps'], outputs: ['l'], name: 'slice' }), node('Pad', { inputs: ['l', 'pads'], outputs: ['p'], name: 'pad', attrs: [attr.text('mode', 'constant')] }),
    node('Unsqueeze', { inputs: ['p', 'zero'], outputs: ['v'], name: 'more' }), node('Squeeze', { inputs: ['v', 'zero'], outputs: ['q'], name: 'fewer' }), node('Clip', { inputs: ['q', 'low', 'high'], outputs: ['y'], name: 'clip' }),
    ints('zero', 0), ints('rest', 4, -1), ints('from', 0), ints('to', 5), ints('axes', 1), ints('steps', 2), ints('pads', 0, 0, 1, 0, 1, 0), initializer('low', { floats: [-0.5] }), initializer('high', { floats: [0.5] }),
    input('x', [1, 4, 2, 3]), output('y'),
  );
}

function arithmetic(): Uint8Array {
  return model(
    node('Constant', { inputs: [], outputs: ['two'], name: 'two', attrs: [attr.tensor('value', { floats: [2] })] }), node('ConstantOfShape', { inputs: ['dims'], outputs: ['ones'], name: 'ones', attrs: [attr.tensor('value', { dims: [1], floats: [1] })] }),
    node('Mul', { inputs: ['x', 'two'], outputs: ['a'], name: 'mul' }), node('Add', { inputs: ['a', 'ones'], outputs: ['b'], name: 'add' }), node('Sub', { inputs: ['b', 'x'], outputs: ['c'], name: 'sub' }), node('Div', { inputs: ['c', 'two'], outputs: ['d'], name: 'div' }),
    node('Sigmoid', { inputs: ['d'], outputs: ['e'], name: 'sigmoid' }), node('Tanh', { inputs: ['d'], outputs: ['f'], name: 'tanh' }), node('Concat', { inputs: ['e', 'f'], outputs: ['g'], name: 'concat', attrs: [attr.int('axis', 1)] }), node('MatMul', { inputs: ['g', 'w'], outputs: ['y'], name: 'matmul' }),
    ints('dims', 1, 4), constant('w', 8, 3), input('x', [1, 4]), output('y'), output('d'),
  );
}

function branches(): Uint8Array {
  const branch = (op: string, to: string): Uint8Array[] => [node(op, { inputs: ['x'], outputs: [to], name: `in ${op}` }), output(to)];
  return model(
    node('If', { inputs: ['which'], outputs: ['a'], name: 'if', attrs: [attr.graph('then_branch', ...branch('Relu', 't')), attr.graph('else_branch', ...branch('Tanh', 'e'))] }), node('Relu', { inputs: ['a'], outputs: ['y'], name: 'last' }),
    initializer('which', { type: TYPE.bool, int32s: [1] }), input('x', [1, 4]), output('y'),
  );
}

function recurrent(): Uint8Array {
  return model(node('LSTM', { inputs: ['x', 'w', 'r', 'b'], outputs: ['', 'y'], name: 'lstm', attrs: [attr.int('hidden_size', 2)] }), constant('w', 1, 8, 3), constant('r', 1, 8, 2), constant('b', 1, 16), input('x', [3, 1, 3]), output('y'));
}

function quantized(): Uint8Array {
  const m = new QdqModel();
  m.input('x', [1, 2, 4, 4]);
  const x = m.both('x', { scale: 0.02, zero: 3 });
  const c = m.both(m.node('Relu', [m.node('Conv', [x, m.weights([4, 2, 3, 3], { scale: [0.01, 0.02, 0.03, 0.04], axis: 0 }), m.bias([0.0002, 0.0004, 0.0006, 0.0008], [1, -2, 3, -4])], { pads: [1, 1, 1, 1] })]), { scale: 0.05, zero: -128 });
  m.both(m.node('GlobalAveragePool', [c]), { scale: 0.04, zero: -100 }, 'y');
  return m.bytes({ y: 'f32' });
}

const SHARED_MODELS = ['mnist/models/mnist_zoo8_fp32.onnx', 'mlperf_tiny/models/kws_dscnn_int8_qdq.onnx', 'extra/models/micro_kws_m_int8_qoperator.onnx', 'mnist/models/mnist_lstm_tflm_fp32.onnx'];

/** Small models first: they are mutated most. */
export function seedModels(): { readonly small: readonly Uint8Array[]; readonly real: readonly Uint8Array[] } {
  const paths = [join(CHECKOUT, 'examples/kws/model.onnx'), ...SHARED_MODELS.map((path) => join(MODELS_FOLDER, path))];
  return {
    small: [convolutions(), shapes(), arithmetic(), branches(), recurrent(), quantized()],
    real: paths.filter((path) => existsSync(path)).map((path) => new Uint8Array(readFileSync(path))),
  };
}
