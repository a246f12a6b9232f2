// The expensive oracle: every unit is tried in float, one inference each; the largest gains in dB per multiply-accumulate are taken while they fit.
import { invariant } from '../../diagnostics/diagnostic.ts';
import { type Allocator, fillInOrder } from './allocator.ts';

export const oneAtATime: Allocator = {
  name: 'one-at-a-time',
  summary: 'every unit measured in float by itself, one inference each; largest gain per multiply-accumulate first',
  measures: true,
  allocate(problem) {
    const { measured } = problem;
    invariant(measured !== undefined, 'units were measured');
    const gains = problem.sensitivity.units.flatMap((unit) => {
      const gain = (measured.inFloat.get(unit.id) ?? measured.allInt8) - measured.allInt8;
      return unit.quantizable && gain > 0 ? [{ unit, perMac: gain / Math.max(1, unit.macs) }] : [];
    });
    return fillInOrder(problem, gains.sort((a, b) => b.perMac - a.perMac || a.unit.id - b.unit.id).map((g) => g.unit));
  },
};
