import { describe, expect, it } from 'vitest';
import { constant, graphOf, input } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';
import { differenceFromOracle, floatInputs, modelBytes } from '../support/model-builder.ts';
import { type RecurrentSpec, recurrentModel } from '../support/recurrent-model.ts';

type Case = readonly [name: string, spec: Omit<RecurrentSpec, 'op'>];

const CASES: readonly Case[] = [
  ['one direction', {}],
  ['without bias', { bias: false }],
  ['linear before the reset', { attrs: { linear_before_reset: 1 } }],
  ['linear before the reset, both directions, states', { attrs: { linear_before_reset: 1, direction: 'bidirectional' }, states: true }],
  ['both directions with lengths', { attrs: { direction: 'bidirectional' }, lens: [2, 4] }],
  ['clip', { attrs: { clip: { float: 0.25 } }, states: true }],
  ['other functions', { attrs: { activations: ['HardSigmoid', 'Relu'] } }],
  ['the last state only', { outputs: ['', 'Y_h'], attrs: { direction: 'reverse' } }],
  ['computed weights', { computed: true, states: true, attrs: { linear_before_reset: 1 } }],
];

describe('GRU', () => {
  it.each(CASES)('equals ONNX Runtime: %s', async (_name, spec) => {
    const model = recurrentModel({ op: 'GRU', ...spec });
    expect(await differenceFromOracle(modelBytes(model), floatInputs(model))).toBeLessThan(2e-6);
  });

  it.each([0, 1])('reads sequences first, linear_before_reset %i', (linear_before_reset) => {
    const graph = graphOf('GRU', [input([2, 4, 3]), constant([2, 15, 3]), constant([2, 15, 5]), constant([2, 30])], { attrs: { layout: 1, direction: 'bidirectional', hidden_size: 5, linear_before_reset } });
    expect(runFloat(graph).error).toBeLessThan(2e-6);
  });

  it.each(['forward', 'reverse', 'bidirectional'])('is computed in integers: %s', (direction) => {
    const d = direction === 'bidirectional' ? 2 : 1;
    const graph = graphOf('GRU', [input([6, 2, 3]), constant([d, 15, 3]), constant([d, 15, 5]), constant([d, 30])], { attrs: { hidden_size: 5, direction, linear_before_reset: Number(direction === 'reverse') } });
    const run = runInt8(graph);
    expect(run.steps).toBeLessThan(4);
    expect(run.arithmeticSteps).toBeLessThan(3);
    expect(run.kernels.filter((name) => name === 'gru_s8')).toHaveLength(d);
  });
});
