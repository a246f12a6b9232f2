// Ranges without data: on a network whose BatchNormalizations say what its activations are, every range comes close to the measured one.
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { Graph } from '../../src/ir/graph.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { runPasses } from '../../src/passes/pass.ts';
import { calibrate } from '../../src/quantize/calibrate.ts';
import type { Statistics } from '../../src/quantize/equalize.ts';
import { guessedShare, randomInputs, reportWithoutData, sourceCounts, statisticsWithoutData } from '../../src/quantize/without-data.ts';
import { EXECUTOR_ISA, programFor } from '../../src/stages.ts';
import { GraphBuilder, randomFloats } from '../support/graph-builder.ts';

const NOTHING: Statistics = { ranges: new Map(), channels: new Map() };

function normalised(b: GraphBuilder, x: string, [name, channels]: [string, number]): string {
  b.constant(`${name}s`, [channels], Array.from({ length: channels }, (_, c) => 1 + c / 4));
  b.constant(`${name}o`, [channels], Array.from({ length: channels }, (_, c) => c / 4 - 0.5));
  b.constant(`${name}m`, [channels], new Array(channels).fill(0));
  b.constant(`${name}v`, [channels], new Array(channels).fill(1));
  return b.node('BatchNormalization', [x, `${name}s`, `${name}o`, `${name}m`, `${name}v`], { epsilon: 0 }, name);
}

/** Conv, BN, ReLU; a padded shortcut; pooling; a product; Softmax. Weights of the first convolution are such that inputs of variance 1 have outputs of variance 1. */
function network(): Graph {
  const b = new GraphBuilder();
  b.input('x', [1, 3, 8, 8]);
  b.constant('w', [4, 3, 1, 1], [1, 0, 0, 0, 1, 0, 0, 0, 1, 0.6, 0.8, 0]);
  const r = b.node('Relu', [normalised(b, b.node('Conv', ['x', 'w']), ['n', 4])], {}, 'r');
  b.constant('v', [8, 4, 3, 3]);
  const d = normalised(b, b.node('Conv', [r, 'v'], { pads: [1, 1, 1, 1], strides: [2, 2] }), ['d', 8]);
  const starts = [b.ints('zero', [0, 0]), b.ints('end', [8, 8]), b.ints('axes', [2, 3]), b.ints('steps', [2, 2])];
  const s = b.node('Slice', [r, ...starts], {}, 's');
  const p = b.node('Pad', [s, b.ints('pads', [0, 2, 0, 0, 0, 2, 0, 0])], {}, 'p');
  const sum = b.node('Relu', [b.node('Add', [d, p])], {}, 'sum');
  const pooled = b.node('MaxPool', [sum], { kernel_shape: [2, 2], strides: [2, 2] }, 'pooled');
  const joined = b.node('Concat', [pooled, pooled], { axis: 1 }, 'joined');
  const flat = b.node('Flatten', [b.node('GlobalAveragePool', [joined], {}, 'mean')], {}, 'flat');
  b.constant('m', [16, 5]);
  b.node('Softmax', [b.node('MatMul', [flat, 'm'], {}, 'scores')], { axis: 1 }, 'y');
  return runPasses(b.build(['y']), FLOAT_PASSES, { registry: REGISTRY });
}

function sourcesOf(graph: Graph): Record<string, string> {
  const { sources } = statisticsWithoutData(graph, REGISTRY, { random: NOTHING, inputs: 'known' });
  return Object.fromEntries([...sources].map(([id, source]) => [id.replace(/_nhwc$/, ''), source]));
}

