// RNN: https://onnx.ai/onnx/operators/onnx__RNN.html. Canonical form, shapes and lowering are in shared/recurrent.ts.
import { defineOp } from './op-def.ts';
import { type RecurrentAttrs, type RecurrentKind, inferRecurrent, lowerRecurrent, parseRecurrent, recurrentMacs } from './shared/recurrent.ts';
import { decomposeRecurrent } from './shared/recurrent-decompose.ts';
import { isInteger, lowerIntegerRecurrent, recurrentQuant } from './shared/recurrent-integer.ts';
import { type Cell, recurrentReference } from './shared/recurrent-reference.ts';

const RNN: RecurrentKind = { op: 'RNN', gates: 1, activations: ['Tanh'], outputs: ['y', 'yh'], kernel: 'rnn_f32' };

const cell: Cell = ({ x, before, times, f }) => ({ h: times(before.h, 0).map((v, i) => f(v + (x[i] ?? 0))), c: [] });

export default defineOp<RecurrentAttrs>({
  op: 'RNN',
  since: [1, 7, 14, 22],
  arity: [3, 6],
  parse: (ctx) => parseRecurrent(ctx, RNN),
  infer: (ctx) => inferRecurrent(ctx, RNN),
  reference: (ctx) => recurrentReference(ctx, RNN, cell),
  decompose: (ctx) => decomposeRecurrent(ctx, RNN),
  quant: recurrentQuant(RNN),
  macs: (ctx) => recurrentMacs(ctx, RNN),
  lower: (ctx) => (isInteger(ctx) ? lowerIntegerRecurrent(ctx, RNN) : lowerRecurrent(ctx, RNN)),
});
