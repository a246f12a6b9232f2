// Reference of recurrent layers, in both forms (recurrent.ts): every step from its definition, in double precision.
import { invariant } from '../../diagnostics/diagnostic.ts';
import { type Tensor, elementCount, makeTensor, toNumbers } from '../../ir/tensor.ts';
import type { ReferenceContext } from '../op-def.ts';
import { activate } from './activation.ts';
import { type Extent, type RecurrentAttrs, type RecurrentKind, extentOf } from './recurrent.ts';

export interface State {
  readonly h: readonly number[];
  readonly c: readonly number[];
}

/** One step of one sequence. */
export interface Step {
  /** Projected inputs of all gates, biases included. */
  readonly x: readonly number[];
  readonly before: State;
  /** `vector` times the recurrent weights of gate `gate`. */
  times(vector: readonly number[], gate: number): number[];
  readonly extra: readonly number[] | null;
  /** The functions f, g, h behind the clip, and h without it. */
  readonly f: (x: number) => number;
  readonly g: (x: number) => number;
  readonly h: (x: number) => number;
  readonly attrs: RecurrentAttrs;
}

export type Cell = (step: Step) => State;

interface Direction {
  readonly attrs: RecurrentAttrs;
  readonly reverse: boolean;
  /** [row][gates * hidden]. */
  readonly x: readonly number[];
  /** [hidden][gates * hidden]. */
  readonly r: readonly number[];
  readonly extra: readonly number[] | null;
  readonly start: readonly State[];
}

function transposed(values: readonly number[], rows: number): number[] {
  const columns = values.length / rows;
  return values.map((_, i) => values[(i % rows) * columns + Math.floor(i / rows)] ?? 0);
}

function project(x: readonly number[], w: readonly number[], b: readonly number[]): number[] {
  const width = b.length;
  const depth = w.length / width;
  return Array.from({ length: (x.length / depth) * width }, (_, i) => {
    const row = Math.floor(i / width) * depth;
    let sum = b[i % width] ?? 0;
    for (let k = 0; k < depth; k++) sum += (x[row + k] ?? 0) * (w[(i % width) * depth + k] ?? 0);
    return sum;
  });
}

function clipped(attrs: RecurrentAttrs, index: number): (x: number) => number {
  const activation = attrs.activations[index] ?? { kind: 'Tanh', alpha: 0, beta: 0 };
  return (x) => activate(activation, index === 2 ? x : Math.max(-attrs.clip, Math.min(attrs.clip, x)));
}

function stepOf({ attrs, x, r, extra }: Direction, row: number, before: State): Step {
  const width = r.length / attrs.hidden;
  const times = (vector: readonly number[], gate: number): number[] =>
    Array.from({ length: attrs.hidden }, (_, j) => vector.reduce((sum, v, k) => sum + v * (r[k * width + gate * attrs.hidden + j] ?? 0), 0));
  return { x: x.slice(row * width, (row + 1) * width), before, times, extra, f: clipped(attrs, 0), g: clipped(attrs, 1), h: clipped(attrs, 2), attrs };
}

interface Run {
  /** [row][hidden]. */
  readonly y: number[];
  readonly last: readonly State[];
}

function run(direction: Direction, cell: Cell, extent: Extent, lens: readonly number[] | null): Run {
  const { attrs } = direction;
  const y = new Array<number>(extent.steps * extent.batch * attrs.hidden).fill(0);
  const last = direction.start.map((start, b) => {
    const length = Math.max(0, Math.min(extent.steps, lens?.[b] ?? extent.steps));
    let state = start;
    for (let s = 0; s < length; s++) {
      const t = direction.reverse ? length - 1 - s : s;
      const row = attrs.batchFirst ? b * extent.steps + t : t * extent.batch + b;
      state = cell(stepOf(direction, row, state));
      state.h.forEach((v, i) => (y[row * attrs.hidden + i] = v));
    }
    return state;
  });
  return { y, last };
}

interface Given {
  readonly attrs: RecurrentAttrs;
  readonly kind: RecurrentKind;
  readonly extent: Extent;
  readonly part: (index: number, direction: number, count: number) => number[] | null;
}

