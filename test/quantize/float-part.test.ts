// A network whose first convolution is quantized by the model and whose second is not.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeInputs, realOutputs } from '../../src/execute/encode.ts';
import { Executor } from '../../src/execute/executor.ts';
import { loadRuntime } from '../../src/execute/runtime-module.ts';
import { valueOf } from '../../src/ir/graph.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { quantizeModel } from '../../src/pipeline.ts';
import { floatPart } from '../../src/quantize/float-part.ts';
import { EXECUTOR_ISA, floatStage, importStage, inputSpecs, ownUnits, programFor } from '../../src/stages.ts';
import { randomFloats } from '../support/graph-builder.ts';
import { QdqModel, int8s } from '../support/qdq-model.ts';
import { runOnnxRuntime } from '../support/onnxruntime.ts';
import { typedOps } from '../support/quantized-graph.ts';

const INPUT = { scale: 0.0157, zero: -7 };
const MIDDLE = { scale: 0.0123, zero: -128 };

function network(): Uint8Array {
  const m = new QdqModel();
  m.input('x', [1, 2, 6, 6]);
  const first = m.node('Relu', [m.node('Conv', [m.both('x', INPUT), m.weights([4, 2, 3, 3], { scale: 0.01 }, int8s(72, 3))], { kernel_shape: [3, 3] })]);
  const second = m.node('Conv', [m.both(first, MIDDLE), m.constant('f32', [3, 4, 1, 1], Array.from(randomFloats(12, 5)))], { kernel_shape: [1, 1] });
  m.node('Softmax', [m.node('Flatten', [second])], { axis: 1 }, 'y');
  return m.bytes({ y: 'f32' });
}

async function quantized(calibrates: boolean): Promise<{ ops: string[]; middle: unknown; outputs: number[]; samples: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'quantune-float-part-'));
  try {
    const model = { bytes: network(), file: 'm.onnx' };
    const inputs = inputSpecs(floatStage(importStage(model), 'm.onnx'));
    for (let i = 0; i < 8; i++) writeFileSync(join(folder, `${i}.npy`), npy(randomFloats(72, 60 + i)));
    const dataSet = { path: folder, inputs };
    const result = await quantizeModel(model, { precision: 'int8', threads: 1, report: () => undefined, ...(calibrates ? { calibration: { dataSet, observer: 'min-max' } } : {}) });
    const program = programFor(result.graph, EXECUTOR_ISA, 'm.onnx');
    const [y = new Float32Array()] = realOutputs(program, Executor.create(program, loadRuntime()).run(encodeInputs(program, [randomFloats(72, 60)])));
    const conv = result.graph.nodes.filter((n) => n.op === 'Conv')[1];
    return { ops: typedOps(result.graph), middle: valueOf(result.graph, conv?.inputs[0] ?? '').quant, outputs: Array.from(y), samples: result.calibrationSamples };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A float32 array of shape [1,2,6,6] as a .npy file. */
function npy(data: Float32Array): Uint8Array {
  const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2, 6, 6), }".padEnd(117) + '\n';
  return Buffer.concat([Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8]), Buffer.from(header), Buffer.from(data.buffer)]);
}

describe('the float part of a quantized model', () => {
  it('is what holds weights away from the conversions, with what is connected to it', () => {
    const graph = ownUnits(floatStage(importStage({ bytes: network(), file: 'm.onnx' }), 'm.onnx'), undefined);
    const part = floatPart(graph, REGISTRY);
    expect(graph.nodes.filter((n) => part.get(n.id) === 'int8').map((n) => n.op)).toEqual(['Conv', 'Transpose', 'Reshape', 'Softmax']);
  });

  it('is quantized on top where there are samples, and the scales of the model stay', async () => {
    const [without, on] = [await quantized(false), await quantized(true)];
    expect(without.ops.filter((o) => o.startsWith('Conv'))).toEqual(['Conv i8,i8 -> i8', 'Conv f32,f32 -> f32']);
    expect(on.ops.filter((o) => o.startsWith('Conv'))).toEqual(['Conv i8,i8 -> i8', 'Conv i8,i8 -> i8']);
    expect(on.middle).toEqual({ scale: [Math.fround(MIDDLE.scale)], zeroPoint: [MIDDLE.zero], axis: null });
    expect([without.samples, on.samples]).toEqual([0, 8]);
    const [expected] = await runOnnxRuntime(network(), [randomFloats(72, 60)]);
    const error = Math.max(...on.outputs.map((v, i) => Math.abs(v - Number(expected?.[i]))));
    expect(error).toBeLessThan(0.02);
  });
});
