// Stage 4: from a float graph and samples to what is quantized: ranges, and what makes INT8 better before any float: equalized weights, means for the
// bias correction, weights rounded together. Says nothing about precisions.
import type { DataSetDescription } from './data/data-set.ts';
import { type Report, fail } from './diagnostics/diagnostic.ts';
import { evaluatePrograms } from './execute/evaluate.ts';
import type { Patches } from './execute/patches.ts';
import type { Graph } from './ir/graph.ts';
import { REGISTRY, opOf } from './ops/registry.ts';
import type { Normalization } from './passes/fold-input-normalization.ts';
import type { IoType } from './passes/io-type.ts';
import { calibrate } from './quantize/calibrate.ts';
import { type RoundWeights, roundCompensating, roundEach } from './quantize/compensate-rounding.ts';
import { type Equalized, type Statistics, equalize } from './quantize/equalize.ts';
import { rearranged } from './quantize/input-ranges.ts';
import type { ObserverName } from './quantize/observers/registry.ts';
import { type RangeChoice, chooseRanges, macsOf } from './quantize/range-choice.ts';
import { type ReaderSource, readerRanges } from './quantize/reader-ranges.ts';
import { type SampledInputs, sampledInputs } from './quantize/sampled-inputs.ts';
import type { Range, Ranges } from './quantize/scales.ts';
import { DEFAULT_SCHEME, type QuantScheme } from './quantize/scheme.ts';
import { type RangeSource, type StatedRanges, reportWithoutData, sourceCounts, statisticsWithoutData } from './quantize/without-data.ts';
import { EXECUTOR_ISA, type IntegerOptions, type QuantizeAt, integerStage, programFor } from './stages.ts';

export interface CalibrationOptions {
  readonly dataSet: DataSetDescription;
  readonly observer: ObserverName;
  /** Most samples used; all by default. */
  readonly samples?: number;
  /** The samples are random inputs (`randomInputs`): ranges come from the model wherever it states any. Says how the range of the inputs is known. */
  readonly withoutData?: RangeSource;
}

export interface PrepareOptions {
  readonly calibration?: CalibrationOptions;
  /** As the model declares them where absent: float, but for 8-bit inputs and outputs of a quantized model. */
  readonly ioType?: IoType;
  /** Cross-layer equalization; on by default. */
  readonly equalize?: boolean;
  /** Bias correction; on by default. */
  readonly correctBias?: boolean;
  /** Error-compensating rounding of weights; on by default. */
  readonly compensateRounding?: boolean;
  /** Residual additions inside the units whose outputs they add to; on by default. */
  readonly fuseResidual?: boolean;
  /** Around what Q/DQ pairs go; fused units by default. */
  readonly quantizeAt?: QuantizeAt;
  /** What scales may be; per channel, any number and zero point by default. */
  readonly scheme?: QuantScheme;
  /** Worker threads; the result does not depend on it. */
  readonly threads: number;
  readonly report: Report;
  readonly progress?: (done: number, total: number) => void;
}

/** What stages 4 and 5 work on. */
export interface PrepareInput {
  /** The reference over the model's own inputs, and the graph that is quantized. */
  readonly float: Graph;
  readonly source: Graph;
  readonly normalization: Normalization | null;
  readonly options: PrepareOptions;
  readonly file: string;
  /** Whether the noise model will be asked: it takes clipping as noise that readers pass on, so that ranges which rely on their absorbing it
   * are taken only where the options ask for them. */
  readonly modelled?: boolean;
}

/** Where the activations of the first samples are kept. */
export interface KeptActivations {
  readonly folder: string;
  readonly samples: number;
}

export interface Prepared extends Equalized {
  /** The rule by which ranges were chosen. */
  readonly observer: ObserverName;
  /** Without data: where each range comes from. */
  readonly stated?: StatedRanges;
  readonly means?: ReadonlyMap<string, ArrayLike<number>>;
  readonly round: RoundWeights;
  readonly samples: number;
  readonly executions: number;
}

/** Stage 4 and what makes INT8 better before any float. One float inference per calibration sample; some more of few where ranges are chosen by measuring. */
export async function prepare(input: PrepareInput, keep?: KeptActivations): Promise<Prepared> {
  const { float, source, normalization, options, file } = input;
  const { samples, executions, patches, keys, stated, ...own } = await rangesOf(float, { file, options, ...(keep ? { keep } : {}) });
  const measured = normalization === null ? own : withPixels(source, own);
  const even = options.equalize === false ? { graph: source, ...measured, scales: new Map<string, Float64Array>() } : equalize(source, measured, REGISTRY);
  const means = options.correctBias === false ? {} : { means: new Map([...even.channels].map(([id, c]) => [id, c.mean])) };
  const unseen = normalization === null ? new Set<string>() : pixelValues(source);
  const sampled = { patches, keys, factors: even.scales, unseen };
  const round = compensates(options) ? roundCompensating({ ...sampled, centred: options.correctBias !== false }) : roundEach;
  const prepared = { ...even, ...means, round, samples, executions, ...(stated ? { stated } : {}) };
  return { ...prepared, ...(await rangeChoice(input, prepared, { ...sampled, registry: REGISTRY })) };
}