/** [batch] states of direction d; in layout 1 sequences are outer. */
function starts({ attrs, extent, part }: Given, d: number): State[] {
  const count = attrs.directions.length;
  const states = (index: number): number[][] => Array.from({ length: extent.batch }, (_, b) => {
    const row = attrs.batchFirst ? b * count + d : d * extent.batch + b;
    return part(index, row, extent.batch * count) ?? new Array<number>(attrs.hidden).fill(0);
  });
  const [h, c] = attrs.form === 'onnx' ? [states(5), states(6)] : [states(6), states(7)];
  return (h ?? []).map((row, b) => ({ h: row, c: c?.[b] ?? [] }));
}

function directionOf(given: Given, x: readonly number[], d: number): Direction {
  const { attrs, kind, part } = given;
  const width = kind.gates * attrs.hidden;
  const perDirection = attrs.activations.length / attrs.directions.length;
  const own = { ...attrs, activations: attrs.activations.slice(d * perDirection, (d + 1) * perDirection) };
  const common = { attrs: own, reverse: attrs.directions[d] === 'reverse', start: starts(given, d) };
  if (attrs.form !== 'onnx') {
    const b = part(2, 0, 1) ?? new Array<number>(width).fill(0);
    return { ...common, x: attrs.form === 'projected' ? x : project(x, part(1, 0, 1) ?? [], b), r: part(3, 0, 1) ?? [], extra: part(4, 0, 1) };
  }
  const count = attrs.directions.length;
  const biases = part(3, d, count) ?? new Array<number>(2 * width).fill(0);
  const apart = attrs.linearBeforeReset ? 2 * attrs.hidden : width;
  const b = biases.slice(0, width).map((v, i) => v + (i < apart ? (biases[width + i] ?? 0) : 0));
  const extra = attrs.linearBeforeReset ? biases.slice(width + apart) : kind.op === 'LSTM' ? part(7, d, count) : null;
  return { ...common, x: project(x, part(1, d, count) ?? [], b), r: transposed(part(2, d, count) ?? [], width), extra };
}

/** Position of (row, direction) among the rows of `y` or of a state. */
function placed({ attrs, extent }: Pick<Given, 'attrs' | 'extent'>, output: string, row: number, d: number): number {
  const count = attrs.directions.length;
  if (attrs.batchFirst) return row * count + d;
  return output === 'y' ? (Math.floor(row / extent.batch) * count + d) * extent.batch + (row % extent.batch) : d * extent.batch + row;
}

/** All outputs that the node has, in the order of `attrs.outputs`. */
export function recurrentReference({ attrs, inputs, outputs }: ReferenceContext<RecurrentAttrs>, kind: RecurrentKind, cell: Cell): Tensor[] {
  const values = inputs.map((t) => (t ? toNumbers(t) : null));
  const [x] = inputs;
  invariant(!!x, 'a recurrent layer has an input');
  const extent = extentOf(attrs, x);
  const part = (index: number, which: number, count: number): number[] | null => {
    const all = values[index];
    return all ? all.slice((which * all.length) / count, ((which + 1) * all.length) / count) : null;
  };
  const given: Given = { attrs, kind, extent, part };
  const lens = values[attrs.form === 'onnx' ? 4 : 5] ?? null;
  const runs = attrs.directions.map((_, d) => run(directionOf(given, values[0] ?? [], d), cell, extent, lens));
  return attrs.outputs.slice(0, outputs.length).map((output, i) => {
    const type = outputs[i] ?? x;
    const data = new Float32Array(elementCount(type.shape));
    runs.forEach(({ y, last }, d) => {
      const rows = output === 'y' ? y : last.flatMap((s) => (output === 'yh' ? s.h : s.c));
      rows.forEach((v, at) => (data[placed(given, output, Math.floor(at / attrs.hidden), d) * attrs.hidden + (at % attrs.hidden)] = v));
    });
    return makeTensor('f32', type.shape, data);
  });
}
