import { describe, expect, it } from 'vitest';
import { constant, graphOf, input } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';
import { differenceFromOracle, floatInputs, modelBytes } from '../support/model-builder.ts';
import { type RecurrentSpec, recurrentModel } from '../support/recurrent-model.ts';

type Case = readonly [name: string, spec: Omit<RecurrentSpec, 'op'>];

const FUNCTIONS = ['Relu', 'Tanh', 'Sigmoid', 'Affine', 'LeakyRelu', 'ThresholdedRelu', 'ScaledTanh', 'HardSigmoid', 'Elu', 'Softsign', 'Softplus'];

const CASES: readonly Case[] = [
  ['one direction', {}],
  ['both directions, states, lengths', { attrs: { direction: 'bidirectional' }, states: true, lens: [4, 1] }],
  ['backwards, clip', { attrs: { direction: 'reverse', clip: { float: 0.25 } } }],
  ...FUNCTIONS.map((name): Case => [name, { attrs: { activations: [name], activation_alpha: { float: [0.5] }, activation_beta: { float: [0.3] } } }]),
  ['computed weights without bias', { computed: true, bias: false }],
];

describe('RNN', () => {
  it.each(CASES)('equals ONNX Runtime: %s', async (_name, spec) => {
    const model = recurrentModel({ op: 'RNN', ...spec });
    expect(await differenceFromOracle(modelBytes(model), floatInputs(model))).toBeLessThan(2e-6);
  });

  it('reads sequences first', () => {
    const graph = graphOf('RNN', [input([2, 4, 3]), constant([2, 5, 3]), constant([2, 5, 5]), constant([2, 10])], { attrs: { layout: 1, direction: 'bidirectional', hidden_size: 5 } });
    expect(runFloat(graph).error).toBeLessThan(2e-6);
  });

  it.each(['forward', 'reverse', 'bidirectional'])('is computed in integers: %s', (direction) => {
    const d = direction === 'bidirectional' ? 2 : 1;
    const graph = graphOf('RNN', [input([6, 2, 3]), constant([d, 5, 3]), constant([d, 5, 5]), constant([d, 10])], { attrs: { hidden_size: 5, direction } });
    const run = runInt8(graph);
    expect(run.steps).toBeLessThan(4);
    expect(run.arithmeticSteps).toBeLessThan(3);
    expect(run.kernels.filter((name) => name === 'rnn_s8')).toHaveLength(d);
  });
});
