import { describe, expect, it } from 'vitest';
import { graphOf, input, ints, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runGraph } from '../support/op-runner.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { runPasses } from '../../src/passes/pass.ts';
import { REGISTRY } from '../../src/ops/registry.ts';

const x = input([1, 1, 2, 2], [1, 2, 3, 4]);
const places = input([1, 1, 2, 2], [5, 7, 13, 15], 'i64');
const attrs = { kernel_shape: [2, 2], strides: [2, 2] };

describe('MaxUnpool', () => {
  it('writes elements where they were found', () => {
    expect(reference('MaxUnpool', [x, places], { attrs })).toEqual([0, 0, 0, 0, 0, 1, 0, 2, 0, 0, 0, 0, 0, 3, 0, 4]);
    expect(shapeAfter('MaxUnpool', [x, places], { attrs: { ...attrs, pads: [1, 0, 0, 1] } })).toEqual([1, 1, 3, 3]);
  });

  it('adds zeros behind where the output is larger', () => {
    const larger = reference('MaxUnpool', [x, places, ints(1, 1, 5, 5)], { attrs });
    expect(larger.flatMap((v, i) => (v === 0 ? [] : [[i, v]]))).toEqual([[6, 1], [8, 2], [16, 3], [18, 4]]);
  });

  it('rejects what does not fit', () => {
    expect(rejection('MaxUnpool', [x, input([1, 1, 2], [], 'i64')], { attrs })).toBe('indices have shape [1,1,2]; [1,1,2,2] is expected');
    expect(rejection('MaxUnpool', [x, places, ints(1, 1, 3, 5)], { attrs })).toBe('output_shape [1,1,3,5] is smaller than [1,1,4,4]');
    expect(rejection('MaxUnpool', [x, places], { attrs: { ...attrs, pads: [4, 0, 4, 0] } })).toBe('its padding leaves nothing of an input of shape [1,1,2,2]');
  });

  it('is lowered', () => {
    const graph = runPasses(graphOf('MaxUnpool', [x, places, ints(1, 1, 5, 5)], { attrs }), FLOAT_PASSES, { registry: REGISTRY });
    const { outputs } = runGraph(graph, new Map([['x0', x.tensor], ['x1', places.tensor]]));
    expect(Array.from(outputs.get('y')?.data ?? [], Number)).toEqual(reference('MaxUnpool', [x, places, ints(1, 1, 5, 5)], { attrs }));
  });
});
