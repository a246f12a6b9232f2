import { describe, expect, it } from 'vitest';
import { toNumbers } from '../../src/ir/tensor.ts';
import { type Argument, apply, constant, graphOf, input, rejection } from '../support/op-case.ts';
import { runFloat } from '../support/op-runner.ts';

const boxes = constant([1, 4, 4], [0, 0, 1, 1, 0, 0.1, 1, 1.1, 0, 2, 1, 3, 1, 3, 0, 2]);
const scores = constant([1, 1, 4], [0.9, 0.75, 0.6, 0.95]);

function options(most: number, overlap: number, least?: number): Argument[] {
  return [constant([], [most], 'i64'), constant([], [overlap]), ...(least === undefined ? [] : [constant([], [least])])];
}

function kept(args: readonly Argument[], attrs: Record<string, number> = {}): number[] {
  const [type] = apply('NonMaxSuppression', args, { attrs }).types;
  return type?.tensor ? toNumbers(type.tensor).filter((_, i) => i % 3 === 2) : [];
}

describe('NonMaxSuppression', () => {
  it('selects by falling score what does not overlap; corners may be flipped', () => {
    expect(kept([boxes, scores, ...options(4, 0.5)])).toEqual([3, 0]);
    expect(kept([boxes, scores, ...options(4, 1)])).toEqual([3, 0, 1, 2]);
    expect(kept([boxes, scores, ...options(1, 0.5)])).toEqual([3]);
    expect(kept([boxes, scores, ...options(4, 0.5, 0.92)])).toEqual([3]);
    const centred = constant([1, 2, 4], [0.5, 0.5, 1, 1, 0.6, 0.5, 1, 1]);
    expect(kept([centred, constant([1, 1, 2], [0.2, 0.3]), ...options(2, 0.5)], { center_point_box: 1 })).toEqual([1]);
  });

  it('has at run time as many rows as can be selected, and -1 in those that are not used', () => {
    const graph = graphOf('NonMaxSuppression', [input([2, 6, 4]), input([2, 3, 6]), ...options(4, 0.3, 0.1)]);
    expect(graph.values.get('y')?.shape).toEqual([24, 3]);
    expect(runFloat(graph)).toEqual({ error: 0, kernels: ['non_max_suppression'] });
  });

  it('rejects what does not fit', () => {
    expect(rejection('NonMaxSuppression', [input([1, 4, 4]), input([1, 1, 5])])).toBe('boxes of shape [1,4,4] and scores of shape [1,1,5]; float [N,B,4] and [N,C,B] are expected');
    expect(rejection('NonMaxSuppression', [boxes, scores, ...options(2, 2)])).toBe('iou_threshold is 2; 0 to 1 is allowed');
  });
});
