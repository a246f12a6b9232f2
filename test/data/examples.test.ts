// The examples are what the documentation shows: their data open, are disjoint, and give the accuracy of their models.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEvaluation } from '../../src/data/metrics.ts';
import { openDataSet } from '../../src/data/open-data-set.ts';
import { openOracle } from '../support/onnxruntime.ts';
import { CHECKOUT } from '../support/shared.ts';

const EXAMPLES = join(CHECKOUT, 'examples');

describe.each([
  ['resnet8', 200, 89],
  ['kws', 200, 89],
])('examples/%s', (name, samples, accuracy) => {
  it('has the accuracy of the float model', async () => {
    const oracle = await openOracle(join(EXAMPLES, name, 'model.onnx'));
    const data = openDataSet(join(EXAMPLES, name, 'evaluation.json'), { inputs: oracle.inputs });
    const evaluation = createEvaluation('top1');
    for (let i = 0; i < data.length; i++) {
      const sample = data.sample(i);
      evaluation.add(i, { float: await oracle.run(sample.inputs), quantized: null }, sample);
    }
    expect(evaluation.result()).toMatchObject({ samples, float: accuracy });
    data.close();
    await oracle.close();
  });

  it('calibrates on 100 other samples', () => {
    const [calibration, evaluation] = ['calibration', 'evaluation'].map((part) => readFileSync(join(EXAMPLES, name, `${part}.bin`)));
    const size = (evaluation?.length ?? 0) / 200;
    const records = (bytes: Buffer | undefined): string[] => Array.from({ length: (bytes?.length ?? 0) / size }, (_, i) => bytes?.toString('latin1', i * size, (i + 1) * size) ?? '');
    const evaluated = new Set(records(evaluation));
    expect(records(calibration)).toHaveLength(100);
    expect(records(calibration).filter((record) => evaluated.has(record))).toEqual([]);
  });

  it('stays small', () => {
    const sizes = ['model.onnx', 'calibration.bin', 'evaluation.bin'].map((file) => statSync(join(EXAMPLES, name, file)).size);
    expect(sizes.reduce((a, b) => a + b, 0)).toBeLessThan(1_500_000);
  });
});
