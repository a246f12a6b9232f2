// Integer recurrent layers, bit by bit as runtime-c/internal/recurrent_s8.h states them, one element after the other.
import type { TensorData } from '../../../src/ir/dtype.ts';
import { mulHigh } from '../../../src/numeric/fixed-point.ts';
import { quantizeF32 } from '../../../src/numeric/rounding.ts';
import type { Operands } from '../cases/kernel-case.ts';
import type { Params } from './kernel-references.ts';

const at = (data: TensorData | null | undefined, index: number): number => Number(data?.[index] ?? 0);
const clampTo = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));
const s16 = (value: number): number => clampTo(value, -32768, 32767);
const to7 = (value: number, fraction: number): number => clampTo((value + (1 << (fraction - 8))) >> (fraction - 7), -128, 127);

interface Layer {
  readonly p: Params;
  readonly operands: Operands;
  readonly gates: number;
}

interface State {
  readonly h: readonly number[];
  readonly c: readonly number[];
}

function table(operands: Operands, which: 0 | 1, x: number): number {
  const place = clampTo(x, -8192, 8191) + 8192;
  const low = at(operands['tables'], 257 * which + (place >> 6));
  const high = at(operands['tables'], 257 * which + (place >> 6) + 1);
  return low + (((high - low) * (place & 63) + 32) >> 6);
}

const sigmoid = (o: Operands, x: number): number => table(o, 0, x);
const tanh = (o: Operands, x: number): number => table(o, 1, x);

/** Row of w or r times a vector, with 10 fractional bits. */
function sum({ p, operands, gates }: Layer, which: 'w' | 'r', row: number, vector: (i: number) => number): number {
  const length = p.get(which === 'w' ? 'inputs' : 'hidden');
  const entry = 3 * ((which === 'w' ? 0 : gates * p.get('hidden')) + row);
  let acc = at(operands['requant'], entry);
  for (let i = 0; i < length; i++) acc += at(operands[which], row * length + i) * vector(i);
  const shift = at(operands['requant'], entry + 2);
  return s16((mulHigh(acc << p.get(which === 'w' ? 'pre_shift_x' : 'pre_shift_h'), at(operands['requant'], entry + 1)) + (1 << (shift - 1))) >> shift);
}

function each(count: number, compute: (i: number) => number): number[] {
  return Array.from({ length: count }, (_unused, i) => compute(i));
}

type Next = (layer: Layer, row: number, before: State) => State;

const x = (layer: Layer, row: number, gate: number, i: number): number =>
  sum(layer, 'w', gate * layer.p.get('hidden') + i, (k) => {
    const { real, x: stored } = layer.operands;
    const place = row * layer.p.get('inputs') + k;
    return real ? fixed(at(real, place), layer.p.get('inverse_scale'), -8191, 8191) : at(stored, place);
  });
const recurrent = (layer: Layer, h: readonly number[], gate: number, i: number): number => sum(layer, 'r', gate * layer.p.get('hidden') + i, (k) => h[k] ?? 0);

const rnn: Next = (layer, row, { h }) => ({ h: each(h.length, (i) => to7(tanh(layer.operands, x(layer, row, 0, i) + recurrent(layer, h, 0, i)), 15)), c: [] });

const gru: Next = (layer, row, { h }) => {
  const o = layer.operands;
  const rounded = h.map((v) => to7(v, 15));
  const [z, r] = [0, 1].map((gate) => each(h.length, (i) => sigmoid(o, x(layer, row, gate, i) + recurrent(layer, rounded, gate, i))));
  const reset = h.map((v, i) => to7((r?.[i] ?? 0) * v, 30));
  const linear = (i: number): number => (layer.p.get('linear_before_reset') ? ((r?.[i] ?? 0) * recurrent(layer, rounded, 2, i) + (1 << 14)) >> 15 : recurrent(layer, reset, 2, i));
  const candidate = each(h.length, (i) => tanh(o, x(layer, row, 2, i) + linear(i)));
  return { h: h.map((v, i) => s16(((z?.[i] ?? 0) * v + (32768 - (z?.[i] ?? 0)) * (candidate[i] ?? 0) + (1 << 14)) >> 15)), c: [] };
};

const lstm: Next = (layer, row, { h, c }) => {
  const o = layer.operands;
  const fraction = layer.p.get('cell_fraction');
  const gate = (g: number, i: number): number => x(layer, row, g, i) + recurrent(layer, h, g, i);
  const cell = c.map((v, i) => {
    const product = (sigmoid(o, gate(0, i)) * tanh(o, gate(3, i))) >> (15 - fraction);
    return s16((sigmoid(o, gate(2, i)) * v + product + (1 << 14)) >> 15);
  });
  const place = (v: number): number => (v + (1 << (fraction - 11))) >> (fraction - 10);
  return { h: cell.map((v, i) => to7(sigmoid(o, gate(1, i)) * tanh(o, place(v)), 30)), c: cell };
};

/** Nearest multiple of 1 / scale, as the conversion to int8 rounds. */
function fixed(real: number, scale: number, low: number, high: number): number {
  const value = Math.fround(real * Math.fround(scale));
  const near = Math.abs(value) < 2 ** 20 ? value - Math.floor(value) : 0;
  const even = near === 0.5 ? 2 * Math.round(value / 2) : Math.round(value);
  return Number.isNaN(value) ? quantizeF32(NaN, 1, 0) : clampTo(even, low, high);
}

function layerReference(gates: number, next: Next, hScale: number): (p: Params, operands: Operands) => Readonly<Record<string, TensorData>> {
  return (p, operands) => {
    const [steps, batch, hidden] = [p.get('steps'), p.get('batch'), p.get('hidden')];
    const cScale = 2 ** p.get('cell_fraction');
    const y = new Int8Array(steps * batch * hidden);
    const stored = (h: readonly number[]): number[] => h.map((v) => (hScale === 128 ? v : to7(v, 15)));
    const last = each(batch, (b) => b).map((b) => {
      const length = operands['lens'] ? clampTo(at(operands['lens'], b), 0, steps) : steps;
      let state: State = {
        h: each(hidden, (i) => fixed(at(operands['h0'], b * hidden + i), hScale, -hScale, hScale - 1)),
        c: each(gates === 4 ? hidden : 0, (i) => fixed(at(operands['c0'], b * hidden + i), cScale, -32768, 32767)),
      };
      for (let s = 0; s < length; s++) {
        const row = (p.get('reverse') ? length - 1 - s : s) * p.get('step_rows') + b * p.get('batch_rows');
        state = next({ p, operands, gates }, row, state);
        y.set(stored(state.h), row * hidden);
      }
      return state;
    });
    return {
      y, yh: Int8Array.from(last.flatMap((s) => stored(s.h))), state: Float32Array.from(last.flatMap((s) => s.h.map((v) => v / hScale))),
      yc: Float32Array.from(last.flatMap((s) => s.c.map((v) => v / cScale))),
    };
  };
}

export const INTEGER_RECURRENT_REFERENCES = { rnn_s8: layerReference(1, rnn, 128), gru_s8: layerReference(3, gru, 32768), lstm_s8: layerReference(4, lstm, 128) };
