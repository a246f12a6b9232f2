// GRU: https://onnx.ai/onnx/operators/onnx__GRU.html, gates in the order z, r, h. Canonical form, shapes and lowering are in shared/recurrent.ts.
import { defineOp } from './op-def.ts';
import { type RecurrentAttrs, type RecurrentKind, inferRecurrent, lowerRecurrent, parseRecurrent, recurrentMacs } from './shared/recurrent.ts';
import { decomposeRecurrent } from './shared/recurrent-decompose.ts';
import { isInteger, lowerIntegerRecurrent, recurrentQuant } from './shared/recurrent-integer.ts';
import { type Cell, recurrentReference } from './shared/recurrent-reference.ts';

const GRU: RecurrentKind = { op: 'GRU', gates: 3, activations: ['Sigmoid', 'Tanh'], outputs: ['y', 'yh'], kernel: 'gru_f32' };

const cell: Cell = ({ x, before, times, extra, f, g, attrs }) => {
  const n = attrs.hidden;
  const input = (gate: number, i: number): number => x[gate * n + i] ?? 0;
  const z = times(before.h, 0).map((v, i) => f(v + input(0, i)));
  const r = times(before.h, 1).map((v, i) => f(v + input(1, i)));
  const linear = attrs.linearBeforeReset
    ? times(before.h, 2).map((v, i) => (r[i] ?? 0) * (v + (extra?.[i] ?? 0)))
    : times(before.h.map((v, i) => v * (r[i] ?? 0)), 2);
  const candidate = linear.map((v, i) => g(v + input(2, i)));
  return { h: candidate.map((v, i) => (1 - (z[i] ?? 0)) * v + (z[i] ?? 0) * (before.h[i] ?? 0)), c: [] };
};

export default defineOp<RecurrentAttrs>({
  op: 'GRU',
  since: [1, 3, 7, 14, 22],
  arity: [3, 6],
  parse: (ctx) => parseRecurrent(ctx, GRU),
  infer: (ctx) => inferRecurrent(ctx, GRU),
  reference: (ctx) => recurrentReference(ctx, GRU, cell),
  decompose: (ctx) => decomposeRecurrent(ctx, GRU),
  quant: recurrentQuant(GRU),
  macs: (ctx) => recurrentMacs(ctx, GRU),
  lower: (ctx) => (isInteger(ctx) ? lowerIntegerRecurrent(ctx, GRU) : lowerRecurrent(ctx, GRU)),
});
