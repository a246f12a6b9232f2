// The compiler as one readable list: bytes -> Graph -> fused float graph -> ranges -> integer units -> Program for a target.
// Every stage is a function of values and returns a value; what reads or writes the disk is handed in or done by commands.
import { createHash } from 'node:crypto';
import type { CostTable } from './cost/cost-table.ts';
import { type Costs, costsOf } from './cost/costs.ts';
import type { DataSetDescription } from './data/data-set.ts';
import { fail, invariant } from './diagnostics/diagnostic.ts';
import { sumRows } from './data/metrics/channel-noise.ts';
import { sqnrDb, sumPowers } from './data/metrics/error-power.ts';
import { withActivationFolder } from './execute/activation-store.ts';
import type { ComparedPair } from './execute/compare.ts';
import { needOf, placeOfActivations, withinMemory } from './execute/memory-plan.ts';
import { storedLayout } from './execute/observe.ts';
import { runTask } from './execute/pool.ts';
import type { CompareRow } from './execute/task.ts';
import type { Graph } from './ir/graph.ts';
import { REGISTRY } from './ops/registry.ts';
import type { Normalization } from './passes/fold-input-normalization.ts';
import { type KeptActivations, type PrepareInput, type PrepareOptions, type Prepared, compensates, fusesResiduals, integerOptions, prepare, rangesOf } from './prepare.ts';
import { calibrate } from './quantize/calibrate.ts';
import type { ObserverName } from './quantize/observers/registry.ts';
import { allInt8 } from './quantize/insert-qdq.ts';
import { DEFAULT_SCHEME, type QuantScheme } from './quantize/scheme.ts';
import { floatPart, quantizeFloatPart } from './quantize/float-part.ts';
import { reportFloatUnits } from './quantize/integer-only.ts';
import { type Allocation, type AllocationOptions, allocate } from './quantize/allocate.ts';
import type { PrecisionMap, Ranges } from './quantize/scales.ts';
import { hasOwnScales, refuseOwnScales } from './quantize/own-scales.ts';
import type { StatedRanges } from './quantize/without-data.ts';
import { type Sensitivity, comparedPairs, sensitivityOf, withViews } from './quantize/sensitivity.ts';
import { EXECUTOR_ISA, type IntegerOptions, type Model, type QuantizeAt, floatStage, importStage, importedStage, integerStage, ownUnits, programFor } from './stages.ts';

export type { CalibrationOptions } from './prepare.ts';

/** Samples that are compared where nobody says how many. */
export const METRIC_SAMPLES = 32;

export interface MixedOptions extends AllocationOptions {
  /** Calibration samples on which the quantized inference is compared; METRIC_SAMPLES by default. */
  readonly metricSamples?: number;
  /** Samples that are compared, where they are not those of the calibration. */
  readonly metricData?: DataSetDescription;
  /** Where budgets of instructions, RAM and flash are reckoned. */
  readonly on?: { readonly isa: readonly string[]; readonly exactFloat?: boolean; readonly table: CostTable };
}

export interface QuantizeModelOptions extends PrepareOptions {
  readonly precision: 'int8' | 'float' | 'mixed';
  /** With precision mixed: who stays in float, and under which budget. */
  readonly mixed?: MixedOptions;
  /** Camera normalization to fold into the first layer; with ioType uint8. */
  readonly normalization?: Normalization;
  /** Bytes of memory to keep to: fewer threads and metric samples are used where they would take more (an estimate; src/execute/memory-plan.ts). */
  readonly memoryBytes?: number;
}

/** The options that change INT8 numbers, as they were used. */
export interface Techniques {
  readonly equalize: boolean;
  readonly correctBias: boolean;
  readonly compensateRounding: boolean;
  readonly fuseResidual: boolean;
  readonly quantizeAt: QuantizeAt;
  readonly scheme: QuantScheme;
}

function techniquesOf(options: QuantizeModelOptions): Techniques {
  const { equalize: even = true, correctBias = true, quantizeAt = 'fused', scheme = DEFAULT_SCHEME } = options;
  return { equalize: even, correctBias, compensateRounding: compensates(options), fuseResidual: fusesResiduals(options), quantizeAt, scheme };
}

