import { describe, expect, it } from 'vitest';
import { type ChannelStatistics, channelStatistics } from '../../src/execute/statistics.ts';
import type { Graph } from '../../src/ir/graph.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { runPasses } from '../../src/passes/pass.ts';
import { equalize } from '../../src/quantize/equalize.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { difference } from '../support/interpreter.ts';

/** Statistics of channels that reach `peaks` in every one of eight samples. */
function reaching(peaks: readonly number[]): ChannelStatistics {
  const parts = [peaks.map(() => 0), peaks, peaks.map((p) => 2 * p), peaks.map((p) => (4 * p * p) / 3)];
  return channelStatistics(Array.from({ length: 8 }, (_, sample) => ({ sample, rows: 4, values: Float32Array.from(parts.flat()) })));
}

const UNEVEN = reaching([8, 1, 0.125]);
const EVEN = reaching([8, 8, 8]);

function twoLayers(between: (b: GraphBuilder, h: string) => string = (_b, h) => h, outputs: readonly string[] = ['y']): Graph {
  const b = new GraphBuilder();
  b.input('x', [1, 4]);
  b.node('Gemm', ['x', b.constant('w', [3, 4]), b.constant('c', [3])], { transB: 1 }, 'h0');
  b.node('Relu', ['h0'], {}, 'h');
  b.node('Gemm', [between(b, 'h'), b.constant('v', [2, 3]), b.constant('d', [2])], { transB: 1 }, 'y');
  return runPasses(b.build(outputs), FLOAT_PASSES, { registry: REGISTRY });
}

function statisticsOf(graph: Graph, hidden: ChannelStatistics): Parameters<typeof equalize>[1] {
  const ids = [...graph.values.keys()];
  const ranges = new Map(ids.map((id) => [id, { min: 0, max: 8 }]));
  return { ranges, channels: new Map(ids.map((id) => [id, id === 'y' ? reaching([8, 8]) : id === 'x' ? reaching([1, 1, 1, 1]) : hidden])) };
}

describe('cross-layer equalization', () => {
  it('evens channels out and keeps the float function', () => {
    const graph = twoLayers();
    const result = equalize(graph, statisticsOf(graph, UNEVEN), REGISTRY);
    expect([...result.scales.keys()]).toContain('h');
    expect(difference(graph, result.graph)).toBeLessThan(1e-6);
    const own = result.channels.get('h');
    expect((own?.max[0] ?? 0) / (own?.max[2] ?? 1)).toBeLessThan(8 / 0.125);
    expect(result.ranges.get('h')?.max).toBeCloseTo(8, 3);
  });

  it('leaves even channels alone', () => {
    const graph = twoLayers();
    expect(equalize(graph, statisticsOf(graph, EVEN), REGISTRY)).toMatchObject({ scales: new Map(), graph });
  });

  it('leaves values alone that others can see or that pass through another function', () => {
    for (const graph of [twoLayers(undefined, ['y', 'h']), twoLayers((b, h) => b.node('Sigmoid', [h], {}, 's'))]) {
      expect(equalize(graph, statisticsOf(graph, UNEVEN), REGISTRY).scales.size).toBe(0);
    }
  });

  it('scales both sides of a residual addition alike', () => {
    const graph = twoLayers((b, h) => b.node('Add', [h, b.node('Gemm', [h, b.constant('u', [3, 3]), b.constant('e', [3])], { transB: 1 }, 'g')], {}, 's'));
    const result = equalize(graph, statisticsOf(graph, UNEVEN), REGISTRY);
    expect([...result.scales.keys()]).toContain('h');
    expect(difference(graph, result.graph)).toBeLessThan(1e-6);
  });

  it('refuses channels whose peaks vary too much to be trusted', () => {
    const graph = twoLayers();
    const peaks = (sample: number): number[] => [8, 0.2 * (1 - 3 * Math.log(1 - sample / 16)), 0.125];
    const rows = Array.from({ length: 16 }, (_, sample) => {
      const p = peaks(sample);
      return { sample, rows: 1, values: Float32Array.from([p.map(() => 0), p, p, p.map((v) => v * v)].flat()) };
    });
    const tight = equalize(graph, statisticsOf(graph, channelStatistics(rows.map((r) => ({ ...r, values: rows[15]?.values ?? r.values })))), REGISTRY);
    const loose = equalize(graph, statisticsOf(graph, channelStatistics(rows)), REGISTRY);
    const gain = (r: typeof tight): number => r.channels.get('h')?.max[1] ?? 0;
    expect(gain(loose)).toBeLessThan(gain(tight));
  });
});
