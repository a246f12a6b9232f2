import { describe, expect, it } from 'vitest';
import { apply, constant, graphOf, input, rejection } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';
import { differenceFromOracle, floatInputs, modelBytes } from '../support/model-builder.ts';
import { type RecurrentSpec, recurrentModel } from '../support/recurrent-model.ts';

type Case = readonly [name: string, spec: Omit<RecurrentSpec, 'op'>];

const CASES: readonly Case[] = [
  ['one direction', {}],
  ['without bias', { bias: false }],
  ['backwards', { attrs: { direction: 'reverse' } }],
  ['both directions, peepholes, states', { attrs: { direction: 'bidirectional' }, peepholes: true, states: true }],
  ['both directions with lengths', { attrs: { direction: 'bidirectional' }, lens: [2, 4] }],
  ['forget gate from the input gate', { attrs: { input_forget: 1 }, peepholes: true }],
  ['clip', { attrs: { clip: { float: 0.25 } }, states: true }],
  ['other functions', { attrs: { activations: ['HardSigmoid', 'Softsign', 'ScaledTanh'], activation_alpha: { float: [0.3, 1.2] }, activation_beta: { float: [0.4, 0.8] } } }],
  ['functions of both directions', { attrs: { direction: 'bidirectional', activations: ['Sigmoid', 'LeakyRelu', 'Tanh', 'Affine', 'Elu', 'Softplus'], activation_alpha: { float: [0.05, 0.6, 0.9] }, activation_beta: { float: [0.1] } } }],
  ['the last state only', { outputs: ['', 'Y_h'] }],
  ['the last cell only', { outputs: ['', '', 'Y_c'] }],
  ['computed weights', { computed: true, peepholes: true, states: true, attrs: { direction: 'bidirectional' } }],
];

describe('LSTM', () => {
  it.each(CASES)('equals ONNX Runtime: %s', async (_name, spec) => {
    const model = recurrentModel({ op: 'LSTM', ...spec });
    expect(await differenceFromOracle(modelBytes(model), floatInputs(model))).toBeLessThan(2e-6);
  });

  it('reads sequences first', () => {
    const shapes = apply('LSTM', [input([2, 4, 3]), constant([2, 20, 3]), constant([2, 20, 5])], { attrs: { layout: 1, direction: 'bidirectional', hidden_size: 5 } });
    expect(shapes.types.map((t) => t.shape)).toEqual([[2, 4, 2, 5], [2, 2, 5], [2, 2, 5]]);
    const graph = graphOf('LSTM', [input([2, 4, 3]), constant([2, 20, 3]), constant([2, 20, 5])], { attrs: { layout: 1, direction: 'bidirectional', hidden_size: 5 } });
    expect(runFloat(graph)).toMatchObject({ kernels: ['fully_connected_f32', 'lstm_f32', 'fully_connected_f32', 'lstm_f32', 'copy_nd_32', 'copy_nd_32'] });
    expect(runFloat(graph).error).toBeLessThan(2e-6);
  });

  it('is one unit whose input projection is one product', () => {
    const graph = graphOf('LSTM', [input([4, 2, 3]), constant([1, 20, 3]), constant([1, 20, 5]), constant([1, 40])], { attrs: { hidden_size: 5 } });
    const run = runFloat(graph);
    expect(run.error).toBeLessThan(2e-6);
    expect(run.kernels).toEqual(['fully_connected_f32', 'lstm_f32']);
  });

  it('rejects what it cannot mean', () => {
    const weights = [constant([1, 20, 3]), constant([1, 20, 5])];
    const args = [input([4, 2, 3]), ...weights];
    expect(rejection('LSTM', [input([4, 2]), ...weights])).toBe('its input has shape [4,2]; three dimensions are expected');
    expect(rejection('LSTM', [input([4, 2, 7]), ...weights])).toBe('input W has shape [1,20,3]; [1,20,7] is expected');
    expect(rejection('LSTM', args, { attrs: { direction: 'sideways' } })).toContain("attribute 'direction' must be one of");
    expect(rejection('LSTM', args, { attrs: { layout: 2 } })).toContain("attribute 'layout' is 2");
    expect(rejection('LSTM', args, { attrs: { clip: -1 } })).toContain("attribute 'clip' is -1");
    expect(rejection('LSTM', args, { attrs: { activations: ['Sigmoid'] } })).toContain('names 1 functions; 3 are expected');
    expect(rejection('LSTM', args, { attrs: { activations: ['Sigmoid', 'Tanh', 'Cube'] } })).toContain('activation function "Cube" is not known');
  });

  it.each(['forward', 'reverse', 'bidirectional'])('is computed in integers: %s', (direction) => {
    const d = direction === 'bidirectional' ? 2 : 1;
    const graph = graphOf('LSTM', [input([6, 2, 3]), constant([d, 20, 3]), constant([d, 20, 5]), constant([d, 40])], { attrs: { hidden_size: 5, direction } });
    const run = runInt8(graph);
    expect(run.steps).toBeLessThan(4);
    expect(run.arithmeticSteps).toBeLessThan(3);
    expect(run.kernels.filter((name) => name === 'lstm_s8')).toHaveLength(d);
  });

  it('stays float with functions that have no table, clips and peepholes', () => {
    const plain = [input([6, 2, 3]), constant([1, 20, 3]), constant([1, 20, 5]), constant([1, 40])];
    for (const attrs of [{ activations: ['HardSigmoid', 'Tanh', 'Tanh'] }, { clip: 1 }, { input_forget: 1 }]) {
      expect(runInt8(graphOf('LSTM', plain, { attrs: { hidden_size: 5, ...attrs } }), undefined, 2).kernels).toContain('lstm_f32');
    }
    expect(runInt8(graphOf('LSTM', [...plain, null, null, null, constant([1, 15])], { attrs: { hidden_size: 5 } }), undefined, 2).kernels).toContain('lstm_f32');
  });
});
