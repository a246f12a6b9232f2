// Recurrent layers: sizes around the block of eight sums, both orders of steps and sequences, both directions, lengths, initial states, each function,
// and each output by itself.
import { type KernelCase, type Operands, floatData } from './kernel-case.ts';

const CLIP_MAX = 3.4028234663852886e38;

interface Layer {
  readonly kernel: 'rnn_f32' | 'gru_f32' | 'lstm_f32';
  readonly gates: number;
  readonly functions: readonly string[];
}

const LAYERS: readonly Layer[] = [
  { kernel: 'rnn_f32', gates: 1, functions: ['f'] },
  { kernel: 'gru_f32', gates: 3, functions: ['f', 'g'] },
  { kernel: 'lstm_f32', gates: 4, functions: ['f', 'g', 'h'] },
];

interface Shape {
  readonly steps: number;
  readonly batch: number;
  readonly hidden: number;
}

interface Options {
  readonly batchFirst?: boolean;
  readonly reverse?: boolean;
  readonly states?: boolean;
  readonly lens?: readonly number[];
  readonly functions?: readonly number[];
  readonly clip?: number;
  /** input_forget, linear_before_reset. */
  readonly switched?: boolean;
  readonly outputs?: readonly string[];
}

function operandsOf({ kernel, gates }: Layer, { steps, batch, hidden }: Shape, { states = false, lens, outputs = ['y', 'yh', 'yc'] }: Options): Operands {
  const state = (seed: number): Float32Array | null => (states ? floatData(batch * hidden, seed, 0.8) : null);
  const output = (name: string, length: number): Float32Array | null => (outputs.includes(name) ? new Float32Array(length) : null);
  return {
    x: floatData(steps * batch * gates * hidden, 11, 1.5), r: floatData(hidden * gates * hidden, 12, 1 / Math.sqrt(hidden)), h0: state(13),
    lens: lens ? Int32Array.from(lens) : null,
    ...(kernel === 'lstm_f32' ? { c0: state(14), peephole: states ? floatData(3 * hidden, 15, 0.5) : null, yc: output('yc', batch * hidden) } : {}),
    ...(kernel === 'gru_f32' ? { bias: states ? floatData(hidden, 16, 0.5) : null } : {}),
    y: output('y', steps * batch * hidden), yh: output('yh', batch * hidden),
  };
}

function layerCase(layer: Layer, name: string, shape: Shape, options: Options = {}): KernelCase {
  const { batchFirst = false, reverse = false, functions = [0, 1, 1], clip = CLIP_MAX, switched = false } = options;
  const rows = batchFirst ? { step_rows: 1, batch_rows: shape.steps } : { step_rows: shape.batch, batch_rows: 1 };
  const chosen = layer.kernel === 'rnn_f32' && !options.functions ? [1] : functions;
  const params = Object.assign({}, ...layer.functions.map((f, i) => ({ [f]: chosen[i] ?? 0, [`${f}_alpha`]: 0.75, [`${f}_beta`]: 0.375 })));
  return {
    name, kernel: layer.kernel, operands: operandsOf(layer, shape, options),
    params: { ...shape, ...rows, reverse: Number(reverse), clip, input_forget: Number(switched), linear_before_reset: Number(switched), ...params },
  };
}

/** Every function of a layer, each in each place. */
function functionCases(layer: Layer): KernelCase[] {
  return Array.from({ length: 11 }, (_unused, kind) => layerCase(layer, `function ${kind}`, { steps: 2, batch: 1, hidden: 5 }, { functions: [kind, (kind + 4) % 11, (kind + 7) % 11], clip: 1.25 }));
}

function casesOf(layer: Layer): KernelCase[] {
  const shape = { steps: 3, batch: 2, hidden: 9 };
  return [
    ...[1, 2, 7, 8, 9, 16, 17].map((hidden) => layerCase(layer, `${hidden} wide`, { steps: 2, batch: 1, hidden })),
    layerCase(layer, 'states', shape, { states: true }),
    layerCase(layer, 'states, sequences first, backwards', shape, { states: true, batchFirst: true, reverse: true, switched: true }),
    layerCase(layer, 'lengths', { ...shape, batch: 4 }, { lens: [2, 0, 3, 9], states: true }),
    layerCase(layer, 'lengths backwards', { ...shape, batch: 4 }, { lens: [1, 3, -1, 2], reverse: true, switched: true }),
    layerCase(layer, 'all states only', shape, { outputs: ['y'] }),
    layerCase(layer, 'last state only', shape, { outputs: ['yh'], lens: [3, 1] }),
    ...functionCases(layer),
  ];
}

export const RECURRENT_CASES: readonly KernelCase[] = LAYERS.flatMap(casesOf);
