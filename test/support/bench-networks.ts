// bench/networks.json as typed records, with paths made absolute, and data sets opened for a model's inputs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSet, Selection, TensorSpec } from '../../src/data/data-set.ts';
import { openDataSet } from '../../src/data/open-data-set.ts';
import type { MetricName } from '../../src/data/metrics.ts';
import { CHECKOUT, MODELS_FOLDER, sharedModel } from './shared.ts';

export interface BenchPart {
  readonly dataset: string;
  readonly select: Selection;
}

export interface BenchNetwork {
  readonly name: string;
  readonly title: string;
  /** Absolute. */
  readonly model: string;
  readonly macs: number;
  readonly metric: MetricName;
  readonly calibration: BenchPart;
  readonly evaluation: BenchPart;
  /** Metric of the float network on the evaluation data. */
  readonly float: number | null;
  /** What ONNX Runtime's min-max quantization reaches: SQNR in dB, change in points, agreement in per cent. */
  readonly onnxRuntimeMinMax: { readonly samples: number; readonly outputSqnrDb: number; readonly change: number; readonly agreement: number | null } | null;
}

export function benchNetworks(): BenchNetwork[] {
  const file: { networks: BenchNetwork[] } = JSON.parse(readFileSync(join(CHECKOUT, 'bench', 'networks.json'), 'utf8'));
  return file.networks.map((n) => ({ ...n, model: sharedModel(n.model) }));
}

/** Opens the calibration or evaluation data of a network; shared data are taken from the folder that the tests use. */
export function openBenchData(part: BenchPart, inputs: readonly TensorSpec[]): DataSet {
  return openDataSet(join(CHECKOUT, 'bench', part.dataset), { inputs, selection: part.select, root: MODELS_FOLDER });
}
