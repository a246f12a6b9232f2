// Models that others quantized, the four MLPerf Tiny networks among them: all integer, and the outputs of ONNX Runtime on the same file, before Softmax.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { floatStage, importStage, inputSpecs } from '../../src/stages.ts';
import { MODEL_PROTO } from '../../src/onnx/schema.ts';
import { floatUnits } from '../../src/quantize/integer-only.ts';
import { openBenchData } from '../support/bench-networks.ts';
import { compileQdq, shareOff, stepsFromOracle } from '../support/qdq-run.ts';
import { typedOps } from '../support/quantized-graph.ts';
import { describeShared, sharedModel } from '../support/shared.ts';

/** The model without its last Softmax. */
function withoutSoftmax(bytes: Uint8Array): Uint8Array {
  const model = MODEL_PROTO.toObject(MODEL_PROTO.decode(bytes));
  const { graph } = model;
  const softmax = graph.node.find((n: { opType: string }) => n.opType === 'Softmax');
  if (softmax === undefined) return bytes;
  const node = graph.node.filter((n: object) => n !== softmax);
  return MODEL_PROTO.encode(MODEL_PROTO.fromObject({ ...model, graph: { ...graph, node, output: [{ ...graph.output[0], name: softmax.input[0] }] } })).finish();
}

const FILES = [
  { file: 'kws_dscnn_int8_qdq', dataset: 'kws01', samples: 60 },
  { file: 'ad_fc_autoencoder_int8_qdq', dataset: 'ad01-eval', samples: 40 },
  { file: 'vww_mobilenetv1_025_96_int8_qdq', dataset: 'vww01', samples: 60 },
  { file: 'ic_resnet8_int8_qdq', dataset: 'cifar10-test-raw', samples: 30 },
];

describeShared('quantized files', () => {
  it('MNIST with ConvInteger and MatMulInteger', async () => {
    const bytes = new Uint8Array(readFileSync(sharedModel('mnist/models/mnist_zoo_int8_qoperator.onnx')));
    const { graph, warnings } = await compileQdq(bytes);
    expect([warnings, floatUnits(graph)]).toEqual([[], []]);
    expect(typedOps(graph).filter((o) => /Conv|Gemm/.test(o))).toEqual(['Conv i8,i16,i32 -> i8', 'Conv i8,i16,i32 -> i8', 'Gemm i8,i8,i32 -> f32']);
  });

  it.each(FILES)('$file', async ({ file, dataset, samples }) => {
    const bytes = withoutSoftmax(new Uint8Array(readFileSync(sharedModel(`mlperf_tiny/models/${file}.onnx`))));
    const { graph, warnings } = await compileQdq(bytes);
    expect([warnings, floatUnits(graph)]).toEqual([[], []]);
    const data = openBenchData({ dataset: `datasets/${dataset}.json`, select: { first: samples } }, inputSpecs(floatStage(importStage({ bytes, file }), file)));
    const inputs = Array.from({ length: samples }, (_, i) => data.sample(i).inputs);
    data.close();
    expect(shareOff(await stepsFromOracle(bytes, inputs))).toBeLessThanOrEqual(0.01);
  }, 120_000);
});
