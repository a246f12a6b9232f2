// Models of one LSTM, GRU or RNN with constant or computed weights, as ONNX Runtime and the compiler take them.
import { type Tensor, elementCount, makeTensor } from '../../src/ir/tensor.ts';
import { randomFloats } from './graph-builder.ts';
import type { Attribute, GraphSpec, Port } from './model-builder.ts';

const GATES = { LSTM: 4, GRU: 3, RNN: 1 } as const;

export interface RecurrentSpec {
  readonly op: 'LSTM' | 'GRU' | 'RNN';
  readonly attrs?: Readonly<Record<string, Attribute>>;
  readonly bias?: boolean;
  readonly states?: boolean;
  readonly peepholes?: boolean;
  readonly lens?: readonly number[];
  /** By position; '' is absent. All by default. */
  readonly outputs?: readonly string[];
  /** Whether weights are inputs of the model. */
  readonly computed?: boolean;
}

const STEPS = 4;
const BATCH = 2;
const INPUT = 3;
export const HIDDEN = 5;

function floats(shape: readonly number[], seed: number): Tensor {
  return makeTensor('f32', shape, randomFloats(elementCount(shape), seed).map((v) => v * 0.7));
}

/** Sizes are fixed: 4 steps, 2 sequences, 3 inputs, 5 states. */
export function recurrentModel(spec: RecurrentSpec): GraphSpec {
  const { op, attrs = {}, bias = true, states = false, peepholes = false, lens, computed = false } = spec;
  const d = attrs['direction'] === 'bidirectional' ? 2 : 1;
  const width = GATES[op] * HIDDEN;
  const batchFirst = attrs['layout'] === 1;
  const state = batchFirst ? [BATCH, d, HIDDEN] : [d, BATCH, HIDDEN];
  const weights: Record<string, Tensor> = { W: floats([d, width, INPUT], 21), R: floats([d, width, HIDDEN], 22), ...(bias ? { B: floats([d, 2 * width], 23) } : {}), ...(peepholes ? { P: floats([d, 3 * HIDDEN], 24) } : {}) };
  const stateNames = states ? (op === 'LSTM' ? ['h0', 'c0'] : ['h0']) : [];
  const named = (name: string, present: boolean): string => (present ? name : '');
  const inputs = ['X', 'W', 'R', named('B', bias), named('lens', lens !== undefined), named('h0', states), ...(op === 'LSTM' ? [named('c0', states), named('P', peepholes)] : [])];
  const outputs = spec.outputs ?? (op === 'LSTM' ? ['Y', 'Y_h', 'Y_c'] : ['Y', 'Y_h']);
  const ports: Port[] = [{ name: 'X', shape: batchFirst ? [BATCH, STEPS, INPUT] : [STEPS, BATCH, INPUT] }, ...stateNames.map((name) => ({ name, shape: state }))];
  return {
    nodes: [{ op, inputs: inputs.slice(0, inputs.findLastIndex((n) => n !== '') + 1), outputs, attrs: { hidden_size: HIDDEN, ...attrs } }],
    inputs: [...ports, ...(computed ? Object.entries(weights).map(([name, { shape }]) => ({ name, shape })) : [])],
    outputs: outputs.filter((name) => name !== '').map((name) => ({ name })),
    constants: { ...(computed ? {} : weights), ...(lens ? { lens: makeTensor('i32', [BATCH], Int32Array.from(lens)) } : {}) },
  };
}
