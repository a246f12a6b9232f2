// Accuracy of a generated folder from what its firmware wrote: samples encoded as report.json says, outputs decoded and judged by a metric.
import type { Sample } from '../data/data-set.ts';
import { type EvaluationResult, type MetricName, createEvaluation, metricOf } from '../data/metrics.ts';
import { openDataSet } from '../data/open-data-set.ts';
import { type IoProgram, encodeInputs, realOutputs } from '../execute/encode.ts';
import { Executor } from '../execute/executor.ts';
import { loadRuntime } from '../execute/runtime-module.ts';
import { type DType, bytesOf, isDType, viewData } from '../ir/dtype.ts';
import { elementCount } from '../ir/tensor.ts';
import { EXECUTOR_ISA, floatStage, programFor } from '../stages.ts';
import type { CompileReport, IoReport } from '../report/report.ts';
import type { GeneratedFolder } from './generated-folder.ts';
import { type InputFlags, loadModel } from './model-options.ts';

export interface FolderSamples {
  readonly inputs: Uint8Array;
  readonly samples: readonly Sample[];
  readonly metric: MetricName;
  /** Outputs of the float model, where --model was given. */
  readonly float: readonly (readonly Float32Array[])[] | null;
}

export type FolderEvaluation = EvaluationResult;

/** Inputs and outputs of the report as an encoder sees them. */
function ioProgram(report: CompileReport): IoProgram {
  const all = [...report.inputs, ...report.outputs];
  const buffer = (io: IoReport, id: number): IoProgram['buffers'][number] => ({
    id, name: io.name, dtype: dtypeOf(io), shape: io.shape, bytes: elementCount(io.shape) * bytesOf(dtypeOf(io)),
    ...(io.scale === undefined || io.zeroPoint === undefined ? {} : { quant: { scale: [io.scale], zeroPoint: [io.zeroPoint], axis: null } }),
  });
  return {
    buffers: all.map(buffer),
    inputs: report.inputs.map((io, i) => ({ name: io.name, buffer: i })),
    outputs: report.outputs.map((io, i) => ({ name: io.name, buffer: report.inputs.length + i })),
  };
}

function dtypeOf(io: IoReport): DType {
  return isDType(io.dtype) ? io.dtype : 'f32';
}

function bytesOfArrays(parts: readonly ArrayBufferView[]): Uint8Array {
  return Buffer.concat(parts.map((p) => Buffer.from(p.buffer, p.byteOffset, p.byteLength)));
}

/** Samples of a data set in the form the firmware takes. Throws QT3xxx. */
export function openSamples(generated: GeneratedFolder, options: InputFlags & { dataset: string; model?: string; samples?: number }): FolderSamples {
  const program = ioProgram(generated.report);
  const [first] = generated.report.inputs;
  const normalization = first?.mean !== undefined && first.std !== undefined ? { mean: first.mean, std: first.std } : null;
  const inputs = generated.report.inputs.map((io) => ({ name: io.name, dtype: io.scale === undefined ? dtypeOf(io) : ('f32' as const), shape: io.shape }));
  const dataSet = openDataSet(options.dataset, { inputs });
  const count = Math.min(dataSet.length, options.samples ?? Infinity);
  const samples = Array.from({ length: count }, (_, i) => dataSet.sample(i));
  const metric = metricOf(dataSet);
  dataSet.close();
  const encoded = samples.flatMap((s) => encodeInputs(program, s.inputs, normalization));
  return { inputs: bytesOfArrays(encoded), samples, metric, float: options.model === undefined ? null : floatOutputs(options.model, options, samples) };
}

function floatOutputs(file: string, flags: InputFlags, samples: readonly Sample[]): Float32Array[][] {
  const program = programFor(floatStage(loadModel(file, flags), file), EXECUTOR_ISA, file);
  const executor = Executor.create(program, loadRuntime());
  return samples.map((s) => realOutputs(program, executor.run(s.inputs)));
}

function decode(report: CompileReport, bytes: Uint8Array): Float32Array[] {
  const program = ioProgram(report);
  let at = 0;
  const raw = report.outputs.map((io, i) => {
    const buffer = program.buffers[report.inputs.length + i];
    const length = buffer?.bytes ?? 0;
    const part = Uint8Array.from(bytes.subarray(at, at + length));
    at += length;
    return viewData(dtypeOf(io), part.buffer, 0, length / bytesOf(dtypeOf(io)));
  });
  return realOutputs(program, raw);
}

/** Judges what the firmware wrote for `samples`. Without a float model only labelled metrics say something; agreement and SQNR stay null. */
export function evaluateOutputs(generated: GeneratedFolder, samples: FolderSamples, outputs: Uint8Array): FolderEvaluation {
  const evaluation = createEvaluation(samples.metric);
  const each = outputs.length / samples.samples.length;
  samples.samples.forEach((sample, i) => {
    const quantized = decode(generated.report, outputs.subarray(i * each, (i + 1) * each));
    evaluation.add(i, { float: samples.float?.[i] ?? quantized, quantized }, sample);
  });
  const result = evaluation.result();
  return samples.float === null ? { ...result, float: null, agreement: null, outputSqnrDb: null, maxRelativeError: null } : result;
}
