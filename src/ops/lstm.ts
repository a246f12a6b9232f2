// LSTM: https://onnx.ai/onnx/operators/onnx__LSTM.html, gates in the order i, o, f, c. Canonical form, shapes and lowering are in shared/recurrent.ts.
// The cell state is not clipped before the last function: `clip` bounds what enters the gates, as in ONNX Runtime.
import { defineOp } from './op-def.ts';
import { type RecurrentAttrs, type RecurrentKind, inferRecurrent, lowerRecurrent, parseRecurrent, recurrentMacs } from './shared/recurrent.ts';
import { decomposeRecurrent } from './shared/recurrent-decompose.ts';
import { isInteger, lowerIntegerRecurrent, recurrentQuant } from './shared/recurrent-integer.ts';
import { type Cell, recurrentReference } from './shared/recurrent-reference.ts';

const LSTM: RecurrentKind = { op: 'LSTM', gates: 4, activations: ['Sigmoid', 'Tanh', 'Tanh'], outputs: ['y', 'yh', 'yc'], kernel: 'lstm_f32' };

const cell: Cell = ({ x, before, times, extra, f, g, h, attrs }) => {
  const n = attrs.hidden;
  /** Sum of a gate, and the cell state through its peephole (i, o, f). */
  const sums = (gate: number, cells?: readonly number[]): number[] =>
    times(before.h, gate).map((v, i) => v + (x[gate * n + i] ?? 0) + (cells ? (extra?.[gate * n + i] ?? 0) * (cells[i] ?? 0) : 0));
  const input = sums(0, before.c).map(f);
  const forget = attrs.inputForget ? input.map((v) => 1 - v) : sums(2, before.c).map(f);
  const candidate = sums(3).map(g);
  const c = before.c.map((v, i) => (forget[i] ?? 0) * v + (input[i] ?? 0) * (candidate[i] ?? 0));
  return { h: sums(1, c).map((v, i) => f(v) * h(c[i] ?? 0)), c };
};

export default defineOp<RecurrentAttrs>({
  op: 'LSTM',
  since: [1, 7, 14, 22],
  arity: [3, 8],
  parse: (ctx) => parseRecurrent(ctx, LSTM),
  infer: (ctx) => inferRecurrent(ctx, LSTM),
  reference: (ctx) => recurrentReference(ctx, LSTM, cell),
  decompose: (ctx) => decomposeRecurrent(ctx, LSTM),
  quant: recurrentQuant(LSTM),
  macs: (ctx) => recurrentMacs(ctx, LSTM),
  lower: (ctx) => (isInteger(ctx) ? lowerIntegerRecurrent(ctx, LSTM) : lowerRecurrent(ctx, LSTM)),
});
