// Error-compensating rounding of weights: columns of a filter are rounded one after the other, and each makes up for the rounding errors before it as
// far as the inputs that it multiplies are correlated with theirs. OBQ (arXiv 2208.11580) and GPTQ (arXiv 2210.17323) push errors onto later
// columns with the inverse of the Gram matrix; this is the same in the form of Chee et al. (arXiv 2307.13304): with G = M^T D M, M unit lower triangular,
//   (w_q - w)^T G (w_q - w) = sum over k of D[k] * (e[k] + sum over j < k of M[k][j] e[j])^2,   e = w_q - w
// so that column k is rounded to w[k] - sum M[k][j] e[j]. Scales stay as they are. G comes from samples of the float inference.
import { GramKernel } from '../execute/gram.ts';
import type { Patches } from '../execute/patches.ts';
import type { ValueId } from '../ir/graph.ts';
import type { Filters } from './filters.ts';
import { type Feedback, type FeedbackOf, quantizeWeights } from './weights.ts';

/** Columns that are compensated together: bounds the time (a third power) and the memory (a square). */
const MOST_COLUMNS = 256;
/** What is added to the diagonal, as a share of its mean, so that inputs that hardly vary do not carry errors. */
const DAMPING = 0.01;

export interface CompensationInput {
  readonly filters: Filters;
  readonly patches: Patches;
  /** Factors of the input's channels since the patches were taken; repeat. */
  readonly scales?: Float64Array;
  /** Whether the bias takes the mean error back: then only what varies about the mean counts. */
  readonly centred: boolean;
}

/** Feedback for every output channel; channels of one group share it. */
export function feedbackOf(input: CompensationInput, kernel: GramKernel): FeedbackOf {
  const { filters: f } = input;
  const columns = f.inner * f.taps;
  const byGroup = Array.from({ length: f.groups }, (_, group) => {
    const blocks = Math.ceil(columns / MOST_COLUMNS);
    return Array.from({ length: blocks }, (_b, b) => blockFeedback(input, kernel, { group, from: Math.floor((b * columns) / blocks), to: Math.floor(((b + 1) * columns) / blocks) }));
  });
  return (output) => byGroup[Math.floor(output / (f.outputs / f.groups))] ?? [];
}

interface Block {
  readonly group: number;
  readonly from: number;
  readonly to: number;
}

/** The samples of some columns, scaled as the input is now, less their means where asked to. */
function samplesOf({ filters: f, patches, scales, centred }: CompensationInput, { group, from, to }: Block): Float32Array {
  const width = to - from;
  const first = group * f.inner * f.taps + from;
  const x = new Float32Array(patches.rows * width);
  for (let c = 0; c < width; c++) {
    const scale = scales?.[Math.floor((first + c) / f.taps) % scales.length] ?? 1;
    let mean = 0;
    for (let r = 0; r < patches.rows; r++) mean += patches.data[r * patches.columns + first + c] ?? 0;
    mean = centred ? mean / patches.rows : 0;
    for (let r = 0; r < patches.rows; r++) x[r * width + c] = scale * ((patches.data[r * patches.columns + first + c] ?? 0) - mean);
  }
  return x;
}

function blockFeedback(input: CompensationInput, kernel: GramKernel, block: Block): Feedback {
  const width = block.to - block.from;
  const gram = kernel.gram(samplesOf(input, block), width);
  const energy = Float64Array.from({ length: width }, (_, i) => gram[i * width + i] ?? 0);
  const order = Int32Array.from(energy.keys()).sort((a, b) => (energy[b] ?? 0) - (energy[a] ?? 0) || a - b);
  const ordered = shrunk(gram, order, input.patches.rows);
  unitLower(ordered, width);
  return { order: order.map((c) => block.from + c), coefficients: ordered };
}

/** The Gram matrix in the order of rounding (lower triangle), its diagonal damped, and what lies beside it less the fewer samples there are. */
function shrunk(gram: Float32Array, order: Int32Array, rows: number): Float64Array {
  const width = order.length;
  let trace = 0;
  for (let i = 0; i < width; i++) trace += gram[i * width + i] ?? 0;
  const damping = (DAMPING * trace) / width || 1;
  const kept = rows / (rows + width);
  const result = new Float64Array(width * width);
  for (let i = 0; i < width; i++) {
    const a = order[i] ?? 0;
    for (let j = 0; j < i; j++) {
      const b = order[j] ?? 0;
      result[i * width + j] = kept * (gram[a > b ? a * width + b : b * width + a] ?? 0);
    }
    result[i * width + i] = (gram[a * width + a] ?? 0) + damping;
  }
  return result;
}

/** Replaces the lower triangle of a positive definite matrix by M of G = M^T D M, unit diagonal implied. */
export function unitLower(g: Float64Array, width: number): void {
  for (let k = width - 1; k > 0; k--) {
    const row = g.subarray(k * width, k * width + k);
    const inverse = 1 / (g[k * width + k] ?? 1);
    for (let i = 0; i < k; i++) {
      const factor = (row[i] ?? 0) * inverse;
      if (factor === 0) continue;
      const target = i * width;
      for (let j = 0; j <= i; j++) g[target + j] = (g[target + j] ?? 0) - factor * (row[j] ?? 0);
    }
    for (let i = 0; i < k; i++) row[i] = (row[i] ?? 0) * inverse;
  }
}

/** A unit whose weights are rounded. */
export interface RoundedUnit {
  readonly input: ValueId;
  readonly output: ValueId;
  readonly filters: Filters;
  /** One per output channel. */
  readonly scales: readonly number[];
}

/** The int8 weights of a unit. */
export type RoundWeights = (unit: RoundedUnit) => Int8Array;

/** Each weight by itself. */
export const roundEach: RoundWeights = ({ filters, scales }) => quantizeWeights(filters.weights, scales);

export interface CompensationSource {
  /** Patches by key, and the key of each unit by its output. */
  readonly patches: ReadonlyMap<string, Patches>;
  readonly keys: ReadonlyMap<ValueId, string>;
  /** Factors of the channels of values since the patches were taken. */
  readonly factors: ReadonlyMap<ValueId, Float64Array>;
  /** Values that are not what was sampled. */
  readonly unseen: ReadonlySet<ValueId>;
  readonly centred: boolean;
}

/** Compensates where there are samples of what the unit reads; rounds each by itself elsewhere. The last result of every unit is kept. */
export function roundCompensating({ patches, keys, factors, unseen, centred }: CompensationSource): RoundWeights {
  const kernel = new GramKernel();
  const known = new Map<ValueId, { unit: RoundedUnit; rounded: Int8Array }>();
  return (unit) => {
    const before = known.get(unit.output);
    if (before !== undefined && before.unit.filters.weights === unit.filters.weights && before.unit.scales.every((s, i) => s === unit.scales[i])) return before.rounded;
    const own = unseen.has(unit.input) ? undefined : patches.get(keys.get(unit.output) ?? '');
    const scales = factors.get(unit.input);
    const rounded = own === undefined ? roundEach(unit) : quantizeWeights(unit.filters.weights, unit.scales, feedbackOf({ filters: unit.filters, patches: own, centred, ...(scales ? { scales } : {}) }, kernel));
    known.set(unit.output, { unit, rounded });
    return rounded;
  };
}
