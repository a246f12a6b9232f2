import { describe, expect, it } from 'vitest';
import { lowerGraph } from '../../src/lower/lower.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { apply, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

const x = input([2, 3], [1, 2, 3, 4, 5, 6]);

describe('Transpose', () => {
  it('reverses the axes by default', () => {
    expect(apply('Transpose', [input([2, 3, 4])])).toEqual({ attrs: { perm: [2, 1, 0] }, types: [{ dtype: 'f32', shape: [4, 3, 2] }] });
    expect(reference('Transpose', [x])).toEqual([1, 4, 2, 5, 3, 6]);
  });

  it('takes output dimension i from input dimension perm[i]', () => {
    expect(apply('Transpose', [input([2, 3, 4])], { attrs: { perm: [1, 2, 0] } }).types[0]?.shape).toEqual([3, 4, 2]);
    expect(reference('Transpose', [input([1, 2, 2], [1, 2, 3, 4])], { attrs: { perm: [1, 2, 0] } })).toEqual([1, 2, 3, 4]);
    expect(reference('Transpose', [input([2, 1, 2], [1, 2, 3, 4])], { attrs: { perm: [2, 0, 1] } })).toEqual([1, 3, 2, 4]);
  });

  it('rejects what is no permutation', () => {
    expect(rejection('Transpose', [x], { attrs: { perm: [0, 0] } })).toBe('perm [0,0] is not a permutation of 2 axes');
    expect(rejection('Transpose', [x], { attrs: { perm: [0] } })).toBe('perm [0] is not a permutation of 2 axes');
  });

  it.each([[[2, 3], [1, 0]], [[2, 3, 5], [1, 2, 0]], [[3, 1, 5, 2], [3, 1, 0, 2]], [[1, 7, 3], [1, 0, 2]], [[2, 3, 2, 3, 2], [4, 3, 2, 1, 0]]])('is lowered: %j by %j', (shape, perm) => {
    const graph = graphOf('Transpose', [input(shape)], { attrs: { perm } });
    expect(runFloat(graph).error).toBe(0);
    expect(runInt8(graph).steps).toBeLessThan(0.51);
  });

  it('needs no second buffer where planes of an int8 image become pixels', () => {
    const graph = graphOf('Transpose', [input([1, 3, 5, 4])], { attrs: { perm: [0, 2, 3, 1] } });
    expect(runInt8(graph).kernels).toContain('planes_to_pixels_8');
    expect(runInt8(graph).steps).toBeLessThan(0.51);
    for (const [shape, perm] of [[[2, 3, 5, 4], [0, 2, 3, 1]], [[1, 5, 4, 3], [0, 3, 1, 2]], [[1, 9, 5, 4], [0, 2, 3, 1]]] as const) {
      expect(runInt8(graphOf('Transpose', [input(shape)], { attrs: { perm } })).kernels).not.toContain('planes_to_pixels_8');
    }
  });

  it('takes any rank: what does not merge to six dimensions becomes several copies', () => {
    const seven = runFloat(graphOf('Transpose', [input([2, 2, 2, 2, 2, 2, 2])]));
    expect(seven).toEqual({ error: 0, kernels: ['copy_nd_32', 'copy_nd_32'] });
    expect(runFloat(graphOf('Transpose', [input([2, 1, 2, 2, 2, 2, 2])])).kernels).toEqual(['copy_nd_32']);
    expect(runFloat(graphOf('Transpose', [input([2, 3, 2, 2, 2, 3, 2, 2])])).error).toBe(0);
  });

  it('rejects more long dimensions than copies can unroll', () => {
    const graph = graphOf('Transpose', [input(new Array<number>(8).fill(9), [])]);
    expect(() => lowerGraph(graph, { registry: REGISTRY, isa: ['portable'] })).toThrow("QT2002: Transpose 'the_Transpose': it moves elements along 7 dimensions; at most 6 long ones are supported");
  });
});
