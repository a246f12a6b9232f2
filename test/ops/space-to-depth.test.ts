import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

describe('SpaceToDepth', () => {
  it('moves blocks of pixels to the outer part of the channels', () => {
    expect(reference('SpaceToDepth', [constant([1, 1, 2, 4], [0, 1, 2, 3, 4, 5, 6, 7])], { attrs: { blocksize: 2 } })).toEqual([0, 2, 1, 3, 4, 6, 5, 7]);
    expect(shapeAfter('SpaceToDepth', [input([2, 3, 4, 6])], { attrs: { blocksize: 2 } })).toEqual([2, 12, 2, 3]);
  });

  it('rejects what cannot be cut into blocks', () => {
    expect(rejection('SpaceToDepth', [input([1, 6, 3, 2])], { attrs: { blocksize: 2 } })).toBe('[1,6,3,2] cannot be cut into blocks of 2');
  });

  it('is one strided copy', () => {
    const graph = graphOf('SpaceToDepth', [input([2, 3, 6, 4])], { attrs: { blocksize: 2 } });
    expect(runFloat(graph)).toEqual({ error: 0, kernels: ['copy_nd_32'] });
    expect(runInt8(graph).steps).toBeLessThan(0.51);
  });
});
