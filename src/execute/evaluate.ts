// Evaluation of a quantized program against its float program on a data set, spread over threads.
import type { DataSetDescription } from '../data/data-set.ts';
import { type EvaluationResult, type MetricName, createEvaluation, metricOf } from '../data/metrics.ts';
import { openDataSet } from '../data/open-data-set.ts';
import { invariant } from '../diagnostics/diagnostic.ts';
import type { PlannedProgram } from '../kernels/program.ts';
import type { FoldedNormalization } from './encode.ts';
import { runTask } from './pool.ts';

export interface EvaluateOptions {
  readonly float: PlannedProgram;
  readonly quantized: PlannedProgram;
  readonly normalization?: FoldedNormalization | null;
  readonly dataSet: DataSetDescription;
  /** What the data set asks for by default. */
  readonly metric?: MetricName;
  /** Most samples used, or their numbers; all by default. */
  readonly samples?: number | readonly number[];
  readonly threads: number;
  readonly progress?: (done: number, total: number) => void;
}

/** Runs both programs once per sample. SQNR is measured before a final softmax. Throws QT3xxx. */
export async function evaluatePrograms(options: EvaluateOptions): Promise<EvaluationResult> {
  const dataSet = openDataSet(options.dataSet.path, options.dataSet);
  const metric = options.metric ?? metricOf(dataSet);
  const { samples: wanted = Infinity } = options;
  const samples = typeof wanted === 'number' ? Math.min(dataSet.length, wanted) : wanted;
  dataSet.close();
  const { float, quantized, normalization = null } = options;
  const progress = options.progress === undefined ? {} : { progress: options.progress };
  const result = await runTask({ kind: 'evaluate', float, quantized, normalization, metric, dataSet: options.dataSet }, samples, { threads: options.threads, ...progress });
  invariant(result.kind === 'evaluate', 'evaluation gives rows');
  const evaluation = createEvaluation(metric);
  evaluation.merge(result.rows);
  return evaluation.result();
}