describe('statistics without data', () => {
  it('come from BatchNormalization, and go through sums, padding, slices, pooling, joins and weights', () => {
    const known = sourcesOf(network());
    expect(known).toMatchObject({ x: 'known', r: 'batch-normalization', d: 'batch-normalization', p: 'propagated', sum: 'propagated', pooled: 'propagated', joined: 'propagated', scores: 'propagated', y: 'known' });
    expect(Object.values(known)).not.toContain('guessed');
  });

  it('are those that a measurement on such inputs gives', async () => {
    const graph = network();
    const three = Math.sqrt(3);
    const measured = await calibrate({ program: programFor(graph, EXECUTOR_ISA, 'm.onnx'), dataSet: randomInputs(graph, { min: -three, max: three }).dataSet, observer: 'min-max', threads: 1, report: () => undefined });
    const { channels, ranges } = statisticsWithoutData(graph, REGISTRY, { random: NOTHING, inputs: 'known' });
    const [own, seen] = [channels.get('r_nhwc'), measured.channels.get('r_nhwc')];
    own?.mean.forEach((m, c) => expect(Math.abs(m - (seen?.mean[c] ?? 0))).toBeLessThan(0.2));
    own?.power.forEach((p, c) => expect(p / (seen?.power[c] ?? 0)).toBeGreaterThan(0.7));
    for (const [id, range] of ranges) expect(range.max).toBeGreaterThanOrEqual(0.9 * (id.startsWith('r') ? (measured.ranges.get(id)?.max ?? 0) : 0));
    for (const c of channels.values()) expect([...c.mean, ...c.power, ...c.min, ...c.max, ...c.above.median, ...c.below.excess].every(Number.isFinite)).toBe(true);
  });

  it('say how large inputs are: what explains the first normalised outputs, what the caller knows, or a guess', () => {
    const { dataSet, withoutData } = randomInputs(network());
    expect(withoutData).toBe('propagated');
    expect(dataSet.random?.high).toBeGreaterThan(2);
    expect(dataSet.random?.high).toBeLessThan(6);
    expect(randomInputs(network(), { min: 0, max: 255 })).toMatchObject({ withoutData: 'known', dataSet: { random: { low: 0, high: 255 } } });
    const b = new GraphBuilder();
    b.input('x', [1, 4]);
    b.constant('w', [4, 2]);
    b.node('MatMul', ['x', 'w'], {}, 'y');
    const plain = runPasses(b.build(['y']), FLOAT_PASSES, { registry: REGISTRY });
    expect(randomInputs(plain)).toMatchObject({ withoutData: 'guessed', dataSet: { random: { low: -1, high: 1 } } });
  });

  it('finds inputs of one mean and variance again', () => {
    const b = new GraphBuilder();
    b.input('x', [1, 1, 6, 6]);
    const w = randomFloats(6 * 9, 5);
    b.constant('w', [6, 1, 3, 3], w);
    const sums = Array.from({ length: 6 }, (_, o) => w.subarray(9 * o, 9 * o + 9));
    const c = b.node('Conv', ['x', 'w']);
    b.constant('s', [6], sums.map((f) => 2 * Math.sqrt(f.reduce((e, v) => e + v * v, 0))));
    b.constant('o', [6], sums.map((f) => 5 * f.reduce((e, v) => e + v, 0)));
    b.constant('m', [6], sums.map((f) => 5 * f.reduce((e, v) => e + v, 0)));
    b.constant('v', [6], sums.map((f) => 4 * f.reduce((e, v) => e + v * v, 0)));
    b.node('BatchNormalization', [c, 's', 'o', 'm', 'v'], { epsilon: 0 }, 'y');
    const { random } = randomInputs(runPasses(b.build(['y']), FLOAT_PASSES, { registry: REGISTRY })).dataSet;
    expect(random?.low).toBeCloseTo(5 - 3 * 2, 2);
    expect(random?.high).toBeCloseTo(5 + 3 * 2, 2);
  });

  it('warns how many ranges are guessed (QT3510), naming their units', () => {
    const b = new GraphBuilder();
    b.input('x', [1, 4]);
    b.constant('w', [4, 2]);
    b.node('Tanh', [b.node('MatMul', ['x', 'w'], {}, 'h')], {}, 'y');
    const graph = runPasses(b.build(['y']), FLOAT_PASSES, { registry: REGISTRY });
    const inputs = randomInputs(graph, { min: -2, max: 2 });
    const { sources } = statisticsWithoutData(graph, REGISTRY, { random: NOTHING, inputs: inputs.withoutData });
    const stated = { dataSet: inputs.dataSet, sources: sourceCounts(graph, REGISTRY, sources) };
    const seen: Diagnostic[] = [];
    reportWithoutData(stated, (d) => seen.push(d), 'm.onnx');
    expect(guessedShare(stated)).toBeGreaterThan(0.3);
    expect(seen).toMatchObject([{ code: 'QT3510', severity: 'warning', message: expect.stringMatching(/^\d of 3 ranges are guessed.*\[-2\.00, 2\.00\)/) }]);
    expect(seen[0]?.notes.join()).toMatch(/MatMul_0/);
  });
});
