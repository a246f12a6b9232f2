// What a data set is to the rest of the compiler: numbered samples, already in the element type and layout of the model inputs.
// A data set holds open files and at most one decoded sample; it never decodes all samples at once.
import type { Report } from '../diagnostics/diagnostic.ts';
import type { DType, TensorData } from '../ir/dtype.ts';
import type { Shape } from '../ir/tensor.ts';
import type { MetricName } from './metrics/metric-name.ts';
import type { Selection } from './selection.ts';
import type { RandomOptions } from './sources/random.ts';

/** A model input (or output) that samples are made for; the shape is static and includes the batch axis. */
export interface TensorSpec {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: Shape;
}

export interface Sample {
  /** One array per model input, in their order, row-major, of the input's element type and element count. */
  readonly inputs: readonly TensorData[];
  /** Class number, 0 or 1 for anomaly detection, null where the data set has no labels. */
  readonly label: number | null;
  /** Samples of one group are scored together (windows of one recording); otherwise the number of the sample. */
  readonly group: number;
  /** Expected outputs, one per `outputs` of the options, where the data set holds them. */
  readonly expected: readonly TensorData[] | null;
}

export interface DataSetOptions {
  readonly inputs: readonly TensorSpec[];
  /** Model outputs; a .npz may hold an array for each of them, which then is the expected output. */
  readonly outputs?: readonly TensorSpec[];
  /** Applied after the `select` of a dataset.json. */
  readonly selection?: Selection;
  /** Replaces the `root` of a dataset.json. */
  readonly root?: string;
  /** Random numbers instead of what `path` names; it then only names them. */
  readonly random?: Omit<RandomOptions, 'inputs'>;
}

/** Everything a worker thread needs to open the same data set: `openDataSet(d.path, d)`. Survives a structured clone. */
export interface DataSetDescription extends DataSetOptions {
  readonly path: string;
}

export interface DataSet {
  readonly length: number;
  /** Labels of the selected samples, or null where there are none. */
  readonly labels: readonly number[] | null;
  /** Class names, how many classes there are, or null where the data set does not say. */
  readonly classes: readonly string[] | number | null;
  /** The metric dataset.json asks for. */
  readonly metric: MetricName | null;
  readonly description: DataSetDescription;
  /** Decodes sample `index` (0 <= index < length). Throws QT3004 on damaged files, QT3009 on NaN or infinity. */
  sample(index: number): Sample;
  /** Where sample `index` comes from, for messages: a file name, or a file name with a record number. */
  nameOf(index: number): string;
  close(): void;
}

export type { MetricName, Report, Selection };
