import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../src/execute/patches.ts';
import type { Graph } from '../../src/ir/graph.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { runPasses } from '../../src/passes/pass.ts';
import { sampledInputs } from '../../src/quantize/sampled-inputs.ts';
import { GraphBuilder } from '../support/graph-builder.ts';

function network(channels: number): Graph {
  const b = new GraphBuilder();
  b.input('x', [1, channels, 8, 8]);
  b.node('Conv', ['x', b.constant('a', [4, channels, 3, 3])], { pads: [1, 1, 1, 1] }, 'p');
  b.node('Conv', ['x', b.constant('b', [4, channels, 3, 3])], { pads: [1, 1, 1, 1] }, 'q');
  b.node('Conv', ['x', b.constant('c', [channels, 1, 3, 3])], { group: channels, strides: [2, 2] }, 'r');
  b.node('Conv', ['r', b.constant('d', [4, channels, 1, 1])], {}, 's');
  return runPasses(b.build(['p', 'q', 's']), FLOAT_PASSES, { registry: REGISTRY });
}

describe('sampled inputs', () => {
  it('are shared by units that read the same patches, and by no others', () => {
    const { specs, keys } = sampledInputs(network(6), REGISTRY, 10);
    const outputs = [...keys.keys()];
    expect(outputs).toHaveLength(4);
    expect(specs).toHaveLength(3);
    expect(new Set(keys.values()).size).toBe(3);
  });

  it('have rows enough for their columns, fewer where each channel has its own matrix, and no more than there are pixels', () => {
    const rows = (samples: number): number[] => sampledInputs(network(6), REGISTRY, samples).specs.map((s) => s.perSample);
    expect(rows(64)).toEqual([8, 1, 8]);
    expect(rows(1)).toEqual([64, 9, 9]);
  });

  it('stay within the bound on memory, whatever the number of samples and of channels', () => {
    for (const samples of [1, 100, 5000]) {
      const { specs } = sampledInputs(network(3000), REGISTRY, samples);
      const floats = specs.reduce((sum, s) => sum + Math.ceil(samples / s.every) * s.perSample * columnsOf(s), 0);
      expect(floats).toBeLessThanOrEqual(12 << 20);
      expect(specs.every((s) => samples / s.every <= 128 && s.perSample >= 1)).toBe(true);
    }
  });
});
