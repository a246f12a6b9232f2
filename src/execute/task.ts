// The work that is spread over threads: each task looks at samples one at a time, keeps a small state, and merges with the state of another
// thread so that the result does not depend on who looked at which sample.
import type { DataSet, DataSetDescription } from '../data/data-set.ts';
import { type EvaluationRow, type MetricName, createEvaluation } from '../data/metrics.ts';
import type { TensorData } from '../ir/dtype.ts';
import type { PlannedProgram } from '../kernels/program.ts';
import { type FoldedNormalization, encodeInputs, realOutputs, toReal } from './encode.ts';
import { Executor } from './executor.ts';
import { type Logits, logitsOf } from './logits.ts';
import { ActivationObserver } from './observe.ts';
import { type ChannelRow, type TensorStatistics, mergeStatistics } from './statistics.ts';

export interface ObserveTask {
  readonly kind: 'observe';
  readonly float: PlannedProgram;
  readonly dataSet: DataSetDescription;
}

export interface EvaluateTask {
  readonly kind: 'evaluate';
  readonly float: PlannedProgram;
  readonly quantized: PlannedProgram;
  readonly normalization: FoldedNormalization | null;
  readonly metric: MetricName;
  readonly dataSet: DataSetDescription;
}

export type Task = ObserveTask | EvaluateTask;

export interface ObserveResult {
  readonly kind: 'observe';
  readonly statistics: ReadonlyMap<string, TensorStatistics>;
  /** Per sample and channel, by buffer name; in the order of the samples. */
  readonly channels: ReadonlyMap<string, readonly ChannelRow[]>;
  /** Whole-network executions. */
  readonly executions: number;
}

export interface EvaluateResult {
  readonly kind: 'evaluate';
  readonly rows: readonly EvaluationRow[];
  readonly executions: number;
}

export type TaskResult = ObserveResult | EvaluateResult;

export interface RunningTask {
  sample(index: number): void;
  result(): TaskResult;
}

export function startTask(task: Task, dataSet: DataSet, module: WebAssembly.Module): RunningTask {
  return task.kind === 'observe' ? startObserve(task, dataSet, module) : startEvaluate(task, dataSet, module);
}

function startObserve(task: ObserveTask, dataSet: DataSet, module: WebAssembly.Module): RunningTask {
  const observer = new ActivationObserver(task.float, module);
  return {
    sample: (index) => observer.run(index, dataSet.sample(index).inputs, () => dataSet.nameOf(index)),
    result: () => ({ kind: 'observe', statistics: observer.statistics(), channels: observer.channelRows(), executions: observer.executor.executions }),
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

/** Joins the results of threads, in any order. */
export function mergeResults(results: readonly TaskResult[]): TaskResult {
  const executions = results.reduce((sum, r) => sum + r.executions, 0);
  const rows = results.flatMap((r) => (r.kind === 'evaluate' ? r.rows : []));
  if (results[0]?.kind === 'evaluate') return { kind: 'evaluate', rows, executions };
  const statistics = new Map<string, TensorStatistics>();
  const channels = new Map<string, ChannelRow[]>();
  for (const result of results) {
    if (result.kind !== 'observe') continue;
    for (const [name, own] of result.statistics) {
      const before = statistics.get(name);
      statistics.set(name, before === undefined ? own : mergeStatistics(before, own));
    }
    for (const [name, rows] of result.channels) channels.set(name, [...(channels.get(name) ?? []), ...rows].sort((a, b) => a.sample - b.sample));
  }
  return { kind: 'observe', statistics, channels, executions };
}
