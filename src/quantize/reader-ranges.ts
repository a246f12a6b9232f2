// Chooses ranges by the error at the outputs of the units that read a tensor, after their activation functions: what a reader's filters weigh little or
// its ReLU cuts off may be clipped, and the finer step helps all the rest. Errors are reckoned on sampled patches of the float inference:
//   rounding  step^2 / 12 * sum of W^2 over the elements that are not zero, where the output is between its limits
//   clipping  (f(y + W d) - f(y))^2 with d what is cut off
import type { Patches } from '../execute/patches.ts';
import { type Graph, type Node, type ValueId, shapeOf, usesOf, valueOf } from '../ir/graph.ts';
import { type OpRegistry, contextOf, opOf } from '../ops/registry.ts';
import { type Filters, filtersOf, inputChannel } from './filters.ts';
import type { Range, Ranges } from './scales.ts';

/** Ends that are tried, as shares of those at the start. */
const SHARES = [1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5, 0.45, 0.4];
/** Clipping errors of the samples count this much: others may have larger ones. */
const CLIPPING_WEIGHT = 3;
/** Most rows and outputs of a unit that are looked at. */
const MOST_ROWS = 192;
const MOST_OUTPUTS = 48;

export interface ReaderSource {
  readonly registry: OpRegistry;
  readonly patches: ReadonlyMap<string, Patches>;
  readonly keys: ReadonlyMap<ValueId, string>;
  /** Factors of the channels of values since the patches were taken. */
  readonly factors: ReadonlyMap<ValueId, Float64Array>;
  /** Values that are not what was sampled. */
  readonly unseen: ReadonlySet<ValueId>;
  /** Samples that the choice shall not know. */
  readonly heldOut?: ReadonlySet<number>;
}

/** One element of a patch. */
interface Element {
  readonly column: number;
  readonly value: number;
}

/** One output channel of a reader, over the sampled rows. */
interface Row {
  /** Columns of the filter, and where they begin in a patch. */
  readonly first: number;
  readonly weights: Float64Array;
  /** Outputs before the activation function. */
  readonly y: Float64Array;
}

interface Reader {
  readonly outputs: readonly Row[];
  /** Elements of each row that any range that is tried may cut off, as the input is scaled now. */
  readonly extremes: readonly (readonly Element[])[];
  readonly clamp: { readonly min: number; readonly max: number };
  /** Rounding error at the outputs for a step of 1. */
  readonly rounding: number;
  readonly signal: number;
}

export function readerRanges(graph: Graph, ranges: Ranges, source: ReaderSource): Ranges {
  const result = new Map(ranges);
  const { readers } = usesOf(graph);
  for (const [id, range] of ranges) {
    if (source.unseen.has(id)) continue;
    const found = (readers.get(id) ?? []).flatMap((node) => readerOf({ graph, node, input: id, range }, source) ?? []);
    if (found.length > 0) result.set(id, bestRange(range, found));
  }
  return throughMoves(graph, result, source.registry);
}

/** What only an operator reads that moves elements has the range of what comes out. */
function throughMoves(graph: Graph, ranges: Map<ValueId, Range>, registry: OpRegistry): Ranges {
  const { readers } = usesOf(graph);
  for (const node of [...graph.nodes].reverse()) {
    const roles = opOf(registry, node).quant?.roles(contextOf(graph, node));
    const moves = roles !== undefined && [...roles.inputs, ...roles.outputs].every((r) => r === null || r.kind === 'shared');
    const range = ranges.get(node.outputs[0] ?? '');
    if (!moves || range === undefined) continue;
    for (const id of node.inputs) if (id !== null && readers.get(id)?.length === 1 && ranges.has(id) && !graph.outputs.includes(id)) ranges.set(id, range);
  }
  return ranges;
}

function readerOf({ graph, node, input, range }: { graph: Graph; node: Node; input: ValueId; range: Range }, source: ReaderSource): Reader | null {
  const roles = opOf(source.registry, node).quant?.roles(contextOf(graph, node)).inputs ?? [];
  const index = roles.findIndex((r) => r?.kind === 'weight');
  const role = roles[index];
  const patches = source.patches.get(source.keys.get(node.outputs[0] ?? '') ?? '');
  if (role?.kind !== 'weight' || patches === undefined || node.inputs[roles.findIndex((r) => r?.kind === 'activation')] !== input) return null;
  const weights = valueOf(graph, node.inputs[index] ?? '');
  const bias = valueOf(graph, node.inputs[roles.findIndex((r) => r?.kind === 'bias')] ?? node.inputs[index] ?? '').data;
  if (!(weights.data instanceof Float32Array)) return null;
  const filters = filtersOf(weights.data, shapeOf(weights)[0] ?? 1, role);
  const clamp = { min: node.clamp?.min ?? -Infinity, max: node.clamp?.max ?? Infinity };
  const rows = some(Array.from(patches.samples.keys()).filter((row) => source.heldOut?.has(patches.samples[row] ?? -1) !== true), MOST_ROWS);
  const x = scaledRows(patches, rows, { taps: filters.taps, factors: source.factors.get(input) });
  return measured({ filters, bias: roles.some((r) => r?.kind === 'bias') && bias instanceof Float32Array ? bias : null, clamp, range }, { x, rows: rows.length, columns: patches.columns });
}

