// The work that is spread over threads: each task looks at samples one at a time, keeps a small state, and merges with the state of another
// thread so that the result does not depend on who looked at which sample.
import type { DataSet, DataSetDescription } from '../data/data-set.ts';
import type { NoiseRow } from '../data/metrics/channel-noise.ts';
import { type EvaluationRow, type MetricName, createEvaluation } from '../data/metrics.ts';
import type { PlannedProgram } from '../kernels/program.ts';
import { ActivationWriter } from './activation-store.ts';
import { ActivationComparison, type ComparedTensors } from './compare.ts';
import { type FoldedNormalization, encodeInputs } from './encode.ts';
import { Executor } from './executor.ts';
import { logitsOf, runWithLogits } from './logits.ts';
import { ActivationObserver } from './observe.ts';
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
export interface CompareTask extends ComparedTensors {
  readonly kind: 'compare';
  readonly normalization: FoldedNormalization | null;
  readonly dataSet: DataSetDescription;
  readonly folder: string;
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

/** Noise of the compared tensors of one sample, in the order of the pairs. */
export interface CompareRow {
  readonly sample: number;
  readonly tensors: readonly NoiseRow[];
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
  const comparison = new ActivationComparison(task, module);
  const rows: CompareRow[] = [];
  return {
    sample(index) {
      const inputs = encodeInputs(task.quantized, dataSet.sample(index).inputs, task.normalization);
      rows.push({ sample: index, tensors: comparison.run(index, inputs, task.folder) });
    },
    result: () => ({ kind: 'compare', rows, executions: comparison.executor.executions }),
  };
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
