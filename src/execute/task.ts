// The work that is spread over threads: each task looks at samples one at a time, keeps a small state, and merges with the state of another
// thread so that the result does not depend on who looked at which sample.
import type { DataSet, DataSetDescription } from '../data/data-set.ts';
import { type ChannelNoise, type StoredNoise, channelNoise, storedNoise } from '../data/metrics/channel-noise.ts';
import { type ErrorPower, NO_POWER, type StoredForm, storedErrorPower } from '../data/metrics/error-power.ts';
import { type EvaluationRow, type MetricName, createEvaluation } from '../data/metrics.ts';
import type { TensorData } from '../ir/dtype.ts';
import type { BufferId, PlannedProgram } from '../kernels/program.ts';
import { ActivationWriter, type StoredTensor, readActivations } from './activation-store.ts';
import { type FoldedNormalization, encodeInputs, realOutputs, toReal } from './encode.ts';
import { Executor } from './executor.ts';
import { type Logits, logitsOf } from './logits.ts';
import { ActivationObserver, buffersByUnit } from './observe.ts';
import type { PatchRow, PatchSpec } from './patches.ts';
import { type ChannelRow, type TensorStatistics, mergeStatistics } from './statistics.ts';

export interface ObserveTask {
  readonly kind: 'observe';
  readonly float: PlannedProgram;
  readonly dataSet: DataSetDescription;
  /** Where the activations of the first `samples` samples are kept. */
  readonly keep?: { readonly folder: string; readonly samples: number };
  /** Inputs of units that are sampled. */
  readonly patches?: readonly PatchSpec[];
}

/** Compares the tensors of a quantized program with those kept of the float inference. */
export interface CompareTask {
  readonly kind: 'compare';
  readonly quantized: PlannedProgram;
  readonly normalization: FoldedNormalization | null;
  readonly dataSet: DataSetDescription;
  readonly folder: string;
  /** Of the kept tensors, in the order in which they were kept. */
  readonly layout: readonly StoredTensor[];
  readonly pairs: readonly ComparedPair[];
  /** Whether noise is measured per channel too, and what storing alone does. */
  readonly perChannel?: boolean;
}

export interface ComparedPair {
  /** The value of the float graph. */
  readonly value: string;
  /** Name of the kept float tensor. */
  readonly float: string;
  /** Name of the buffer of the quantized program. */
  readonly quantized: string;
  /** The value of the float graph that the quantized unit adds up inside, without rounding it. */
  readonly absorbs?: string;
  /** What the quantized program's channels were multiplied with; repeats. */
  readonly scales?: Float64Array;
}

export interface EvaluateTask {
  readonly kind: 'evaluate';
  readonly float: PlannedProgram;
  readonly quantized: PlannedProgram;
  readonly normalization: FoldedNormalization | null;
  readonly metric: MetricName;
  readonly dataSet: DataSetDescription;
}

export type Task = ObserveTask | EvaluateTask | CompareTask;

export interface ObserveResult {
  readonly kind: 'observe';
  readonly statistics: ReadonlyMap<string, TensorStatistics>;
  /** Per sample and channel, by buffer name; in the order of the samples. */
  readonly channels: ReadonlyMap<string, readonly ChannelRow[]>;
  /** Sampled inputs of units, by key; in the order of the samples. */
  readonly patches: ReadonlyMap<string, readonly PatchRow[]>;
  /** Whole-network executions. */
  readonly executions: number;
}

export interface EvaluateResult {
  readonly kind: 'evaluate';
  readonly rows: readonly EvaluationRow[];
  readonly executions: number;
}

/** Noise of one tensor of one sample by channel: as measured, and what storing the float tensor in int8 alone does. */
export interface PairChannels {
  readonly measured: ChannelNoise;
  /** Null where the tensor is not stored in int8. */
  readonly stored: StoredNoise | null;
}

/** Powers of the compared tensors of one sample, in the order of the pairs. */
export interface CompareRow {
  readonly sample: number;
  readonly powers: readonly ErrorPower[];
  /** Empty unless the task asks for it. */
  readonly channels: readonly (PairChannels | null)[];
}

export interface CompareResult {
  readonly kind: 'compare';
  readonly rows: readonly CompareRow[];
  readonly executions: number;
}

export type TaskResult = ObserveResult | EvaluateResult | CompareResult;

export interface RunningTask {
  sample(index: number): void;
  result(): TaskResult;
}

export function startTask(task: Task, dataSet: DataSet, module: WebAssembly.Module): RunningTask {
  if (task.kind === 'observe') return startObserve(task, dataSet, module);
  return task.kind === 'compare' ? startCompare(task, dataSet, module) : startEvaluate(task, dataSet, module);
}

function startObserve(task: ObserveTask, dataSet: DataSet, module: WebAssembly.Module): RunningTask {
  const observer = new ActivationObserver(task.float, module, task.patches);
  return {
    sample(index) {
      const keep = task.keep !== undefined && index < task.keep.samples ? new ActivationWriter(task.keep.folder, index) : undefined;
      try {
        observer.run(index, dataSet.sample(index).inputs, () => dataSet.nameOf(index), keep);
      } finally {
        keep?.close();
      }
    },
    result: () => ({ kind: 'observe', statistics: observer.statistics(), channels: observer.channelRows(), patches: observer.patchRows(), executions: observer.executor.executions }),
  };
}

