// Proof that the data sets of bench/ are preprocessed as the models expect: the float accuracy under ONNX Runtime is the recorded one.
// A small part of each by default; all samples, compared to the recorded figure, with QUANTUNE_FULL=1.
import { expect, it } from 'vitest';
import type { DataSet } from '../../src/data/data-set.ts';
import { type EvaluationResult, createEvaluation } from '../../src/data/metrics.ts';
import { type BenchNetwork, benchNetworks, openBenchData } from '../support/bench-networks.ts';
import { type Oracle, openOracle } from '../support/onnxruntime.ts';
import { describeShared } from '../support/shared.ts';

const full = process.env['QUANTUNE_FULL'] === '1';

/** Enough samples to tell right preprocessing from wrong; fewer where an inference is slow. */
function sampleCount(network: BenchNetwork): number {
  if (full) return Infinity;
  return network.macs > 2e8 ? 10 : network.macs > 5e6 ? 40 : 100;
}

async function evaluate(network: BenchNetwork, oracle: Oracle, data: DataSet): Promise<EvaluationResult> {
  const evaluation = createEvaluation(full || network.metric !== 'auc' ? network.metric : 'mse');
  for (let i = 0; i < Math.min(data.length, sampleCount(network)); i++) {
    const sample = data.sample(i);
    evaluation.add(i, { float: await oracle.run(sample.inputs), quantized: null }, sample);
  }
  return evaluation.result();
}

/** Largest deviation in points: rounding in full, and four pictures of 400 where JPEG decoders differ; four standard deviations in part. */
function tolerance(network: BenchNetwork, samples: number): number {
  if (network.metric === 'auc') return 0.0005;
  if (full) return network.model.includes('imagenet') ? 1 : 0.006;
  const p = (network.float ?? 50) / 100;
  return 400 * Math.sqrt((p * (1 - p)) / samples);
}

describeShared('float accuracy of the bench networks', () => {
  for (const network of benchNetworks()) {
    it(network.name, { timeout: 900_000 }, async () => {
      const oracle = await openOracle(network.model);
      const data = openBenchData(network.evaluation, oracle.inputs);
      const result = await evaluate(network, oracle, data);
      if (full) console.log(`${network.name}\t${result.samples}\t${result.metric}\t${result.float?.toFixed(4)}\trecorded ${network.float}`);
      expect(result.float).not.toBeNull();
      if (result.metric === network.metric && network.float !== null) {
        expect(Math.abs((result.float ?? 0) - network.float)).toBeLessThanOrEqual(tolerance(network, result.samples));
      }
      data.close();
      await oracle.close();
    });
  }

  it('calibrates and evaluates on different samples', async () => {
    for (const network of benchNetworks()) {
      const oracle = await openOracle(network.model);
      const [calibration, evaluation] = [network.calibration, network.evaluation].map((part) => openBenchData(part, oracle.inputs));
      const names = (set: DataSet | undefined): string[] => Array.from({ length: set?.length ?? 0 }, (_, i) => set?.nameOf(i) ?? '');
      const evaluated = new Set(names(evaluation));
      expect(names(calibration).filter((name) => evaluated.has(name)), network.name).toEqual([]);
      [calibration, evaluation].forEach((set) => set?.close());
      await oracle.close();
    }
  }, 60_000);
});
