// What others do, to compare with: nothing in float, everything, first and last layer, and chance.
import { type Allocator, candidates, fillInOrder, startingPoint } from './allocator.ts';

export const allInt8: Allocator = { name: 'all-int8', summary: 'every unit that can be in INT8', allocate: startingPoint };

export const allFloat: Allocator = {
  name: 'all-float',
  summary: 'every unit in float',
  allocate: ({ sensitivity }) => new Map(sensitivity.units.map((u) => [u.id, 'float'])),
};

export const firstLast: Allocator = {
  name: 'first-last',
  summary: 'first and last layer with weights in float',
  allocate(problem) {
    const units = candidates(problem);
    return fillInOrder(problem, [units[0], units.at(-1)].flatMap((u) => u ?? []));
  },
};

/** xorshift32: the same order for the same seed everywhere. */
function shuffled<T>(list: readonly T[], seed: number): T[] {
  const result = [...list];
  let state = (seed * 2654435761) >>> 0 || 1;
  for (let i = result.length - 1; i > 0; i--) {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    const j = state % (i + 1);
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}

export const random: Allocator = {
  name: 'random',
  summary: 'layers in an order drawn from the seed',
  allocate: (problem) => fillInOrder(problem, shuffled(candidates(problem), problem.seed)),
};
