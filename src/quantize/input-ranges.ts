// Ranges of the network's own inputs, where rounding them is most of what INT8 costs: inputs that lie on a grid of at most 256 levels (pixels, features
// that a front end has quantized) are stored exactly; of other inputs the range is searched by what rounding and clipping cost at the outputs of
// the network, because large elements of an input (the energy of a recording) may matter little there.
import type { Graph, ValueId } from '../ir/graph.ts';
import type { Range, Ranges } from './scales.ts';

/** Fewer levels than this may be chance. */
const LEAST_LEVELS = 32;
const LEVELS = 256;
/** How far from the grid an element may lie, in steps. */
const TOLERANCE = 0.01;
/** Ends that are tried, as shares of those at the start. */
const SHARES = [0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.5, 0.4];

/** An input, and what only re-arranges it. */
export function rearranged(graph: Graph, input: ValueId): Set<ValueId> {
  const found = new Set<ValueId>();
  const spread = (id: ValueId): void => {
    found.add(id);
    for (const node of graph.nodes) {
      const output = node.outputs[0] ?? '';
      if (node.inputs[0] === id && (node.op === 'Transpose' || node.op === 'Reshape') && !found.has(output)) spread(output);
    }
  };
  spread(input);
  return found;
}

/** Ranges with another one for an input. */
export function withInputRange(graph: Graph, ranges: Ranges, input: ValueId, range: Range): Ranges {
  return new Map([...ranges, ...[...rearranged(graph, input)].filter((id) => ranges.has(id)).map((id): [ValueId, Range] => [id, range])]);
}

/** Different values in ascending order; null where there are more than int8 has levels. */
function levelsOf(samples: readonly Float32Array[]): number[] | null {
  const seen = new Set<number>();
  for (const values of samples) {
    for (const v of values) {
      seen.add(v);
      if (seen.size > LEVELS) return null;
    }
  }
  return seen.size < LEAST_LEVELS ? null : [...seen].sort((a, b) => a - b);
}

/** The range whose int8 levels are those of the samples, zero among them; levels that they leave over lie on both sides. Null where there is none. */
export function gridRange(samples: readonly Float32Array[]): Range | null {
  const levels = levelsOf(samples);
  if (levels === null) return null;
  const [min, max] = [levels[0] ?? 0, levels.at(-1) ?? 0];
  const gap = levels.reduce((least, v, i) => (i === 0 ? least : Math.min(least, v - (levels[i - 1] ?? v))), Infinity);
  const step = (max - min) / Math.round((max - min) / gap);
  if (levels.some((v) => Math.abs(v / step - Math.round(v / step)) > TOLERANCE)) return null;
  const [low, high] = [Math.min(0, Math.round(min / step)), Math.max(0, Math.round(max / step))];
  const free = LEVELS - 1 - (high - low);
  if (free < 0) return null;
  const below = low === 0 ? 0 : high === 0 ? free : Math.floor(free / 2);
  return { min: (low - below) * step, max: (high + free - below) * step };
}

/** The range of the largest SQNR: both ends are pulled in together, then each by itself. */
export function searchRange(start: Range, sqnrDb: (range: Range) => number): Range {
  let best = { range: start, db: sqnrDb(start) };
  const attempt = (range: Range): void => {
    const db = sqnrDb(range);
    if (db > best.db) best = { range, db };
  };
  for (const share of SHARES) attempt({ min: start.min * share, max: start.max * share });
  if (start.min === 0 || start.max === 0) return best.range;
  for (const share of SHARES) attempt({ min: start.min * share, max: best.range.max });
  for (const share of SHARES) attempt({ min: best.range.min, max: start.max * share });
  for (const share of SHARES) attempt({ min: start.min * share, max: best.range.max });
  return best.range;
}
