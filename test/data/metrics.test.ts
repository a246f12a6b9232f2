import { describe, expect, it } from 'vitest';
import type { Sample } from '../../src/data/data-set.ts';
import { type MetricName, createEvaluation, metricOf } from '../../src/data/metrics.ts';
import { refusal } from '../support/data-files.ts';

const f = (...values: number[]): Float32Array => Float32Array.from(values);
const sample = (over: Partial<Sample> = {}): Sample => ({ inputs: [f(0)], label: null, group: 0, expected: null, ...over });

type Outputs = readonly [Float32Array, Float32Array | null, Partial<Sample>?];

function evaluate(metric: MetricName, outputs: readonly Outputs[]): ReturnType<ReturnType<typeof createEvaluation>['result']> {
  const evaluation = createEvaluation(metric);
  outputs.forEach(([float, quantized, over], i) => evaluation.add(i, { float: [float], quantized: quantized && [quantized] }, sample({ group: i, ...over })));
  return evaluation.result();
}

describe('classification', () => {
  it('counts top-1, agreement, SQNR and relative error', () => {
    const result = evaluate('top1', [
      [f(1, 3), f(1, 2), { label: 1 }],
      [f(4, 1), f(2, 3), { label: 0 }],
    ]);
    expect(result).toMatchObject({ metric: 'top1', samples: 2, float: 100, quantized: 50, agreement: 50 });
    expect(result.outputSqnrDb).toBeCloseTo(10 * Math.log10(27 / 9), 10);
    expect(result.maxRelativeError).toBeCloseTo(0.5, 10);
  });

  it('counts top-5, ties to the lower class', () => {
    const scores = f(6, 5, 4, 3, 2, 2);
    expect(evaluate('top5', [[scores, null, { label: 4 }], [scores, null, { label: 5 }]])).toMatchObject({ float: 50, quantized: null, agreement: null, outputSqnrDb: null });
    expect(evaluate('top1', [[f(1, 1), null, { label: 1 }]]).float).toBe(0);
  });

  it('needs no labels for agreement', () => {
    expect(evaluate('agreement', [[f(1, 2), f(0, 1)], [f(1, 2), f(3, 1)]])).toMatchObject({ float: 100, quantized: 50, agreement: 50 });
  });

  it('takes the SQNR before softmax where it is given', () => {
    const evaluation = createEvaluation('agreement');
    evaluation.add(0, { float: [f(0, 1)], quantized: [f(0, 1)], beforeSoftmax: { float: [f(10, 0)], quantized: [f(9, 0)] } }, sample());
    expect(evaluation.result()).toMatchObject({ agreement: 100, maxRelativeError: 0 });
    expect(evaluation.result().outputSqnrDb).toBeCloseTo(20, 10);
  });
});

describe('reconstruction and regression', () => {
  it('computes the AUC of the mean error of each group', () => {
    const window = (error: number, group: number, label: number): Outputs => [f(error), f(-error), { inputs: [f(0)], group, label }];
    const result = evaluate('auc', [window(1, 0, 0), window(3, 0, 0), window(2, 1, 1), window(4, 1, 1), window(2, 2, 0)]);
    expect(result).toMatchObject({ float: 1, quantized: 1, agreement: null });
  });

  it('compares with expected outputs, else with float', () => {
    expect(evaluate('mse', [[f(1, 2), f(1, 4), { expected: [f(2, 2)] }]])).toMatchObject({ float: 0.5, quantized: 2.5 });
    expect(evaluate('mse', [[f(1, 2), f(1, 4)]])).toMatchObject({ float: 0, quantized: 2, agreement: null });
  });

  it('has an infinite SQNR without error', () => {
    expect(evaluate('mse', [[f(1, 2), f(1, 2)]]).outputSqnrDb).toBe(Infinity);
  });
});

describe('merging', () => {
  it('does not depend on which worker had which sample', () => {
    const outputs = (i: number): [Float32Array, Float32Array] => [f(Math.sin(i), Math.cos(i) / 3), f(Math.sin(i) + 1e-3 * i, Math.cos(i) / 3)];
    const whole = createEvaluation('agreement');
    const parts = [createEvaluation('agreement'), createEvaluation('agreement'), createEvaluation('agreement')];
    for (let i = 0; i < 20; i++) {
      const [float, quantized] = outputs(i);
      whole.add(i, { float: [float], quantized: [quantized] }, sample());
      parts[(i * 7) % 3]?.add(i, { float: [float], quantized: [quantized] }, sample());
    }
    const merged = createEvaluation('agreement');
    for (const part of [...parts].reverse()) merged.merge(structuredClone(part.rows()));
    expect(merged.result()).toEqual(whole.result());
  });

  it('refuses a sample twice', () => {
    const evaluation = createEvaluation('agreement');
    const add = (): void => evaluation.add(0, { float: [f(1)], quantized: null }, sample());
    add();
    expect(refusal(add)).toMatch(/^QT9001/);
  });
});

describe('refusals', () => {
  it.each<[string, MetricName, readonly Outputs[], RegExp]>([
    ['top1 without a label', 'top1', [[f(1, 2), null]], /^QT3013: sample 0 has no label/],
    ['a class the network does not have', 'top1', [[f(1, 2), null, { label: 2 }]], /^QT3008: sample 0 has class 2; the network has 2/],
    ['auc of one kind', 'auc', [[f(1), null, { label: 0 }]], /^QT3013: .*one kind/],
    ['auc without labels', 'auc', [[f(1), null]], /^QT3013: .*no label/],
    ['auc of a network that does not reconstruct', 'auc', [[f(1, 2), null, { label: 0 }]], /^QT3013: .*cannot be compared/],
    ['NaN outputs', 'agreement', [[f(1, NaN), null]], /^QT3015: the float network/],
    ['infinite outputs', 'agreement', [[f(1, 2), f(Infinity, 1)]], /^QT3015: the quantized network/],
  ])('%s', (_, metric, outputs, expected) => {
    expect(refusal(() => evaluate(metric, outputs))).toMatch(expected);
  });
});

describe('metricOf', () => {
  it('takes what the data set asks for, else what its labels allow', () => {
    expect(metricOf({ metric: 'auc', labels: [0, 1] })).toBe('auc');
    expect(metricOf({ metric: 'mse', labels: null })).toBe('mse');
    expect(metricOf({ metric: null, labels: [1] })).toBe('top1');
    expect(metricOf({ metric: null, labels: null })).toBe('agreement');
  });

  it('refuses a metric that needs labels where there are none, before anything runs (QT3013)', () => {
    for (const metric of ['top1', 'top5', 'auc'] as const) expect(refusal(() => metricOf({ metric, labels: null }))).toMatch(/^QT3013: the metric .* needs labels/);
  });
});
