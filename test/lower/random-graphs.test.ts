// Random networks of all kinds of operators: in float compared with the operators' references, in int8 with the Q/DQ form in float.
// What one operator does is tested beside it; here passes, quantization, lowering and planning meet.
import { describe, expect, it } from 'vitest';
import type { Graph } from '../../src/ir/graph.ts';
import { GraphBuilder, randomFloats } from '../support/graph-builder.ts';
import { randomInputs } from '../support/interpreter.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

type Shape = readonly number[];

interface Tip {
  readonly id: string;
  readonly shape: Shape;
}

/** Grows a graph of `size` nodes over images [1, C, H, W]; each node reads some earlier value. */
class Grower {
  readonly builder = new GraphBuilder();
  readonly tips: Tip[] = [];
  readonly #numbers: Float32Array;
  #used = 0;
  #names = 0;

  constructor(seed: number) {
    this.#numbers = randomFloats(4096, seed);
    const shape = [1, this.pick([1, 3, 4]), this.pick([4, 5, 7]), this.pick([4, 6])];
    this.tips.push({ id: this.builder.input('x', shape), shape });
  }

  pick<T>(options: readonly T[]): T {
    const r = ((this.#numbers[this.#used++ % 4096] ?? 0) + 1) / 2;
    const chosen = options[Math.min(options.length - 1, Math.floor(r * options.length))];
    if (chosen === undefined) throw new Error('nothing to pick from');
    return chosen;
  }

  name(): string {
    return `c${this.#names++}`;
  }

  add(op: string, inputs: string[], attrs: Parameters<GraphBuilder['node']>[2], shape: Shape): void {
    this.tips.push({ id: this.builder.node(op, inputs, attrs), shape });
  }

  grow(): void {
    const x = this.pick(this.tips.slice(-3));
    const steps = x.shape.length === 4 ? [conv, depthwise, pool, unary, unary, affine, residual, move, concat, slice, flat, clip, pad, global] : [unary, dense, flatAdd, concat];
    this.pick(steps)(this, x);
  }

  graph(): Graph {
    const last = this.tips.at(-1)?.id ?? 'x';
    const other = this.pick(this.tips.slice(1)).id;
    return this.builder.build(last === other ? [last] : [last, other]);
  }
}

type Step = (g: Grower, x: Tip) => void;

const conv: Step = (g, { id, shape: [n = 1, c = 1, h = 1, w = 1] }) => {
  const out = g.pick([2, 4, 5]);
  const k = g.pick([1, 3]);
  const pads = k === 3 ? g.pick([[1, 1, 1, 1], [1, 0, 1, 2]]) : [0, 0, 0, 0];
  const height = h + (pads[0] ?? 0) + (pads[2] ?? 0) - k + 1;
  const width = w + (pads[1] ?? 0) + (pads[3] ?? 0) - k + 1;
  if (height < 1 || width < 1) return;
  g.add('Conv', [id, g.builder.constant(g.name(), [out, c, k, k]), g.builder.constant(g.name(), [out])], { pads }, [n, out, height, width]);
};

const depthwise: Step = (g, { id, shape }) => {
  g.add('Conv', [id, g.builder.constant(g.name(), [shape[1] ?? 1, 1, 3, 3])], { pads: [1, 1, 1, 1], group: shape[1] ?? 1 }, shape);
};

const pool: Step = (g, { id, shape: [n = 1, c = 1, h = 1, w = 1] }) => {
  if (h < 2 || w < 2) return;
  g.add(g.pick(['MaxPool', 'AveragePool']), [id], { kernel_shape: [2, 2], strides: [2, 2], pads: [0, 0, h % 2, w % 2] }, [n, c, Math.ceil(h / 2), Math.ceil(w / 2)]);
};

const unary: Step = (g, { id, shape }) => g.add(g.pick(['Relu', 'Sigmoid', 'Tanh', 'Identity', 'Dropout', 'Softmax']), [id], {}, shape);

const affine: Step = (g, { id, shape }) => {
  const constant = g.builder.constant(g.name(), g.pick([[shape[1] ?? 1, 1, 1], [1], [1, shape[1] ?? 1, 1, 1]]));
  g.add(g.pick(['Add', 'Sub', 'Mul']), g.pick([[id, constant], [constant, id]]), {}, shape);
};

const residual: Step = (g, { id, shape }) => {
  const others = g.tips.filter((t) => t.shape.join() === shape.join());
  g.add(g.pick(['Add', 'Mul', 'Add']), [id, g.pick(others).id], {}, shape);
};

const move: Step = (g, { id, shape }) => {
  const perm = g.pick([[0, 2, 3, 1], [0, 3, 1, 2], [0, 1, 3, 2]]);
  g.add('Transpose', [id], { perm }, perm.map((p) => shape[p] ?? 1));
};

const concat: Step = (g, { id, shape }) => {
  const others = g.tips.filter((t) => t.shape.join() === shape.join());
  const axis = g.pick(shape.length === 4 ? [1, 1, 2, 3] : [1]);
  g.add('Concat', [id, g.pick(others).id], { axis }, shape.map((d, i) => (i === axis ? 2 * d : d)));
};

const slice: Step = (g, { id, shape }) => {
  const axis = g.pick([1, 2, 3]);
  const size = shape[axis] ?? 1;
  if (size < 2) return;
  const ints = (value: number): string => g.builder.ints(g.name(), [value]);
  g.add('Slice', [id, ints(1), ints(size), ints(axis)], {}, shape.map((d, i) => (i === axis ? size - 1 : d)));
};

const flat: Step = (g, { id, shape }) => g.add('Flatten', [id], {}, [1, shape.reduce((p, d) => p * d, 1)]);

const dense: Step = (g, { id, shape }) => {
  const out = g.pick([3, 8]);
  g.add('Gemm', [id, g.builder.constant(g.name(), [out, shape[1] ?? 1]), g.builder.constant(g.name(), [out])], { transB: 1 }, [1, out]);
};

const clip: Step = (g, { id, shape }) => {
  g.add('Clip', [id, g.builder.constant(g.name(), [], [-0.3]), g.builder.constant(g.name(), [], [0.6])], {}, shape);
};

const pad: Step = (g, { id, shape: [n = 1, c = 1, h = 1, w = 1] }) => {
  g.add('Pad', [id, g.builder.ints(g.name(), [0, 0, 1, 0, 0, 0, 0, 2])], {}, [n, c, h + 1, w + 2]);
};

const global: Step = (g, { id, shape }) => g.add(g.pick(['GlobalAveragePool', 'GlobalMaxPool']), [id], {}, shape.map((d, i) => (i < 2 ? d : 1)));

const flatAdd: Step = (g, { id, shape }) => g.add('Add', [id, g.builder.constant(g.name(), [shape[1] ?? 1])], {}, shape);

function randomGraph(seed: number): Graph {
  const g = new Grower(seed);
  for (let i = 0; i < 9; i++) g.grow();
  if (g.tips.length === 1) conv(g, { id: 'x', shape: g.tips[0]?.shape ?? [] });
  return g.graph();
}

describe('random graphs', () => {
  it.each(Array.from({ length: 60 }, (_, i) => i + 1))('seed %i', (seed) => {
    const graph = randomGraph(seed);
    expect(runFloat(graph).error).toBeLessThan(1e-4);
    expect(runInt8(graph, randomInputs(graph), 9).arithmeticSteps).toBeLessThan(4);
  });
});