export interface QuantizedModel {
  readonly file: string;
  readonly digest: string;
  readonly name: string;
  readonly precision: 'int8' | 'float' | 'mixed';
  /** The rule by which ranges were chosen; null where there are none. */
  readonly observer: ObserverName | null;
  /** 0 where ranges were had without data. */
  readonly calibrationSamples: number;
  /** What was done to make INT8 better; null with precision float, and where scales are the model's own. */
  readonly techniques: Techniques | null;
  /** Whether the model was quantized already, and its scales were obeyed. */
  readonly ownScales: boolean;
  /** Where each range comes from, without data. */
  readonly stated: StatedRanges | null;
  readonly normalization: Normalization | null;
  /** Fused float graph over the model's own inputs: the reference. */
  readonly float: Graph;
  /** What is generated: integer units where precision is int8. */
  readonly graph: Graph;
  readonly ranges: Ranges;
  /** With precision mixed: metrics of every unit, and what was decided. */
  readonly sensitivity: Sensitivity | null;
  readonly allocation: Allocation | null;
  readonly seconds: { readonly import: number; readonly calibrate: number; readonly sensitivity: number; readonly allocate: number; readonly quantize: number };
}

const NOT_CALIBRATED = { observer: null, techniques: null, calibrationSamples: 0, stated: null, ranges: new Map(), sensitivity: null, allocation: null };

/** Stages 1 to 5: from a model to the graph that is generated. One float inference per calibration sample. */
export async function quantizeModel(model: Model, options: QuantizeModelOptions): Promise<QuantizedModel> {
  const start = performance.now();
  const imported = importStage(model);
  const { float, source, normalization } = floatGraphs(imported, model.file, options);
  const begun = performance.now();
  const ownScales = hasOwnScales(float);
  if (ownScales && (options.precision === 'mixed' || normalization !== null)) refuseOwnScales(normalization === null ? '--precision mixed' : '--mean and --std', model.file);
  const base = { file: model.file, digest: createHash('sha256').update(model.bytes).digest('hex'), name: imported.name, precision: options.precision, ownScales, normalization, float };
  if (options.precision === 'float' || ownScales) {
    const part = options.precision === 'float' ? null : await withFloatPart(float, model.file, options);
    const graph = part === null ? source : importedStage(float, options.ioType, part.units);
    if (options.precision === 'int8') reportFloatUnits(graph, options.report, model.file);
    const seconds = { import: (begun - start) / 1000, calibrate: 0, sensitivity: 0, allocate: 0, quantize: (performance.now() - begun) / 1000 };
    return { ...base, ...NOT_CALIBRATED, ...(part?.measured ?? {}), graph, seconds };
  }
  const common = { float, source, normalization, options: planned(options, { float, file: model.file, compares: options.precision === 'mixed' }), file: model.file };
  const made = options.precision === 'mixed' ? await withActivationFolder((folder) => mixedStage({ ...common, folder })) : await int8Stage(common);
  return { ...base, ...made, techniques: techniquesOf(options), seconds: { import: (begun - start) / 1000, ...made.seconds } };
}

/** Integer units of a model with scales of its own; with samples also those of its float part, from one inference per sample. */
async function withFloatPart(float: Graph, file: string, options: StageInput['options']): Promise<{ units: Graph; measured: Partial<QuantizedModel> }> {
  const units = ownUnits(float, options.ioType);
  const precision = floatPart(units, REGISTRY);
  const { calibration } = options;
  if (calibration === undefined || calibration.withoutData !== undefined || ![...precision.values()].includes('int8')) return { units, measured: {} };
  const { ranges, samples } = await rangesOf(units, { file, options: { ...options, compensateRounding: false } });
  return { units: quantizeFloatPart(units, ranges, { precision, registry: REGISTRY }), measured: { ranges, calibrationSamples: samples, observer: calibration.observer } };
}

/** The reference over the model's own inputs, and the graph that is quantized: the same but for a camera normalization. */
function floatGraphs(imported: Graph, file: string, options: StageInput['options']): Pick<StageInput, 'float' | 'source' | 'normalization'> {
  const at = options.quantizeAt ?? 'fused';
  const float = floatStage(imported, file, null, at);
  const normalization = options.normalization ?? null;
  return { float, normalization, source: normalization === null ? float : floatStage(imported, file, normalization, at) };
}

/** What stages 4 and 5 work on, with the options of both. */
interface StageInput extends PrepareInput {
  readonly options: Omit<QuantizeModelOptions, 'precision'>;
}

/** Options with as many threads and metric samples as memory and disk hold. Throws QT3512. */
function planned(options: StageInput['options'], { float, file, compares }: { float: Graph; file: string; compares: boolean }): StageInput['options'] {
  const { memoryBytes, mixed } = options;
  if (memoryBytes === undefined && !compares) return options;
  const wanted = { threads: options.threads, metricSamples: compares ? (mixed?.metricSamples ?? METRIC_SAMPLES) : 0 };
  const limit = memoryBytes === undefined ? {} : { limit: memoryBytes };
  const { threads, metricSamples } = withinMemory(needOf(programFor(float, EXECUTOR_ISA, file)), wanted, { ...limit, place: placeOfActivations(), report: options.report });
  return { ...options, threads, ...(mixed ? { mixed: { ...mixed, metricSamples } } : {}) };
}

