// Values that lie within others: which copies go, which have to stay, and that results are those of the references either way.
import { describe, expect, it } from 'vitest';
import { Executor } from '../../src/execute/executor.ts';
import { loadRuntime } from '../../src/execute/runtime-module.ts';
import type { KernelCall, PlannedProgram } from '../../src/kernels/program.ts';
import { lowerGraph } from '../../src/lower/lower.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { runStart } from '../../src/ops/shared/runs.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { runPasses } from '../../src/passes/pass.ts';
import { checkPlan } from '../../src/plan/check.ts';
import { planProgram } from '../../src/plan/plan.ts';
import { programFor } from '../../src/stages.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { randomInputs } from '../support/interpreter.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';
import { poisoned } from '../support/poison.ts';

type Net = (b: GraphBuilder) => readonly string[];

function build(net: Net): ReturnType<GraphBuilder['build']> {
  const b = new GraphBuilder();
  return b.build(net(b));
}

const copies = (kernels: readonly string[]): number => kernels.filter((k) => k.startsWith('copy_nd')).length;

/** Sigmoid and Tanh of inputs of [1, 4] and [1, 6]. */
function two(b: GraphBuilder): void {
  b.node('Sigmoid', [b.input('x', [1, 4])], {}, 's');
  b.node('Tanh', [b.input('z', [1, 6])], {}, 't');
}

const slice = (b: GraphBuilder, from: string, [start, end]: readonly [number, number], output: string): string => b.node('Slice', [from, b.ints(`${output}0`, [start]), b.ints(`${output}1`, [end]), b.ints(`${output}2`, [1])], {}, output);