/** Evenly spaced elements, at most `most`. */
function some(list: readonly number[], most: number): number[] {
  const taken = Math.min(list.length, most);
  return Array.from({ length: taken }, (_, i) => list[Math.floor((i * list.length) / taken)] ?? 0);
}

/** Patches as the input is scaled now, [rows][columns]. */
interface Rows {
  readonly x: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

function scaledRows({ data, columns }: Patches, rows: readonly number[], { taps, factors }: { taps: number; factors: Float64Array | undefined }): Float64Array {
  const x = new Float64Array(rows.length * columns);
  const scale = Float64Array.from({ length: columns }, (_, c) => factors?.[Math.floor(c / taps) % factors.length] ?? 1);
  rows.forEach((from, r) => {
    for (let c = 0; c < columns; c++) x[r * columns + c] = (data[from * columns + c] ?? 0) * (scale[c] ?? 1);
  });
  return x;
}

/** Share of the rows in which each column is not zero. */
function presence({ x, rows, columns }: Rows): Float64Array {
  const present = new Float64Array(columns);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) if (x[r * columns + c] !== 0) present[c] = (present[c] ?? 0) + 1 / rows;
  return present;
}

function extremesOf({ x, rows, columns }: Rows, range: Range): Element[][] {
  const least = SHARES.at(-1) ?? 0;
  const [low, high] = [least * range.min, least * range.max];
  return Array.from({ length: rows }, (_, r) => {
    const found: Element[] = [];
    for (let column = 0; column < columns; column++) {
      const value = x[r * columns + column] ?? 0;
      if (value > high || value < low) found.push({ column, value });
    }
    return found;
  });
}

/** Outputs of one filter before the activation function, one for each row. */
function products({ x, rows, columns }: Rows, weights: Float64Array, first: number, bias: number): Float64Array {
  const y = new Float64Array(rows);
  for (let r = 0; r < rows; r++) {
    const from = r * columns + first;
    let sum = bias;
    for (let c = 0; c < weights.length; c++) sum += (weights[c] ?? 0) * (x[from + c] ?? 0);
    y[r] = sum;
  }
  return y;
}

function measured(unit: { filters: Filters; bias: Float32Array | null; clamp: Reader['clamp']; range: Range }, rows: Rows): Reader {
  const { filters: f, bias, clamp, range } = unit;
  const width = f.inner * f.taps;
  const present = presence(rows);
  let [rounding, signal] = [0, 0];
  const outputs = some(Array.from({ length: f.outputs }, (_, o) => o), f.groups > 1 ? f.outputs : MOST_OUTPUTS).map((o): Row => {
    const first = inputChannel(f, o, 0, Infinity) * f.taps;
    const weights = Float64Array.from(f.weights.subarray(o * width, (o + 1) * width));
    const y = products(rows, weights, first, bias?.[o] ?? 0);
    const energy = weights.reduce((sum, w, c) => sum + w * w * (present[first + c] ?? 0), 0);
    const active = y.reduce((n, v) => n + (v > clamp.min && v < clamp.max ? 1 : 0), 0);
    rounding += (energy * active) / 12;
    signal += y.reduce((sum, v) => sum + Math.min(clamp.max, Math.max(clamp.min, v)) ** 2, 0);
    return { first, weights, y };
  });
  return { outputs, extremes: extremesOf(rows, range), clamp, rounding, signal };
}

/** Error at the reader's outputs over their signal. */
function errorOf(reader: Reader, range: Range): number {
  const { outputs, extremes, clamp } = reader;
  const f = (v: number): number => Math.min(clamp.max, Math.max(clamp.min, v));
  let clipping = 0;
  extremes.forEach((row, r) => {
    const cut = row.flatMap(({ column, value: v }) => (v > range.max || v < range.min ? [{ at: column, by: (v > range.max ? range.max : range.min) - v }] : []));
    if (cut.length === 0) return;
    for (const { first, weights, y } of outputs) {
      let d = 0;
      for (const { at, by } of cut) if (at >= first && at < first + weights.length) d += (weights[at - first] ?? 0) * by;
      const own = y[r] ?? 0;
      clipping += (f(own + d) - f(own)) ** 2;
    }
  });
  const step = (range.max - range.min) / 255;
  return reader.signal === 0 ? 0 : (reader.rounding * step * step + CLIPPING_WEIGHT * clipping) / reader.signal;
}

/** The range of least error summed over the readers; the ends are tried together, then each by itself. */
function bestRange(range: Range, readers: readonly Reader[]): Range {
  let best = { range, error: Infinity };
  const attempt = (tried: Range): void => {
    const error = readers.reduce((sum, reader) => sum + errorOf(reader, tried), 0);
    if (error < best.error) best = { range: tried, error };
  };
  for (const share of SHARES) attempt({ min: range.min * share, max: range.max * share });
  if (range.min === 0 || range.max === 0) return best.range;
  const { min } = best.range;
  for (const share of SHARES) attempt({ min, max: range.max * share });
  const { max } = best.range;
  for (const share of SHARES) attempt({ min: range.min * share, max });
  return best.range;
}