type Staged = Pick<QuantizedModel, 'graph' | 'ranges' | 'observer' | 'sensitivity' | 'allocation' | 'calibrationSamples' | 'stated'> & { readonly seconds: Omit<QuantizedModel['seconds'], 'import'> };

/** Random inputs are no samples. */
function samplesOf({ samples, stated }: Prepared): Pick<Staged, 'calibrationSamples' | 'stated'> {
  return { calibrationSamples: stated === undefined ? samples : 0, stated: stated ?? null };
}

async function int8Stage(input: StageInput): Promise<Staged> {
  const begun = performance.now();
  const prepared = await prepare(input);
  const calibrated = performance.now();
  const graph = integerStage(prepared.graph, prepared.ranges, { ...integerOptions(input.options), ...prepared });
  const seconds = { calibrate: (calibrated - begun) / 1000, sensitivity: 0, allocate: 0, quantize: (performance.now() - calibrated) / 1000 };
  return { graph, ranges: prepared.ranges, observer: prepared.observer, sensitivity: null, allocation: null, ...samplesOf(prepared), seconds };
}

/** A model after its two inferences, with the activations kept: any number of allocations can be made and measured on it. */
export interface Analysis {
  readonly sensitivity: Sensitivity;
  readonly ranges: Ranges;
  /** The rule by which they were chosen. */
  readonly observer: ObserverName;
  readonly calibrationSamples: number;
  readonly stated: StatedRanges | null;
  readonly seconds: { readonly calibrate: number; readonly sensitivity: number };
  /** What is generated for a choice of precisions. */
  graphOf(precision: PrecisionMap): Graph;
  /** Whether no unit that has an integer form is left in float. */
  isAllInt8(precision: PrecisionMap): boolean;
  /** What a choice costs on the target that the options name. */
  readonly costs?: (precision: PrecisionMap) => Costs;
  /** SQNR in dB at the outputs (before a final softmax) on the metric samples; executes each once, unless the choice is all INT8. */
  measure(precision: PrecisionMap): Promise<number>;
}

/** Stages 4 and 4a: inference 1 (float, activations kept) and inference 2 (all INT8). */
async function analysisOf(input: StageInput & { readonly folder: string }): Promise<Analysis> {
  const { options, folder, source, file } = input;
  const begun = performance.now();
  const keep = { folder, samples: options.mixed?.metricSamples ?? METRIC_SAMPLES };
  const own = options.mixed?.metricData;
  const prepared = await prepare({ ...input, modelled: true }, own === undefined ? keep : undefined);
  const metric = own === undefined ? prepared : await keepActivations(input, own, keep);
  const calibrated = performance.now();
  const int8 = allInt8(prepared.graph, REGISTRY);
  const graphOf = (units: PrecisionMap, given: Partial<IntegerOptions> = {}): Graph => {
    const precision = withViews(prepared.graph, units, REGISTRY);
    return [...precision.values()].includes('int8') ? integerStage(prepared.graph, prepared.ranges, { ...integerOptions(options), precision, ...prepared, ...given }) : source;
  };
  const compare = comparison(input, prepared, { dataSet: own ?? options.calibration?.dataSet, samples: Math.min(metric.samples, keep.samples) });
  const first = await compare(graphOf(int8, { deadChannels: 'kept', ...(fusesResiduals(options) ? { residuals: 'observed' } : {}) }));
  const inferences = metric.executions / metric.samples + first.executions / first.rows.length;
  const sensitivity = sensitivityOf({ graph: prepared.graph, registry: REGISTRY, quantizable: int8, pairs: first.pairs, rows: first.rows, inferences, statistics: prepared, scheme: options.scheme ?? DEFAULT_SCHEME, round: prepared.round });
  const analysed = performance.now();
  const outputs = sensitivity.outputs.flatMap((id) => prepared.graph.nodes.find((n) => n.id === id)?.outputs[0] ?? []);
  const isAllInt8 = (precision: PrecisionMap): boolean => [...int8].every(([id, wanted]) => wanted === 'float' || precision.get(id) !== 'float');
  const measure = async (precision: PrecisionMap): Promise<number> => sqnrOf(isAllInt8(precision) ? first : await compare(graphOf(precision), outputs), outputs);
  const seconds = { calibrate: (calibrated - begun) / 1000, sensitivity: (analysed - calibrated) / 1000 };
  return { sensitivity, ranges: prepared.ranges, observer: prepared.observer, ...samplesOf(prepared), seconds, graphOf, isAllInt8, measure, ...costsOn(options.mixed?.on, graphOf, file) };
}