/** Ranges by the rule that the options name, or that measures best. */
async function rangeChoice(input: PrepareInput, prepared: Omit<Prepared, 'observer'>, source: ReaderSource): Promise<RangeChoice> {
  const { float, normalization, options: { calibration, scheme = DEFAULT_SCHEME }, file } = input;
  const { graph, ranges, samples, stated } = prepared;
  if (calibration === undefined || stated !== undefined) return { ranges, observer: 'expected' };
  const { observer, dataSet } = calibration;
  if (observer === 'output') return { ranges: readerRanges(graph, ranges, source), observer };
  if (observer !== 'auto') return { ranges, observer };
  return chooseRanges({
    graph, ranges, samples, dataSet, scheme, float: programFor(float, EXECUTOR_ISA, file), inputsKnown: normalization !== null,
    refined: input.modelled === true ? null : (heldOut) => readerRanges(graph, ranges, { ...source, heldOut }),
    measure: (tried, indices) => measureAllInt8(input, { ...prepared, ranges: tried }, indices),
  });
}

/** Multiply-accumulates below which worker threads take longer to start than they save. */
const SMALL_WORK = 2e9;

/** SQNR in dB at float outputs, before a final softmax, on some calibration samples. */
async function measureAllInt8({ float, normalization, options, file }: PrepareInput, prepared: Omit<Prepared, 'observer'>, samples: readonly number[]): Promise<number> {
  const { calibration, threads } = options;
  if (calibration === undefined) return fail('QT3506', 'INT8 needs sample inputs to measure ranges on');
  const reference = programFor(float, EXECUTOR_ISA, file);
  const quantized = programFor(integerStage(prepared.graph, prepared.ranges, { ...integerOptions(options), ioType: 'float', ...prepared }), EXECUTOR_ISA, file);
  const small = 3 * macsOf(reference) * samples.length < SMALL_WORK;
  const { outputSqnrDb } = await evaluatePrograms({ float: reference, quantized, normalization, dataSet: calibration.dataSet, metric: 'agreement', samples, threads: small ? 1 : threads });
  return outputSqnrDb ?? Infinity;
}

/** Whether ranges may be chosen by the error at the outputs of the readers. */
function refines({ calibration }: PrepareOptions): boolean {
  return calibration?.observer === 'output' || calibration?.observer === 'auto';
}

export function compensates({ compensateRounding = true }: PrepareOptions): boolean {
  return compensateRounding;
}

/** Around the operators of the model every output is rounded as asked. */
export function fusesResiduals({ fuseResidual, quantizeAt }: PrepareOptions): boolean {
  return fuseResidual !== false && quantizeAt !== 'imported';
}

export function integerOptions(options: PrepareOptions): IntegerOptions {
  const { ioType = 'float', scheme } = options;
  return { ioType, residuals: fusesResiduals(options) ? 'fused' : 'separate', ...(scheme ? { scheme } : {}) };
}

/** The graph inputs and what only re-arranges them: with a folded camera normalization they hold pixels. */
function pixelValues(graph: Graph): Set<string> {
  return new Set(graph.inputs.flatMap((id) => [...rearranged(graph, id)]));
}

/** Ranges and statistics of a graph whose inputs hold pixels: 0 to 255, so that the input's scale is 1 and its zero point -128. */
function withPixels(graph: Graph, measured: Statistics): Statistics {
  const pixels = pixelValues(graph);
  const known = [...measured.channels].filter(([id]) => !pixels.has(id));
  return { ranges: new Map([...measured.ranges, ...[...pixels].map((id): [string, Range] => [id, { min: 0, max: 255 }])]), channels: new Map(known) };
}

/** Calibrated ranges of every value of the float graph; views have the range of what they view. */
export async function rangesOf(float: Graph, given: { file: string; options: PrepareOptions; keep?: KeptActivations }): Promise<Statistics & Pick<SampledInputs, 'keys'> & { patches: ReadonlyMap<string, Patches> } & Pick<Prepared, 'samples' | 'executions' | 'stated'>> {
  const { file, options, keep } = given;
  const { calibration } = options;
  if (calibration === undefined) return fail('QT3506', 'INT8 needs sample inputs to measure ranges on');
  const program = programFor(float, EXECUTOR_ISA, file);
  const sampled = (samples: number): SampledInputs => sampledInputs(float, REGISTRY, samples);
  const patches = compensates(options) || refines(options) ? { patches: (samples: number) => sampled(samples).specs } : {};
  const result = await calibrate({ program, ...calibration, threads: options.threads, report: options.report, ...patches, ...(keep ? { keep } : {}), ...(options.progress ? { progress: options.progress } : {}) });
  const ranges = new Map<string, Range>(result.ranges);
  const views = float.nodes.filter((node) => opOf(REGISTRY, node).view === true);
  const channels = new Map(result.channels);
  const copy = (from: string | null | undefined, to: string | null | undefined): void => {
    const own = channels.get(from ?? '');
    if (own !== undefined && typeof to === 'string' && !channels.has(to)) channels.set(to, own);
    const range = ranges.get(from ?? '');
    if (range !== undefined && typeof to === 'string' && !ranges.has(to)) ranges.set(to, range);
  };
  for (const node of views) copy(node.inputs[0], node.outputs[0]);
  for (const node of [...views].reverse()) copy(node.outputs[0], node.inputs[0]);
  const executed = { samples: result.samples, executions: result.executions, patches: result.patches, keys: sampled(result.samples).keys };
  if (calibration.withoutData === undefined) return { ranges, channels, ...executed };
  const { sources, ...known } = statisticsWithoutData(float, REGISTRY, { random: { ranges, channels }, inputs: calibration.withoutData });
  const stated = { dataSet: calibration.dataSet, sources: sourceCounts(float, REGISTRY, sources) };
  reportWithoutData(stated, options.report, file);
  return { ...known, ...executed, stated };
}
