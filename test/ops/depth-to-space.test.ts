import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

const deep = constant([1, 8, 1, 2], Array.from({ length: 16 }, (_, i) => i));

describe('DepthToSpace', () => {
  it('takes blocks as the outer (DCR) or inner (CRD) part of the channels', () => {
    expect(reference('DepthToSpace', [deep], { attrs: { blocksize: 2 } })).toEqual([0, 4, 1, 5, 8, 12, 9, 13, 2, 6, 3, 7, 10, 14, 11, 15]);
    expect(reference('DepthToSpace', [deep], { attrs: { blocksize: 2, mode: 'CRD' } })).toEqual([0, 2, 1, 3, 4, 6, 5, 7, 8, 10, 9, 11, 12, 14, 13, 15]);
    expect(shapeAfter('DepthToSpace', [input([2, 9, 4, 5])], { attrs: { blocksize: 3 } })).toEqual([2, 1, 12, 15]);
  });

  it('rejects what cannot be cut into blocks', () => {
    expect(rejection('DepthToSpace', [input([1, 6, 2, 2])], { attrs: { blocksize: 2 } })).toBe('[1,6,2,2] cannot be cut into blocks of 2');
    expect(rejection('DepthToSpace', [input([1, 6, 2, 2])])).toBe("attribute 'blocksize' is 0; it must be positive");
    expect(rejection('DepthToSpace', [input([6, 2, 2])], { attrs: { blocksize: 2 } })).toBe('input has shape [6,2,2]; four dimensions are expected');
  });

  it.each(['DCR', 'CRD'])('is one strided copy: %s', (mode) => {
    const graph = graphOf('DepthToSpace', [input([2, 12, 3, 5])], { attrs: { blocksize: 2, mode } });
    expect(runFloat(graph)).toEqual({ error: 0, kernels: ['copy_nd_32'] });
    expect(runInt8(graph).steps).toBeLessThan(0.51);
  });
});