/** Costs of a choice on the target, each reckoned once. */
function costsOn(on: MixedOptions['on'], graphOf: Analysis['graphOf'], file: string): Pick<Analysis, 'costs'> {
  if (on === undefined) return {};
  const known = new Map<string, Costs>();
  return {
    costs(precision) {
      const key = [...precision].sort(([a], [b]) => a - b).map(([id, p]) => `${id}${p[0]}`).join();
      const costs = known.get(key) ?? costsOf(programFor(graphOf(precision), on.isa, file, on.exactFloat), on.table);
      known.set(key, costs);
      return costs;
    },
  };
}

/** Float inference on samples of their own, for their activations only. */
async function keepActivations({ float, options, file }: StageInput, dataSet: DataSetDescription, keep: KeptActivations): Promise<{ samples: number; executions: number }> {
  return calibrate({ program: programFor(float, EXECUTOR_ISA, file), dataSet, observer: 'min-max', samples: keep.samples, keep, threads: options.threads, report: options.report });
}

/** Stages 4 to 7 of mixed precision: analysis, allocation, verifying inferences. Where nothing is left in float the code is that of precision int8, ranges
 * included. */
async function mixedStage(input: StageInput & { readonly folder: string }): Promise<Staged> {
  const { mixed } = input.options;
  if (mixed === undefined || Object.keys(mixed.budget).length === 0) return fail('QT3603', 'mixed precision needs a budget');
  const analysis = await analysisOf(input);
  const { sensitivity, ranges, observer, calibrationSamples, stated } = analysis;
  const begun = performance.now();
  const allocation = await allocate(sensitivity, mixed, analysis.measure, analysis.costs);
  const allocated = performance.now();
  const spent = { ...analysis.seconds, allocate: (allocated - begun) / 1000 };
  if (analysis.isAllInt8(allocation.precision)) {
    const int8 = await int8Stage(input);
    return { ...int8, sensitivity, allocation, seconds: { ...spent, calibrate: spent.calibrate + int8.seconds.calibrate, quantize: int8.seconds.quantize } };
  }
  const graph = analysis.graphOf(allocation.precision);
  const seconds = { ...spent, quantize: (performance.now() - allocated) / 1000 };
  return { graph, ranges, observer, sensitivity, allocation, calibrationSamples, stated, seconds };
}

/** Hands an analysis to `work`; what was kept on disk is gone afterwards. */
export async function withAnalysis<T>(model: Model, options: Omit<QuantizeModelOptions, 'precision'>, work: (analysis: Analysis, float: Graph) => Promise<T>): Promise<T> {
  const { float, source, normalization } = floatGraphs(importStage(model), model.file, options);
  if (hasOwnScales(float)) refuseOwnScales('what INT8 costs each unit', model.file);
  return withActivationFolder(async (folder) => work(await analysisOf({ float, source, normalization, options: planned(options, { float, file: model.file, compares: true }), file: model.file, folder }), float));
}

/** SQNR of some compared values together, in dB. */
function sqnrOf({ pairs, rows }: Comparison, values: readonly string[]): number {
  const tensors = pairs.flatMap((pair, i) => (values.includes(pair.value) ? [sumRows(rows.flatMap((r) => r.tensors[i] ?? []))] : []));
  return sqnrDb(sumPowers(tensors));
}

interface Comparison {
  readonly pairs: readonly ComparedPair[];
  readonly rows: readonly CompareRow[];
  readonly executions: number;
}

/** Runs a quantized graph on the metric samples and compares every unit's output with the float one that was kept; `only` names values. */
function comparison({ float, folder, normalization, options, file }: StageInput & { readonly folder: string }, prepared: Prepared, metric: { dataSet: DataSetDescription | undefined; samples: number }): (graph: Graph, only?: readonly string[]) => Promise<Comparison> {
  const layout = storedLayout(programFor(float, EXECUTOR_ISA, file));
  return async (graph, only) => {
    const pairs = comparedPairs(prepared.graph, graph, { registry: REGISTRY, scales: prepared.scales }).filter((p) => only?.includes(p.value) ?? true);
    const { dataSet, samples } = metric;
    invariant(dataSet !== undefined, 'there are samples to compare on');
    const result = await runTask({ kind: 'compare', quantized: programFor(graph, EXECUTOR_ISA, file), normalization, dataSet, folder, layout, pairs }, samples, { threads: options.threads });
    invariant(result.kind === 'compare', 'a comparison gives rows');
    return { pairs, rows: result.rows, executions: result.executions };
  };
}

