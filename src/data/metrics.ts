// Streaming evaluation of a quantized network against float and against labels. Each sample leaves a row of a few numbers, never its
// tensors; rows of several workers are merged, and results are reduced in sample order, so they do not depend on who computed what.
import { fail, invariant } from '../diagnostics/diagnostic.ts';
import type { TensorData } from '../ir/dtype.ts';
import type { DataSet, Sample } from './data-set.ts';
import { areaUnderRoc } from './metrics/auc.ts';
import { type ErrorPower, type Power, errorPower, relativeError, sqnrDb, sumPowers } from './metrics/error-power.ts';
import type { MetricName } from './metrics/metric-name.ts';
import { argMax, rankOf } from './metrics/ranking.ts';

export type { MetricName } from './metrics/metric-name.ts';

export interface SampleOutputs {
  /** All outputs of the float network; classifiers are judged by the first. */
  readonly float: readonly TensorData[];
  /** All outputs of the quantized network as real values, in the same order. */
  readonly quantized: readonly TensorData[] | null;
  /** What the SQNR is taken of, where not the outputs: the tensors before the final softmax. */
  readonly beforeSoftmax?: { readonly float: readonly TensorData[]; readonly quantized: readonly TensorData[] };
}

/** What is kept of a sample; survives a structured clone. */
export interface EvaluationRow {
  readonly index: number;
  readonly label: number | null;
  readonly group: number;
  /** The metric of this sample, by network: 0 or 100 for classifiers, a mean squared error otherwise. */
  readonly float: number | null;
  readonly quantized: number | null;
  readonly agrees: boolean | null;
  readonly power: Power | null;
  readonly relativeError: number | null;
}

export interface EvaluationResult {
  readonly metric: MetricName;
  readonly samples: number;
  /** top1, top5, agreement: per cent. auc: 0 to 1. mse: squared units of the output. Null where it does not apply. */
  readonly float: number | null;
  readonly quantized: number | null;
  /** Per cent of samples whose arg-max equals that of float; null for auc and mse. */
  readonly agreement: number | null;
  /** Over all samples and outputs; Infinity where all are equal, null without a quantized network. */
  readonly outputSqnrDb: number | null;
  /** Largest over samples and outputs of max |q - f| / max |f|. */
  readonly maxRelativeError: number | null;
}

export interface Evaluation {
  readonly metric: MetricName;
  /** Scores sample `index`, once. Throws QT3008, QT3013, QT3015. */
  add(index: number, outputs: SampleOutputs, sample: Sample): void;
  /** For another thread: `merge(rows())`. */
  rows(): readonly EvaluationRow[];
  merge(rows: readonly EvaluationRow[]): void;
  result(): EvaluationResult;
}

function first(tensors: readonly TensorData[]): TensorData {
  const [tensor] = tensors;
  invariant(tensor !== undefined && tensor.length > 0, 'a network without outputs was evaluated');
  return tensor;
}

function checkFinite(index: number, tensors: readonly TensorData[], network: string): void {
  for (const tensor of tensors) {
    if (tensor instanceof Float32Array && !tensor.every(Number.isFinite)) fail('QT3015', `the ${network} network gave NaN or infinity for sample ${index}`);
  }
}

function powersOf(references: readonly TensorData[], others: readonly TensorData[]): ErrorPower[] {
  return references.map((reference, k) => {
    const other = others[k];
    invariant(other !== undefined && other.length === reference.length, `output ${k} has ${other?.length} elements in one network and ${reference.length} in the other`);
    return errorPower(reference, other);
  });
}

function meanSquaredError(references: readonly TensorData[], others: readonly TensorData[], index: number): number {
  if (references.some((r, k) => r.length !== others[k]?.length)) {
    fail('QT3013', `sample ${index}: outputs of ${others.map((t) => t.length).join(', ')} elements cannot be compared with ${references.map((t) => t.length).join(', ')}`);
  }
  const { noise, elements } = sumPowers(powersOf(references, others));
  return noise / elements;
}

function hits(outputs: readonly TensorData[], label: number | null, options: { readonly within: number; readonly index: number }): number {
  const scores = first(outputs);
  if (label === null) return fail('QT3013', `sample ${options.index} has no label`);
  if (label >= scores.length) fail('QT3008', `sample ${options.index} has class ${label}; the network has ${scores.length} classes`);
  return rankOf(scores, label) < options.within ? 100 : 0;
}

/** The metric of one sample; null where the network itself is the reference. */
function score(metric: MetricName, index: number, outputs: readonly TensorData[], reference: { readonly sample: Sample; readonly float: readonly TensorData[] }): number {
  const { sample, float } = reference;
  switch (metric) {
    case 'top1': return hits(outputs, sample.label, { within: 1, index });
    case 'top5': return hits(outputs, sample.label, { within: 5, index });
    case 'agreement': return argMax(first(outputs)) === argMax(first(float)) ? 100 : 0;
    case 'auc': return meanSquaredError(sample.inputs.slice(0, 1), outputs.slice(0, 1), index);
    case 'mse': return meanSquaredError(sample.expected ?? float, outputs, index);
  }
}

