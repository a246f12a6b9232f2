// What LSTM, GRU and RNN share: attributes, shapes, the canonical form and its lowering. An ONNX node of one or two directions becomes one node of the same
// operator per direction (form 'weights'): inputs x, w [gates * hidden][input], b [gates * hidden], r [hidden][gates * hidden], extra (LSTM: peepholes
// [3 * hidden]; GRU: recurrent bias of the candidate [hidden]), lens, h0, c0; states are [batch][hidden]. Where w is computed at run time, x is projected by
// a product of its own (form 'projected', without w and b). Rows of x and y stay in the layout of the model.
import { invariant } from '../../diagnostics/diagnostic.ts';
import { type Shape, elementCount } from '../../ir/tensor.ts';
import type { CallOperand, InferContext, LowerContext, LowerValue, ParseContext, QuantContext, ValueType } from '../op-def.ts';
import type { ParamValues } from '../../kernels/program.ts';
import { type Activation, activationParams, parseActivations } from './activation.ts';
import { floatAttr, intAttr, requiredInput, stringAttr } from './attributes.ts';

export type RecurrentOutput = 'y' | 'yh' | 'yc';

export type RecurrentAttrs = {
  readonly form: 'onnx' | 'weights' | 'projected';
  readonly hidden: number;
  readonly directions: readonly ('forward' | 'reverse')[];
  /** Whether sequences are the outer dimension of x and y, not steps. */
  readonly batchFirst: boolean;
  readonly activations: readonly Activation[];
  readonly clip: number;
  /** LSTM: the forget gate is 1 - input gate. GRU: the reset gate multiplies the product, bias included. */
  readonly inputForget: boolean;
  readonly linearBeforeReset: boolean;
  /** Of the integer form: largest magnitude of an input that comes in float; null where inputs are int8. */
  readonly inputRange: number | null;
  /** What the node's outputs are, in order. */
  readonly outputs: readonly RecurrentOutput[];
};

/** What tells the three operators apart. */
export interface RecurrentKind {
  readonly op: 'LSTM' | 'GRU' | 'RNN';
  readonly gates: number;
  readonly activations: readonly string[];
  readonly outputs: readonly RecurrentOutput[];
  readonly kernel: 'lstm_f32' | 'gru_f32' | 'rnn_f32';
}

export const FLOAT_MAX = 3.4028234663852886e38;

export function parseRecurrent(ctx: ParseContext, kind: RecurrentKind): RecurrentAttrs {
  const reject = ctx.reject.bind(ctx);
  const r = requiredInput(ctx.inputs, 2, reject);
  const hidden = intAttr(ctx, 'hidden_size', r.shape[2] ?? 0);
  const direction = stringAttr(ctx, 'direction', 'forward', ['forward', 'reverse', 'bidirectional']);
  const directions = direction === 'bidirectional' ? (['forward', 'reverse'] as const) : ([direction === 'reverse' ? 'reverse' : 'forward'] as const);
  const layout = intAttr(ctx, 'layout', 0);
  if (layout !== 0 && layout !== 1) return reject(`attribute 'layout' is ${layout}; 0 and 1 are allowed`);
  const clip = floatAttr(ctx, 'clip', FLOAT_MAX);
  if (!(clip > 0)) return reject(`attribute 'clip' is ${clip}; it must be positive`);
  return {
    form: 'onnx', hidden, directions, batchFirst: layout === 1, clip: Math.min(clip, FLOAT_MAX),
    activations: parseActivations(ctx, kind.activations, directions.length),
    inputForget: kind.op === 'LSTM' && intAttr(ctx, 'input_forget', 0) !== 0,
    linearBeforeReset: kind.op === 'GRU' && intAttr(ctx, 'linear_before_reset', 0) !== 0,
    outputs: kind.outputs, inputRange: null,
  };
}

export interface Extent {
  readonly steps: number;
  readonly batch: number;
}

export function extentOf(attrs: RecurrentAttrs, x: ValueType): Extent {
  const [first = 1, second = 1] = x.shape;
  return attrs.batchFirst ? { steps: second, batch: first } : { steps: first, batch: second };
}

