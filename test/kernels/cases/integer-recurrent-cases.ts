// Integer recurrent layers: sizes around the block of four rows, saturated sums, states of a previous run, lengths, both directions, each output by itself.
import { GATE_TABLES } from '../../../src/numeric/gate-tables.ts';
import { type KernelCase, type Operands, channelRequant, floatData, int8Data } from './kernel-case.ts';

interface Layer {
  readonly kernel: 'rnn_s8' | 'gru_s8' | 'lstm_s8';
  readonly gates: number;
}

interface Shape {
  readonly steps: number;
  readonly batch: number;
  readonly hidden: number;
  readonly inputs: number;
}

interface Options {
  readonly states?: boolean;
  readonly reverse?: boolean;
  readonly batchFirst?: boolean;
  readonly lens?: readonly number[];
  readonly linear?: boolean;
  readonly fraction?: number;
  readonly outputs?: readonly string[];
  /** Whether inputs come in float. */
  readonly real?: boolean;
  /** How far sums reach beyond the int8 range, for which the tables of the cases are made. */
  readonly gain?: number;
}

function layerCase({ kernel, gates }: Layer, name: string, shape: Shape, options: Options = {}): KernelCase {
  const { steps, batch, hidden, inputs } = shape;
  const { states = false, outputs = ['y', 'yh', 'state', 'yc'], lens, gain = 60, real = false } = options;
  const rows = gates * hidden;
  const [x, h] = [channelRequant(rows, inputs * (real ? 64 : 1), 31, real ? gain / 8 : gain), channelRequant(rows, hidden, 32, gain)];
  const output = <T>(key: string, made: T): T | null => (outputs.includes(key) ? made : null);
  const isLstm = kernel === 'lstm_s8';
  const operands: Operands = {
    x: real ? null : int8Data(steps * batch * inputs, 33), real: real ? floatData(steps * batch * inputs, 33, 1.1) : null, w: int8Data(rows * inputs, 34, -127), r: int8Data(rows * hidden, 35, -127),
    requant: Int32Array.of(...x.table, ...h.table), tables: GATE_TABLES, h0: states ? floatData(batch * hidden, 36, 1.2) : null,
    ...(isLstm ? { c0: states ? floatData(batch * hidden, 37, 20) : null, yc: output('yc', new Float32Array(batch * hidden)) } : {}),
    lens: lens ? Int32Array.from(lens) : null, y: output('y', new Int8Array(steps * batch * hidden)), yh: output('yh', new Int8Array(batch * hidden)), state: output('state', new Float32Array(batch * hidden)),
  };
  const order = options.batchFirst ? { step_rows: 1, batch_rows: steps } : { step_rows: batch, batch_rows: 1 };
  const own = { inverse_scale: 8191, linear_before_reset: Number(options.linear ?? false), cell_fraction: options.fraction ?? 11 };
  return { name, kernel, operands, params: { ...shape, ...order, reverse: Number(options.reverse ?? false), pre_shift_x: x.preShift, pre_shift_h: h.preShift, ...own } };
}

function casesOf(layer: Layer): KernelCase[] {
  const shape = { steps: 3, batch: 2, hidden: 6, inputs: 5 };
  return [
    ...[1, 3, 4, 5, 8].map((hidden) => layerCase(layer, `${hidden} wide`, { ...shape, hidden, inputs: hidden + 1 })),
    layerCase(layer, 'saturated', shape, { gain: 1000, states: true }),
    layerCase(layer, 'small sums', { ...shape, steps: 9 }, { gain: 8 }),
    layerCase(layer, 'float inputs', shape, { real: true }),
    layerCase(layer, 'states', shape, { states: true, linear: true, fraction: 12 }),
    layerCase(layer, 'sequences first, backwards', shape, { batchFirst: true, reverse: true, fraction: 15, linear: true }),
    layerCase(layer, 'lengths', { ...shape, batch: 4 }, { lens: [2, 0, 3, 7], states: true, fraction: 13 }),
    layerCase(layer, 'all states only', shape, { outputs: ['y'] }),
    layerCase(layer, 'last state only', shape, { outputs: ['yh'], reverse: true }),
  ];
}

export const INTEGER_RECURRENT_CASES: readonly KernelCase[] = [
  ...casesOf({ kernel: 'rnn_s8', gates: 1 }), ...casesOf({ kernel: 'gru_s8', gates: 3 }), ...casesOf({ kernel: 'lstm_s8', gates: 4 }),
];
