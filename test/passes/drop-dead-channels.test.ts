import { describe, expect, it } from 'vitest';
import { Executor } from '../../src/execute/executor.ts';
import { loadRuntime } from '../../src/execute/runtime-module.ts';
import { type Graph, shapeOf, valueOf } from '../../src/ir/graph.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { dropDeadChannels } from '../../src/passes/drop-dead-channels.ts';
import { fuseQdq } from '../../src/passes/fuse-qdq.ts';
import { fuseResidual } from '../../src/passes/fuse-residual.ts';
import { hoistQuantize } from '../../src/passes/hoist-quantize.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { runPasses } from '../../src/passes/pass.ts';
import { allInt8, insertQdq } from '../../src/quantize/insert-qdq.ts';
import { programFor } from '../../src/stages.ts';
import { GraphBuilder, randomFloats } from '../support/graph-builder.ts';

interface Net {
  /** Output channels of the first convolution, or of the depthwise one, whose weights are zero, and the first one's biases. */
  readonly zero?: readonly number[];
  readonly zeroDepthwise?: readonly number[];
  readonly bias?: number;
  /** Input channels that the last convolution does not read. */
  readonly unread?: readonly number[];
  readonly relu?: boolean;
  readonly kernel?: number;
  readonly outputs?: readonly string[];
  readonly residual?: boolean;
  readonly second?: 'Conv' | 'Sigmoid';
}

const CHANNELS = 6;

function without(count: number, channel: (i: number) => number, dead: readonly number[], seed: number): Float32Array {
  return randomFloats(count, seed).map((v, i) => (dead.includes(channel(i)) ? 0 : v));
}

/** Conv 3 -> 6, depthwise, Conv 6 -> 4 on 5x5 images, in int8. */
function network({ zero = [], zeroDepthwise = [], bias = 0, unread = [], relu = true, kernel = 3, outputs = ['y'], residual = false, second }: Net): Graph {
  const b = new GraphBuilder();
  const pads = { pads: [1, 1, 1, 1] };
  b.input('x', [1, 3, 5, 5]);
  const activation = (id: string, name: string): string => (relu ? b.node('Relu', [id], {}, name) : id);
  b.node('Conv', ['x', b.constant('w', [CHANNELS, 3, 3, 3], without(CHANNELS * 27, (i) => Math.floor(i / 27), zero, 3)), b.constant('b', [CHANNELS], Array.from({ length: CHANNELS }, () => bias))], pads, 'c');
  const first = activation('c', 'first');
  const around = kernel === 3 ? pads : {};
  b.node('Conv', [first, b.constant('v', [CHANNELS, 1, kernel, kernel], without(CHANNELS * kernel ** 2, (i) => Math.floor(i / kernel ** 2), zeroDepthwise, 5))], { group: CHANNELS, ...around }, 'd');
  const last = activation('d', 'last');
  b.node('Conv', [last, b.constant('u', [4, CHANNELS, 1, 1], without(4 * CHANNELS, (i) => i % CHANNELS, unread, 7)), b.constant('a', [4])], {}, residual ? 'e' : 'y');
  if (residual) b.node('Add', ['e', b.node('Conv', ['x', b.constant('r', [4, 3, 1, 1])], {}, 'f')], {}, 'y');
  if (second !== undefined) b.node(second, second === 'Conv' ? [last, b.constant('t', [2, CHANNELS, 3, 3])] : [last], {}, 'z');
  const graph = runPasses(b.build(second === undefined ? outputs : [...outputs, 'z']), FLOAT_PASSES, { registry: REGISTRY });
  const ranges = new Map([...graph.values.keys()].map((id) => [id, { min: relu && !['x', 'y', 'e', 'f', 'z'].includes(id.replace(/_nhwc.*/, '')) ? 0 : -2, max: 3 }]));
  return runPasses(insertQdq(graph, ranges, { precision: allInt8(graph, REGISTRY), registry: REGISTRY }), [hoistQuantize, fuseQdq, fuseResidual], { registry: REGISTRY });
}

const dropped = (graph: Graph): Graph => runPasses(graph, [dropDeadChannels], { registry: REGISTRY });

/** Channels of what the depthwise convolution, or what became of it, writes. */
function channels(graph: Graph): number | undefined {
  const readers = graph.nodes.filter((n) => n.op === 'Conv' && n.attrs['groups'] !== 1);
  return shapeOf(valueOf(graph, readers[0]?.outputs[0] ?? '')).at(-1);
}

function outputsOf(graph: Graph): number[] {
  const executor = Executor.create(programFor(graph, ['wasm', 'portable'], 'test.onnx'), loadRuntime());
  return [1, 2, 3].flatMap((seed) => executor.run([randomFloats(75, seed).map((v) => 3 * v)]).flatMap((y) => [...(y as Float32Array)]));
}

describe('drop-dead-channels', () => {
  const gone: readonly (readonly [string, Net, number])[] = [
    ['channels without weights behind a ReLU, through padding', { zero: [1, 4], bias: -0.5 }, 4],
    ['constant channels where nothing is padded', { zero: [0], bias: 0.7, kernel: 1 }, 5],
    ['channels that a depthwise convolution makes constant', { zeroDepthwise: [2, 3, 5] }, 3],
    ['channels that nobody reads', { unread: [0, 1] }, 4],
    ['constant ones and unread ones together', { zero: [2], bias: -1, unread: [5], zeroDepthwise: [3] }, 3],
    ['unread ones in front of a residual', { unread: [4], residual: true }, 5],
    ['all but one, where nothing is read', { unread: [0, 1, 2, 3, 4, 5], kernel: 1 }, 1],
  ];
  it.each(gone)('drops %s, and changes no output', (_name, net, left) => {
    const graph = network(net);
    const live = dropped(graph);
    if (left > 1) expect(channels(live)).toBe(left);
    expect(live.nodes.filter((n) => n.op === 'Conv').map((n) => shapeOf(valueOf(live, n.inputs[1] ?? '')).slice(0, 2))).toContainEqual([left, 3]);
    expect(outputsOf(live)).toEqual(outputsOf(graph));
  });

  const kept: readonly (readonly [string, Net])[] = [
    ['where every channel lives', {}],
    ['a constant that padding does not read', { zero: [1], bias: 0.7 }],
    ['channels that the caller reads', { unread: [0, 1], outputs: ['y', 'last'] }],
    ['channels that another convolution reads', { unread: [0, 1], second: 'Conv' }],
    ['channels that another operator reads', { zero: [1], bias: -1, second: 'Sigmoid' }],
    ['constants in front of a residual, whose shift depends on the bounds', { zeroDepthwise: [1], residual: true }],
  ];
  it.each(kept)('leaves %s', (_name, net) => {
    const graph = network(net);
    expect(channels(graph)).toBe(CHANNELS);
    expect(dropped(graph)).toBe(graph);
  });

  it('adds what a constant contributes to the biases of all its readers', () => {
    const graph = network({ zeroDepthwise: [1], second: 'Conv' });
    const live = dropped(graph);
    expect(channels(live)).toBe(5);
    expect(outputsOf(live)).toEqual(outputsOf(graph));
  });
});
