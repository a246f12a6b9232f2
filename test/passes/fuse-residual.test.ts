import { describe, expect, it } from 'vitest';
import { type Attrs, type Graph, valueOf } from '../../src/ir/graph.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { fuseQdq } from '../../src/passes/fuse-qdq.ts';
import { fuseResidual, fuseResidualObserved } from '../../src/passes/fuse-residual.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { type Pass, runPass, runPasses } from '../../src/passes/pass.ts';
import { allInt8, insertQdq } from '../../src/quantize/insert-qdq.ts';
import type { Range } from '../../src/quantize/scales.ts';
import { GraphBuilder } from '../support/graph-builder.ts';

interface Block {
  readonly attrs?: Attrs;
  readonly weights?: readonly number[];
  /** Operators on the convolution's output before the sum, and on the sum. */
  readonly before?: string;
  readonly after?: string;
  /** The other term: the convolution's input, another convolution of it, or a constant. */
  readonly other?: 'input' | 'convolution' | 'constant' | 'itself';
  readonly outputs?: readonly string[];
  readonly ranges?: Readonly<Record<string, Range>>;
  readonly float?: string;
}

/** A residual block in int8, before and after a pass: c = Conv(s), y = c + other. */
function block({ attrs = {}, weights = [4, 4, 1, 1], before, after, other = 'input', outputs = ['y'], ranges = {}, float }: Block, pass: Pass = fuseResidual): { separate: Graph; fused: Graph } {
  const b = new GraphBuilder();
  b.input('x', [1, 4, 3, 3]);
  b.node('Sigmoid', ['x'], {}, 's');
  b.node('Conv', ['s', b.constant('w', weights)], attrs, 'c');
  const term = before === undefined ? 'c' : b.node(before, ['c'], {}, 'd');
  if (other === 'convolution') b.node('Conv', ['s', b.constant('v', [4, 4, 1, 1])], {}, 'e');
  if (other === 'constant') b.constant('k', [1, 4, 3, 3]);
  b.node('Add', [term, { input: 's', convolution: 'e', constant: 'k', itself: term }[other]], {}, after === undefined ? 'y' : 'a');
  if (after !== undefined) b.node(after, ['a'], {}, 'y');
  const graph = runPasses(b.build(outputs), FLOAT_PASSES, { registry: REGISTRY });
  const precision = allInt8(graph, REGISTRY);
  for (const node of graph.nodes) if (node.op === float) precision.set(node.id, 'float');
  const measured = new Map([...graph.values.keys()].map((id) => [id, ranges[id.replace(/_nhwc.*/, '')] ?? { min: -1, max: 3 }]));
  const separate = runPass(insertQdq(graph, measured, { precision, registry: REGISTRY }), fuseQdq, { registry: REGISTRY });
  return { separate, fused: runPass(separate, pass, { registry: REGISTRY }) };
}

const ops = (graph: Graph): string[] => graph.nodes.map((n) => n.op).filter((op) => !['Transpose', 'QuantizeLinear', 'DequantizeLinear', 'Sigmoid'].includes(op));

describe('fuse-residual', () => {
  it('adds the other term inside the convolution, with clamp, scale and name of the sum', () => {
    const { separate, fused } = block({ after: 'Relu' });
    expect(ops(separate)).toEqual(['Conv', 'Add']);
    expect(ops(fused)).toEqual(['Conv']);
    const [sum, conv] = [separate.nodes.find((n) => n.op === 'Add'), fused.nodes.find((n) => n.op === 'Conv')];
    expect(conv?.inputs).toHaveLength(4);
    expect(conv?.inputs[3]).toBe(sum?.inputs[1]);
    expect(conv?.outputs).toEqual(sum?.outputs);
    expect(conv?.clamp).toEqual({ min: 0, max: Infinity });
    expect(conv?.origin.onnxNodes).toEqual(['Conv_1', 'Add_2', 'Relu_3']);
  });

  it('chooses, of two convolutions, the one whose rounding is the larger error', () => {
    const coarse = { min: -6, max: 6 };
    for (const [name, kept] of [['c', 'Conv_2'], ['e', 'Conv_1']] as const) {
      const { fused } = block({ other: 'convolution', ranges: { [name]: coarse } });
      expect(ops(fused)).toEqual(['Conv', 'Conv']);
      expect(fused.nodes.filter((n) => n.op === 'Conv' && n.inputs.length < 4).map((n) => n.origin.onnxNodes)).toEqual([[kept]]);
    }
  });

  const kept: readonly (readonly [string, Block])[] = [
    ['a convolution with a clamp of its own', { before: 'Relu' }],
    ['another operator between', { before: 'Sigmoid' }],
    ['an output that the caller reads', { outputs: ['y', 'c'] }],
    ['a sum with itself', { other: 'itself' }],
    ['a constant', { other: 'constant' }],
    ['a depthwise convolution', { attrs: { group: 4 }, weights: [4, 1, 1, 1] }],
    ['a residual with far coarser steps than the sum', { ranges: { s: { min: -1000, max: 1000 } } }],
    ['a term that is broadcast', { weights: [4, 4, 3, 3] }],
    ['a convolution in float', { float: 'Conv' }],
    ['a sum in float', { float: 'Add' }],
  ];
  it.each(kept)('leaves %s as it is', (_name, what) => {
    const { separate, fused } = block(what);
    expect(ops(separate)).toContain('Add');
    expect(fused).toBe(separate);
  });

  it('can keep the convolution beside the sum, to be observed', () => {
    const { fused } = block({}, fuseResidualObserved);
    const convs = fused.nodes.filter((n) => n.op === 'Conv');
    expect(convs.map((n) => n.inputs.length).sort()).toEqual([2, 4]);
    expect(fused.outputs).toEqual(['y', ...(convs.find((n) => n.inputs.length === 2)?.outputs ?? [])]);
    expect(valueOf(fused, fused.outputs[1] ?? '').dtype).toBe('i8');
  });
});