const NETS: readonly (readonly [string, number, Net])[] = [
  ['two values', 0, (b) => {
    two(b);
    return [b.node('Concat', ['s', 't'], { axis: 1 })];
  }],
  ['rows of images, whose planes become pixels and pixels planes', 2, (b) => {
    b.node('MaxPool', [b.input('x', [1, 3, 4, 5])], { kernel_shape: [2, 2] }, 'p');
    b.node('AveragePool', ['x'], { kernel_shape: [3, 2] }, 'q');
    b.node('Concat', ['p', 'q'], { axis: 2 }, 'c');
    return [b.node('Conv', ['c', b.constant('w', [2, 3, 2, 2])])];
  }],
  ['a value that is read elsewhere too', 0, (b) => {
    two(b);
    const c = b.node('Concat', ['t', 's'], { axis: 1 });
    const again = b.node('Tanh', ['s'], {}, 'again');
    return [b.node('Sigmoid', [c]), b.node('Mul', [again, 's'])];
  }],
  ['the same value twice', 1, (b) => {
    two(b);
    return [b.node('Concat', ['s', 't', 's'], { axis: 1 })];
  }],
  ['a value in two joined ones', 1, (b) => {
    two(b);
    return [b.node('Concat', ['s', 't'], { axis: 1 }), b.node('Concat', ['t', b.node('Sigmoid', ['z'])], { axis: 1 })];
  }],
  ['joined values within joined ones, and a view of one', 0, (b) => {
    two(b);
    b.node('Concat', ['s', 't'], { axis: 1 }, 'inner');
    b.node('Reshape', [b.node('Sigmoid', [b.input('m', [2, 3])]), b.ints('shape', [1, 6])], {}, 'flat');
    b.node('Concat', ['flat', 'inner', b.node('Tanh', ['inner'])], { axis: 1 }, 'outer');
    return [b.node('Sigmoid', ['outer'])];
  }],
  ['inputs and constants of the model', 2, (b) => {
    two(b);
    return [b.node('Concat', ['x', 's', b.constant('c', [1, 3])], { axis: 1 })];
  }],
  ['outputs of the model', 1, (b) => {
    two(b);
    return [b.node('Concat', ['s', 't'], { axis: 1 }), 's'];
  }],
  ['an output that is a view of a value', 1, (b) => {
    two(b);
    return [b.node('Concat', ['s', 't'], { axis: 1 }), b.node('Reshape', ['t', b.ints('shape', [2, 3])])];
  }],
  ['slices of an input and of a value', 0, (b) => {
    two(b);
    slice(b, 'x', [1, 3], 'a');
    slice(b, 't', [2, 4], 'c');
    return [b.node('Add', ['a', 'c'], {}), b.node('Tanh', ['t'])];
  }],
  ['slices across what was joined, and of slices', 0, (b) => {
    two(b);
    b.node('Concat', ['s', 't'], { axis: 1 }, 'j');
    slice(b, 'j', [2, 8], 'a');
    slice(b, 'a', [1, 4], 'c');
    return [b.node('Tanh', ['a']), b.node('Sigmoid', ['c'])];
  }],
  ['a slice that is joined, and one that is an output', 2, (b) => {
    two(b);
    slice(b, 't', [1, 4], 'a');
    slice(b, 's', [1, 3], 'o');
    return [b.node('Concat', ['a', 's'], { axis: 1 }), 'o'];
  }],
  ['padding at either end', 0, (b) => {
    two(b);
    b.node('Pad', ['s', b.ints('pads', [0, 3, 0, 2])], {}, 'p');
    b.node('Pad', ['t', b.ints('more', [1, 0, 0, 0])], {}, 'q');
    return [b.node('Tanh', ['p']), b.node('Sigmoid', ['q'])];
  }],
  ['padding of an input', 1, (b) => [b.node('Pad', [b.input('x', [3, 5]), b.ints('pads', [1, 0, 2, 0])])]],
  ['what is no run: columns, channels, and padding of both', 5, (b) => {
    b.node('Sigmoid', [b.input('x', [2, 4])], {}, 's');
    b.node('Concat', ['s', b.node('Tanh', ['x'])], { axis: 1 }, 'c');
    slice(b, 'c', [1, 3], 'd');
    b.node('Pad', ['d', b.ints('pads', [0, 1, 0, 0])], {}, 'p');
    b.node('Slice', ['c', b.ints('begin', [0]), b.ints('end', [9]), b.ints('axis', [0]), b.ints('step', [-1])].slice(0, 4), {}, 'whole');
    b.node('Slice', ['c', b.ints('last', [-1]), b.ints('first', [-9]), b.ints('axis0', [0]), b.ints('back', [-1])], {}, 'turned');
    return [b.node('Tanh', ['p']), b.node('Tanh', ['turned'])];
  }],
];

describe('values within others', () => {
  it.each(NETS)('%s: %i copies', (_, count, net) => {
    const graph = build(net);
    const float = runFloat(graph);
    expect(float.error).toBeLessThan(1e-6);
    expect(copies(float.kernels)).toBe(count);
    expect(runInt8(graph, undefined, 9).arithmeticSteps).toBeLessThan(3);
  });

  it.each(NETS)('%s: bytes are read by nobody after their last use', (_, _count, net) => {
    const graph = runPasses(build(net), FLOAT_PASSES, { registry: REGISTRY });
    const plan = planProgram(lowerGraph(graph, { registry: REGISTRY, isa: ['portable'] }));
    const inputs = [...randomInputs(graph).values()].map((tensor) => tensor.data);
    const [clean, dirty] = [plan, poisoned(plan)].map((p) => Executor.create(p, loadRuntime()).run(inputs));
    expect(dirty).toEqual(clean);
  });

  it('has no unit for what is not executed, and none of the padded bytes is written twice', () => {
    const [, , net] = NETS.find(([name]) => name.startsWith('padding at')) ?? NETS[0] ?? ['', 0, (): string[] => []];
    const graph = runPasses(build(net), FLOAT_PASSES, { registry: REGISTRY });
    const program = lowerGraph(graph, { registry: REGISTRY, isa: ['portable'] });
    expect(program.calls.filter((c) => c.kernel === 'fill_32').map((c) => c.params['count'])).toEqual([3, 2, 6]);
    const joined = lowerGraph(runPasses(build(NETS[0]?.[2] ?? net), FLOAT_PASSES, { registry: REGISTRY }), { registry: REGISTRY, isa: ['portable'] });
    expect(joined.units.map((u) => u.op)).toEqual(['Sigmoid', 'Tanh']);
  });

  it('copies where that takes less memory: a small part of what is joined late would hold all of it', () => {
    const graph = runPasses(build((b) => {
      b.node('Sigmoid', [b.input('x', [1, 4])], {}, 's');
      let at = b.node('Gemm', ['s', b.constant('w', [4, 4])]);
      at = b.node('Gemm', [at, b.constant('wide', [4, 3000])]);
      at = b.node('Tanh', [at]);
      at = b.node('Gemm', [at, b.constant('narrow', [3000, 4])]);
      const large = b.node('Gemm', [at, b.constant('last', [4, 800])]);
      return [b.node('Concat', ['s', large], { axis: 1 }, 'y'), b.node('Tanh', ['s'])];
    }), FLOAT_PASSES, { registry: REGISTRY });
    const planned = (parts: boolean): PlannedProgram => planProgram(lowerGraph(graph, { registry: REGISTRY, isa: ['portable'], parts }));
    expect(planned(false).arenaBytes).toBeLessThan(planned(true).arenaBytes);
    expect(programFor(graph, ['portable'], '').arenaBytes).toBe(planned(false).arenaBytes);
  });
});

