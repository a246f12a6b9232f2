// Recurrent layers in one direction, from their definition: one step after the other in double precision. Outputs by operand name.
import type { TensorData } from '../../../src/ir/dtype.ts';
import type { Operands } from '../cases/kernel-case.ts';
import type { Params } from './kernel-references.ts';

const FUNCTIONS: readonly ((x: number, alpha: number, beta: number) => number)[] = [
  (x) => 1 / (1 + Math.exp(-x)),
  (x) => Math.tanh(x),
  (x) => Math.max(x, 0),
  (x, alpha, beta) => alpha * x + beta,
  (x, alpha) => (x < 0 ? alpha * x : x),
  (x, alpha) => (x > alpha ? x : 0),
  (x, alpha, beta) => alpha * Math.tanh(beta * x),
  (x, alpha, beta) => Math.max(0, Math.min(1, alpha * x + beta)),
  (x, alpha) => (x < 0 ? alpha * Math.expm1(x) : x),
  (x) => x / (1 + Math.abs(x)),
  (x) => Math.log1p(Math.exp(-Math.abs(x))) + Math.max(x, 0),
];

interface Layer {
  readonly p: Params;
  readonly operands: Operands;
  readonly gates: number;
}

interface Cell {
  h: number[];
  c: number[];
}

const at = (data: TensorData | null | undefined, index: number): number => Number(data?.[index] ?? 0);

function call(p: Params, name: string, x: number, clip = true): number {
  const limited = clip ? Math.max(-p.get('clip'), Math.min(p.get('clip'), x)) : x;
  return FUNCTIONS[p.get(name)]?.(limited, p.get(`${name}_alpha`), p.get(`${name}_beta`)) ?? NaN;
}

/** Element j of gate `gate` of vector * r. */
function product({ p, operands, gates }: Layer, vector: readonly number[], gate: number, j: number): number {
  const n = p.get('hidden');
  return vector.reduce((sum, v, k) => sum + v * at(operands['r'], k * gates * n + gate * n + j), 0);
}

type Next = (layer: Layer, row: number, before: Cell) => Cell;

function each(count: number, compute: (i: number) => number): number[] {
  return Array.from({ length: count }, (_unused, i) => compute(i));
}

const rnn: Next = (layer, row, { h }) => {
  const n = layer.p.get('hidden');
  return { h: each(n, (i) => call(layer.p, 'f', at(layer.operands['x'], row * n + i) + product(layer, h, 0, i))), c: [] };
};

const gru: Next = (layer, row, { h }) => {
  const { p, operands } = layer;
  const n = p.get('hidden');
  const x = (gate: number, i: number): number => at(operands['x'], (row * 3 + gate) * n + i);
  const z = each(n, (i) => call(p, 'f', x(0, i) + product(layer, h, 0, i)));
  const r = each(n, (i) => call(p, 'f', x(1, i) + product(layer, h, 1, i)));
  const reset = h.map((v, i) => v * (r[i] ?? 0));
  const candidate = each(n, (i) => call(p, 'g', x(2, i) + (p.get('linear_before_reset') ? (r[i] ?? 0) * (product(layer, h, 2, i) + at(operands['bias'], i)) : product(layer, reset, 2, i))));
  return { h: each(n, (i) => (1 - (z[i] ?? 0)) * (candidate[i] ?? 0) + (z[i] ?? 0) * (h[i] ?? 0)), c: [] };
};

const lstm: Next = (layer, row, { h, c }) => {
  const { p, operands } = layer;
  const n = p.get('hidden');
  const sum = (gate: number, i: number): number => at(operands['x'], (row * 4 + gate) * n + i) + product(layer, h, gate, i);
  const input = each(n, (i) => call(p, 'f', sum(0, i) + at(operands['peephole'], i) * (c[i] ?? 0)));
  const forget = each(n, (i) => (p.get('input_forget') ? 1 - (input[i] ?? 0) : call(p, 'f', sum(2, i) + at(operands['peephole'], 2 * n + i) * (c[i] ?? 0))));
  const cell = each(n, (i) => (forget[i] ?? 0) * (c[i] ?? 0) + (input[i] ?? 0) * call(p, 'g', sum(3, i)));
  const output = each(n, (i) => call(p, 'f', sum(1, i) + at(operands['peephole'], n + i) * (cell[i] ?? 0)));
  return { h: each(n, (i) => (output[i] ?? 0) * call(p, 'h', cell[i] ?? 0, false)), c: cell };
};

function sequence(layer: Layer, next: Next, b: number, y: Float32Array): Cell {
  const { p, operands } = layer;
  const n = p.get('hidden');
  const length = operands['lens'] ? Math.max(0, Math.min(p.get('steps'), at(operands['lens'], b))) : p.get('steps');
  let cell: Cell = { h: each(n, (i) => at(operands['h0'], b * n + i)), c: each(n, (i) => at(operands['c0'], b * n + i)) };
  for (let s = 0; s < length; s++) {
    const row = (p.get('reverse') ? length - 1 - s : s) * p.get('step_rows') + b * p.get('batch_rows');
    cell = next(layer, row, cell);
    y.set(cell.h, row * n);
  }
  return cell;
}

function layerReference(gates: number, next: Next): (p: Params, operands: Operands) => Readonly<Record<string, TensorData>> {
  return (p, operands) => {
    const y = new Float32Array(p.get('steps') * p.get('batch') * p.get('hidden'));
    const cells = each(p.get('batch'), (b) => b).map((b) => sequence({ p, operands, gates }, next, b, y));
    return { y, yh: Float32Array.from(cells.flatMap((cell) => cell.h)), yc: Float32Array.from(cells.flatMap((cell) => cell.c)) };
  };
}

export const RECURRENT_REFERENCES = { rnn_f32: layerReference(1, rnn), gru_f32: layerReference(3, gru), lstm_f32: layerReference(4, lstm) };