export function inferRecurrent(ctx: InferContext<RecurrentAttrs>, kind: RecurrentKind): ValueType[] {
  const reject = ctx.reject.bind(ctx);
  const { attrs } = ctx;
  const x = requiredInput(ctx.inputs, 0, reject);
  if (x.shape.length !== 3) return reject(`its input has shape [${x.shape.join(',')}]; three dimensions are expected`);
  const d = attrs.directions.length;
  const h = attrs.hidden;
  const { steps, batch } = extentOf(attrs, x);
  const state = attrs.batchFirst ? [batch, d, h] : [d, batch, h];
  const expected: readonly (Shape | null)[] = [null, [d, kind.gates * h, x.shape[2] ?? 1], [d, kind.gates * h, h], [d, 2 * kind.gates * h], [batch], state, state, [d, 3 * h]];
  const names = ['X', 'W', 'R', 'B', 'sequence_lens', 'initial_h', 'initial_c', 'P'];
  expected.forEach((shape, i) => {
    const given = ctx.inputs[i];
    if (shape && given && given.shape.join() !== shape.join()) reject(`input ${names[i]} has shape [${given.shape.join(',')}]; [${shape.join(',')}] is expected`);
  });
  requiredInput(ctx.inputs, 1, reject);
  const y = attrs.batchFirst ? [batch, steps, d, h] : [steps, d, batch, h];
  return attrs.outputs.map((output) => ({ dtype: x.dtype, shape: output === 'y' ? y : state }));
}

/** Multiply-accumulates of all steps. */
export function recurrentMacs({ attrs, inputs }: QuantContext<RecurrentAttrs>, kind: RecurrentKind): number {
  const [x, w] = inputs;
  const { steps, batch } = x ? extentOf(attrs, x) : { steps: 0, batch: 0 };
  const projection = attrs.form === 'projected' ? 0 : (w?.shape.at(-1) ?? 0);
  return steps * batch * kind.gates * attrs.hidden * (attrs.hidden + projection) * attrs.directions.length;
}

/** Params of the walk over steps, of the functions and of the kind. */
export function recurrentParams(attrs: RecurrentAttrs, kind: RecurrentKind, x: ValueType): ParamValues {
  const { steps, batch } = extentOf(attrs, x);
  const order = attrs.batchFirst ? { step_rows: 1, batch_rows: steps } : { step_rows: batch, batch_rows: 1 };
  const own = { ...(kind.op === 'LSTM' ? { input_forget: Number(attrs.inputForget) } : {}), ...(kind.op === 'GRU' ? { linear_before_reset: Number(attrs.linearBeforeReset) } : {}) };
  const functions = attrs.activations.map((a, i) => activationParams('fgh'[i] ?? '', a));
  return { steps, batch, hidden: attrs.hidden, ...order, reverse: Number(attrs.directions[0] === 'reverse'), clip: attrs.clip, ...own, ...Object.assign({}, ...functions) };
}

/** The projection of all steps as one matrix product, in form 'weights'. */
function projected(ctx: LowerContext<RecurrentAttrs>, kind: RecurrentKind, x: LowerValue): LowerValue {
  const [, w, b] = ctx.inputs;
  const width = kind.gates * ctx.attrs.hidden;
  const weights = w?.tensor?.data;
  invariant(weights instanceof Float32Array, 'weights of a float layer are f32');
  const bias = b?.tensor?.data;
  const depth = weights.length / width;
  const rows = elementCount(x.shape) / depth;
  const gates = ctx.temporary('f32', [rows, width]);
  ctx.call('fully_connected_f32', { batch: rows, in_c: depth, out_c: width, out_min: -FLOAT_MAX, out_max: FLOAT_MAX }, {
    x: { value: x.handle }, w: { constant: weights, dtype: 'f32', role: 'weight' },
    bias: { constant: bias instanceof Float32Array ? bias : new Float32Array(width), dtype: 'f32', role: 'weight' }, y: { value: gates.handle },
  });
  return gates;
}

export function operandOf(value: LowerValue | null | undefined): CallOperand {
  return value ? { value: value.handle } : null;
}

/** The outputs by the names of kernel operands. */
export function outputOperands(ctx: LowerContext<RecurrentAttrs>, kind: RecurrentKind): Record<string, CallOperand> {
  return Object.fromEntries(kind.outputs.map((name) => [name, operandOf(ctx.outputs[ctx.attrs.outputs.indexOf(name)])]));
}

export function lowerRecurrent(ctx: LowerContext<RecurrentAttrs>, kind: RecurrentKind): void {
  const [x, , , r, extra, lens, h0, c0] = ctx.inputs;
  invariant(!!x && !!r && ctx.attrs.form !== 'onnx', 'a recurrent layer is lowered in its canonical form');
  const gates = ctx.attrs.form === 'weights' ? projected(ctx, kind, x) : x;
  const states = { r: operandOf(r), h0: operandOf(h0), lens: operandOf(lens) };
  const own: Record<string, CallOperand> = kind.op === 'LSTM' ? { peephole: operandOf(extra), c0: operandOf(c0) } : kind.op === 'GRU' ? { bias: operandOf(extra) } : {};
  ctx.call(kind.kernel, recurrentParams(ctx.attrs, kind, x), { x: operandOf(gates), ...states, ...own, ...outputOperands(ctx, kind) });
}