/** Runs once and keeps the tensors before a final softmax. */
function runWithLogits(executor: Executor, logits: readonly (Logits | null)[], inputs: readonly TensorData[]): { outputs: Float32Array[]; logits: Float32Array[] } {
  const { program } = executor;
  const kept: (Float32Array | null)[] = logits.map(() => null);
  const raw = executor.run(inputs, (unit) => {
    logits.forEach((l, i) => {
      if (l !== null && l.unit === unit) kept[i] = toReal(program, l.buffer, executor.buffer(l.buffer)).slice();
    });
  });
  const outputs = realOutputs(program, raw);
  return { outputs, logits: kept.map((k, i) => k ?? outputs[i] ?? new Float32Array(0)) };
}

function startEvaluate(task: EvaluateTask, dataSet: DataSet, module: WebAssembly.Module): RunningTask {
  const evaluation = createEvaluation(task.metric);
  const [float, quantized] = [Executor.create(task.float, module), Executor.create(task.quantized, module)];
  const both = [logitsOf(task.float), logitsOf(task.quantized)] as const;
  const useLogits = both[0].every((l, i) => (l === null) === (both[1][i] === null));
  const [floatLogits, quantizedLogits] = useLogits ? both : [both[0].map(() => null), both[1].map(() => null)];
  return {
    sample(index) {
      const sample = dataSet.sample(index);
      const reference = runWithLogits(float, floatLogits, sample.inputs);
      const result = runWithLogits(quantized, quantizedLogits, encodeInputs(task.quantized, sample.inputs, task.normalization));
      const beforeSoftmax = { float: reference.logits, quantized: result.logits };
      evaluation.add(index, { float: reference.outputs, quantized: result.outputs, beforeSoftmax }, sample);
    },
    result: () => ({ kind: 'evaluate', rows: evaluation.rows(), executions: float.executions + quantized.executions }),
  };
}

function startCompare(task: CompareTask, dataSet: DataSet, module: WebAssembly.Module): RunningTask {
  const executor = Executor.create(task.quantized, module);
  const rows: CompareRow[] = [];
  const buffers = new Map(task.quantized.buffers.map((b) => [b.name, b.id]));
  const pairs = task.pairs.map((pair, index) => ({ ...pair, index, buffer: buffers.get(pair.quantized) ?? -1 }));
  const byUnit = new Map([...buffersByUnit(task.quantized)].map(([unit, ids]) => [unit, pairs.filter((p) => ids.includes(p.buffer))]));
  return {
    sample(index) {
      const kept = readActivations(task.folder, index, task.layout);
      const powers = pairs.map(() => NO_POWER);
      const channels: (PairChannels | null)[] = task.perChannel === true ? pairs.map(() => null) : [];
      executor.run(encodeInputs(task.quantized, dataSet.sample(index).inputs, task.normalization), (unit) => {
        for (const pair of byUnit.get(unit) ?? []) {
          const reference = kept.get(pair.float) ?? new Float32Array(0);
          const form = affineOfBuffer(task.quantized, pair.buffer, pair.scales);
          powers[pair.index] = storedErrorPower(reference, executor.buffer(pair.buffer), form);
          if (task.perChannel === true) channels[pair.index] = pairChannels(reference, executor.buffer(pair.buffer), form, task.quantized.buffers[pair.buffer]?.shape.at(-1) ?? 1);
        }
      });
      rows.push({ sample: index, powers, channels });
    },
    result: () => ({ kind: 'compare', rows, executions: executor.executions }),
  };
}

function pairChannels(reference: Float32Array, stored: TensorData, form: StoredForm, channels: number): PairChannels {
  return { measured: channelNoise(reference, stored, form, channels), stored: stored instanceof Int8Array ? storedNoise(reference, form, channels) : null };
}

/** How stored elements stand for real ones. */
function affineOfBuffer(program: PlannedProgram, buffer: BufferId, scales: Float64Array | undefined): StoredForm {
  const quant = program.buffers[buffer]?.quant;
  return { step: quant?.scale[0] ?? 1, zeroPoint: quant?.zeroPoint[0] ?? 0, factors: scales ?? Float64Array.of(1) };
}

/** Joins the results of threads, in any order. */
export function mergeResults(results: readonly TaskResult[]): TaskResult {
  const executions = results.reduce((sum, r) => sum + r.executions, 0);
  const rows = results.flatMap((r) => (r.kind === 'evaluate' ? r.rows : []));
  const compared = results.flatMap((r) => (r.kind === 'compare' ? r.rows : [])).sort((a, b) => a.sample - b.sample);
  if (results[0]?.kind === 'compare') return { kind: 'compare', rows: compared, executions };
  if (results[0]?.kind === 'evaluate') return { kind: 'evaluate', rows, executions };
  const statistics = new Map<string, TensorStatistics>();
  const channels = new Map<string, ChannelRow[]>();
  const patches = new Map<string, PatchRow[]>();
  for (const result of results) {
    if (result.kind !== 'observe') continue;
    for (const [name, own] of result.statistics) {
      const before = statistics.get(name);
      statistics.set(name, before === undefined ? own : mergeStatistics(before, own));
    }
    for (const [name, rows] of result.channels) channels.set(name, [...(channels.get(name) ?? []), ...rows].sort((a, b) => a.sample - b.sample));
    for (const [key, rows] of result.patches) patches.set(key, [...(patches.get(key) ?? []), ...rows].sort((a, b) => a.sample - b.sample));
  }
  return { kind: 'observe', statistics, channels, patches, executions };
}
