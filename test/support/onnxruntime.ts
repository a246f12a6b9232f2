// ONNX Runtime as the independent oracle of the tests: one thread, its default graph optimisations.
// Tensors go in and come out as plain typed arrays; nothing of the product uses this file.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { DType, TensorData } from '../../src/ir/dtype.ts';

export interface OracleTensor {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
}

export interface Oracle {
  /** Inputs with free axes of length 1. */
  readonly inputs: readonly OracleTensor[];
  readonly outputNames: readonly string[];
  /** One array per input in order; one per output in order. */
  run(inputs: readonly TensorData[]): Promise<TensorData[]>;
  /** As `run`, with the shapes of the outputs. */
  runTensors(inputs: readonly TensorData[]): Promise<{ readonly shape: readonly number[]; readonly data: TensorData }[]>;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, DType>> = {
  float32: 'f32', float64: 'f64', int8: 'i8', uint8: 'u8', int16: 'i16', uint16: 'u16', int32: 'i32', uint32: 'u32', int64: 'i64', uint64: 'u64', bool: 'bool',
};

function typeName(dtype: DType): Tensor.Type {
  const found = Object.entries(TYPES).find(([, d]) => d === dtype);
  return (found?.[0] ?? 'float32') as Tensor.Type;
}

function describeInputs(session: InferenceSession): OracleTensor[] {
  return session.inputMetadata.map((input) => {
    if (!input.isTensor) throw new Error(`input ${input.name} is not a tensor`);
    return { name: input.name, dtype: TYPES[input.type] ?? 'f32', shape: input.shape.map((d) => (typeof d === 'number' && d > 0 ? d : 1)) };
  });
}

function isNumeric(data: Tensor['data']): data is Extract<Tensor['data'], TensorData> {
  return ArrayBuffer.isView(data);
}

/** Opens a model file (or its bytes); `session` are entries of its configuration. */
export async function openOracle(model: string | Uint8Array, session: Readonly<Record<string, string>> = {}): Promise<Oracle> {
  return opened(model, { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential', logSeverityLevel: 3, extra: { session } });
}

async function opened(model: string | Uint8Array, options: InferenceSession.SessionOptions): Promise<Oracle> {
  const session = typeof model === 'string' ? await InferenceSession.create(model, options) : await InferenceSession.create(model, options);
  const inputs = describeInputs(session);
  const runTensors: Oracle['runTensors'] = async (arrays) => {
    const feeds = Object.fromEntries(inputs.map((spec, i) => [spec.name, new Tensor(typeName(spec.dtype), arrays[i] as Float32Array, spec.shape)]));
    const results = await session.run(feeds);
    return session.outputNames.map((name) => {
      const tensor = results[name];
      if (tensor === undefined || !isNumeric(tensor.data)) throw new Error(`output ${name} is not numeric`);
      return { shape: tensor.dims, data: tensor.data };
    });
  };
  return {
    inputs,
    outputNames: session.outputNames,
    run: async (arrays) => (await runTensors(arrays)).map((t) => t.data),
    runTensors,
    close: () => session.release(),
  };
}

/** Runs a model once. */
export async function runOnnxRuntime(model: string | Uint8Array, inputs: readonly TensorData[]): Promise<TensorData[]> {
  const oracle = await openOracle(model);
  try {
    return await oracle.run(inputs);
  } finally {
    await oracle.close();
  }
}