describe('the check of parts', () => {
  const graph = runPasses(build(NETS[2]?.[2] ?? ((): string[] => [])), FLOAT_PASSES, { registry: REGISTRY });
  const plan = planProgram(lowerGraph(graph, { registry: REGISTRY, isa: ['portable'] }));
  const named = (name: string): number => plan.buffers.findIndex((b) => b.name === name);
  const moved = (name: string, by: number): PlannedProgram => ({
    ...plan,
    offsets: plan.offsets.map((offset, id) => (id === named(name) ? offset + by : offset)),
    buffers: plan.buffers.map((b) => (b.name === name && b.within ? { ...b, within: { ...b.within, byteOffset: b.within.byteOffset + by } } : b)),
  });
  const writes = (call: KernelCall, name: string): boolean => call.operands.some((o, i) => o.kind === 'buffer' && o.id === named(name) && i === call.operands.length - 1);

  it('accepts the plan', () => {
    expect(plan.buffers.filter((b) => b.within !== undefined).map((b) => b.name).sort()).toEqual(['s', 't']);
    expect(() => checkPlan(plan)).not.toThrow();
  });

  it('refuses parts of one another, parts outside, and parts somewhere else', () => {
    expect(() => checkPlan(moved('s', -4))).toThrow(/QT9001.*a part of the same buffer/);
    expect(() => checkPlan(moved('s', 4))).toThrow(/QT9001.*outside the one that it is a part of/);
    expect(() => checkPlan({ ...plan, offsets: plan.offsets.map((offset, id) => (id === named('s') ? offset - 4 : offset)) })).toThrow(/QT9001.*outside the one/);
    expect(() => checkPlan(moved('s', -2))).toThrow(/QT9001.*not aligned/);
  });

  it('refuses to read what was joined before all parts are written', () => {
    const calls = plan.calls.filter((call) => !writes(call, 't'));
    expect(() => checkPlan({ ...plan, calls, scratchOffsets: calls.map(() => 0) })).toThrow(/QT9001.*after it was overwritten/);
  });
});

describe('runs', () => {
  it('are one after the other in memory', () => {
    expect(runStart([1, 4, 6], [0, 1, 0], [1, 2, 6])).toBe(6);
    expect(runStart([3, 4, 6], [2, 1, 3], [1, 1, 2])).toBe(2 * 24 + 6 + 3);
    expect(runStart([3, 4, 6], [1, 0, 0], [2, 4, 6])).toBe(24);
    expect(runStart([3, 4, 6], [0, 0, 0], [2, 3, 6])).toBeNull();
    expect(runStart([3, 4], [2, 3], [1, 1])).toBe(11);
  });
});
