// A quantized model through the pipeline and the executor, beside ONNX Runtime on the same bytes: how many outputs differ by how many steps.
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { encodeInputs, realOutputs } from '../../src/execute/encode.ts';
import { Executor } from '../../src/execute/executor.ts';
import { loadRuntime } from '../../src/execute/runtime-module.ts';
import type { TensorData } from '../../src/ir/dtype.ts';
import { type Graph, valueOf } from '../../src/ir/graph.ts';
import type { IoType } from '../../src/passes/io-type.ts';
import { quantizeModel } from '../../src/pipeline.ts';
import { EXECUTOR_ISA, programFor } from '../../src/stages.ts';
import { openOracle } from './onnxruntime.ts';

export interface Compiled {
  readonly graph: Graph;
  readonly warnings: readonly Diagnostic[];
  /** Real inputs to real outputs. */
  run(inputs: readonly TensorData[]): Float32Array[];
}

export async function compileQdq(bytes: Uint8Array, ioType?: IoType): Promise<Compiled> {
  const warnings: Diagnostic[] = [];
  const { graph } = await quantizeModel({ bytes, file: 'm.onnx' }, { precision: 'int8', threads: 1, report: (d) => warnings.push(d), ...(ioType ? { ioType } : {}) });
  const program = programFor(graph, EXECUTOR_ISA, 'm.onnx');
  const executor = Executor.create(program, loadRuntime());
  return { graph, warnings, run: (inputs) => realOutputs(program, executor.run(encodeInputs(program, inputs))) };
}

/** How many output values differ by 0, 1 and more steps of the graph's output scales (1 for float outputs that are no conversion). */
export type Steps = readonly [number, number, number];

function scaleOf(graph: Graph, index: number): number {
  const id = graph.outputs[index] ?? '';
  const producer = graph.nodes.find((n) => n.outputs.includes(id));
  const stored = valueOf(graph, producer?.op === 'DequantizeLinear' ? (producer.inputs[0] ?? id) : id);
  return stored.quant?.scale[0] ?? 1;
}

/** Int8 operators of the oracle are those of Arm unless `session` says otherwise. */
export async function stepsFromOracle(bytes: Uint8Array, samples: readonly (readonly TensorData[])[], session: Readonly<Record<string, string>> = { qdqisint8allowed: '1' }): Promise<Steps> {
  const compiled = await compileQdq(bytes);
  const oracle = await openOracle(bytes, session);
  const steps: [number, number, number] = [0, 0, 0];
  for (const inputs of samples) {
    const expected = await oracle.run(inputs);
    compiled.run(inputs).forEach((actual, i) => {
      const scale = scaleOf(compiled.graph, i);
      actual.forEach((v, k) => (steps[Math.min(2, Math.round(Math.abs(v - Number(expected[i]?.[k])) / scale)) as 0 | 1 | 2] += 1));
    });
  }
  await oracle.close();
  return steps;
}

/** Share of values that differ; infinite where one differs by more than a step. */
export function shareOff([same, one, more]: Steps): number {
  return more > 0 ? Infinity : one / (same + one);
}