const CLASSIFIER: readonly MetricName[] = ['top1', 'top5', 'agreement'];

function makeRow(metric: MetricName, index: number, outputs: SampleOutputs, sample: Sample): EvaluationRow {
  const { float, quantized, beforeSoftmax } = outputs;
  checkFinite(index, float, 'float');
  if (quantized !== null) checkFinite(index, quantized, 'quantized');
  const reference = { sample, float };
  const powers = quantized === null ? null : powersOf(float, quantized);
  const judged = beforeSoftmax === undefined ? powers : powersOf(beforeSoftmax.float, beforeSoftmax.quantized);
  return {
    index,
    label: sample.label,
    group: sample.group,
    float: score(metric, index, float, reference),
    quantized: quantized === null ? null : score(metric, index, quantized, reference),
    agrees: quantized === null || !CLASSIFIER.includes(metric) ? null : argMax(first(float)) === argMax(first(quantized)),
    power: judged === null ? null : sumPowers(judged),
    relativeError: powers === null ? null : powers.reduce((worst, p) => Math.max(worst, relativeError(p)), 0),
  };
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((v) => v !== null);
  return known.length === 0 ? null : known.reduce((sum, v) => sum + v, 0) / known.length;
}

/** AUC of the mean score of each group; label 1 is the anomaly. Throws QT3013 without labels of both kinds. */
function groupAuc(rows: readonly EvaluationRow[], network: 'float' | 'quantized'): number | null {
  if (rows.some((row) => row[network] === null)) return null;
  const groups = new Map<number, EvaluationRow[]>();
  for (const row of rows) {
    const members = groups.get(row.group);
    if (members === undefined) groups.set(row.group, [row]);
    else members.push(row);
  }
  const scored = [...groups.values()].map((members) => {
    const label = members[0]?.label;
    if (label !== 0 && label !== 1) return fail('QT3013', `the metric auc needs labels 0 (normal) and 1 (anomaly); found ${label ?? 'no label'}`);
    return { score: mean(members.map((m) => m[network])) ?? 0, positive: label === 1 };
  });
  return areaUnderRoc(scored) ?? fail('QT3013', `the metric auc needs normal and anomalous samples; all ${scored.length} are of one kind`);
}

function summarise(metric: MetricName, rows: readonly EvaluationRow[]): EvaluationResult {
  const figure = (network: 'float' | 'quantized'): number | null => (metric === 'auc' ? groupAuc(rows, network) : mean(rows.map((row) => row[network])));
  const powers = rows.flatMap((row) => (row.power === null ? [] : [row.power]));
  const errors = rows.flatMap((row) => (row.relativeError === null ? [] : [row.relativeError]));
  return {
    metric,
    samples: rows.length,
    float: figure('float'),
    quantized: figure('quantized'),
    agreement: mean(rows.map((row) => (row.agrees === null ? null : row.agrees ? 100 : 0))),
    outputSqnrDb: powers.length === 0 ? null : sqnrDb(sumPowers(powers)),
    maxRelativeError: errors.length === 0 ? null : errors.reduce((worst, e) => Math.max(worst, e), 0),
  };
}

const LABELLED: readonly MetricName[] = ['top1', 'top5', 'auc'];

/** The metric a data set asks for; top1 where it has labels, agreement where it has none. Throws QT3013 where labels are missing for it. */
export function metricOf({ metric, labels, description }: Pick<DataSet, 'metric' | 'labels'> & { readonly description?: DataSet['description'] }): MetricName {
  if (metric !== null && labels === null && LABELLED.includes(metric)) fail('QT3013', `the metric ${metric} needs labels; the data set has none`, { where: description === undefined ? {} : { file: description.path } });
  return metric ?? (labels === null ? 'agreement' : 'top1');
}

/** Begins an evaluation by `metric`; see MetricName for what each needs of the samples. */
export function createEvaluation(metric: MetricName): Evaluation {
  const rows = new Map<number, EvaluationRow>();
  const put = (row: EvaluationRow): void => {
    invariant(!rows.has(row.index), `sample ${row.index} was evaluated twice`);
    rows.set(row.index, row);
  };
  const ordered = (): EvaluationRow[] => [...rows.values()].sort((a, b) => a.index - b.index);
  return {
    metric,
    add: (index, outputs, sample) => put(makeRow(metric, index, outputs, sample)),
    rows: ordered,
    merge: (others) => others.forEach(put),
    result: () => summarise(metric, ordered()),
  };
}
