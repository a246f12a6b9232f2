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
  /** [rows][columns], as the input is scaled now. */
  readonly x: Float64Array;
  readonly rows: number;
  readonly columns: number;
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
    const found = (readers.get(id) ?? []).flatMap((node) => readerOf(graph, node, id, source) ?? []);
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

function readerOf(graph: Graph, node: Node, input: ValueId, source: ReaderSource): Reader | null {
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
  return measured({ filters, bias: roles.some((r) => r?.kind === 'bias') && bias instanceof Float32Array ? bias : null, clamp }, patches, source.factors.get(input));
}

/** Evenly spaced indices, at most `most` of `count`. */
function some(count: number, most: number): number[] {
  const taken = Math.min(count, most);
  return Array.from({ length: taken }, (_, i) => Math.floor((i * count) / taken));
}

function measured(unit: { filters: Filters; bias: Float32Array | null; clamp: Reader['clamp'] }, patches: Patches, factors: Float64Array | undefined): Reader {
  const { filters: f, bias, clamp } = unit;
  const picked = some(patches.rows, MOST_ROWS);
  const [rows, columns] = [picked.length, patches.columns];
  const x = new Float64Array(rows * columns);
  picked.forEach((from, r) => {
    for (let c = 0; c < columns; c++) x[r * columns + c] = (patches.data[from * columns + c] ?? 0) * (factors?.[Math.floor(c / f.taps) % factors.length] ?? 1);
  });
  const width = f.inner * f.taps;
  const present = Float64Array.from({ length: columns }, (_, c) => picked.reduce((n, _row, r) => n + (x[r * columns + c] === 0 ? 0 : 1), 0) / Math.max(1, rows));
  let [rounding, signal] = [0, 0];
  const outputs = some(f.outputs, f.groups > 1 ? f.outputs : MOST_OUTPUTS).map((o): Row => {
    const first = inputChannel(f, o, 0, Infinity) * f.taps;
    const weights = Float64Array.from(f.weights.subarray(o * width, (o + 1) * width));
    const y = Float64Array.from({ length: rows }, (_, r) => weights.reduce((sum, w, c) => sum + w * (x[r * columns + first + c] ?? 0), bias?.[o] ?? 0));
    const energy = weights.reduce((sum, w, c) => sum + w * w * (present[first + c] ?? 0), 0);
    const active = y.reduce((n, v) => n + (v > clamp.min && v < clamp.max ? 1 : 0), 0);
    rounding += (energy * active) / 12;
    signal += y.reduce((sum, v) => sum + Math.min(clamp.max, Math.max(clamp.min, v)) ** 2, 0);
    return { first, weights, y };
  });
  return { outputs, x, rows, columns, clamp, rounding, signal };
}

/** Error at the reader's outputs over their signal. */
function errorOf(reader: Reader, range: Range): number {
  const { outputs, x, rows, columns, clamp } = reader;
  const f = (v: number): number => Math.min(clamp.max, Math.max(clamp.min, v));
  let clipping = 0;
  for (let r = 0; r < rows; r++) {
    const cut: { at: number; by: number }[] = [];
    for (let c = 0; c < columns; c++) {
      const v = x[r * columns + c] ?? 0;
      if (v > range.max || v < range.min) cut.push({ at: c, by: (v > range.max ? range.max : range.min) - v });
    }
    if (cut.length === 0) continue;
    for (const { first, weights, y } of outputs) {
      let d = 0;
      for (const { at, by } of cut) if (at >= first && at < first + weights.length) d += (weights[at - first] ?? 0) * by;
      const own = y[r] ?? 0;
      clipping += (f(own + d) - f(own)) ** 2;
    }
  }
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
