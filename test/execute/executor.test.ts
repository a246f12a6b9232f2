import { describe, expect, it } from 'vitest';
import { Executor } from '../../src/execute/executor.ts';
import { ActivationObserver } from '../../src/execute/observe.ts';
import { loadRuntime } from '../../src/execute/runtime-module.ts';
import { mergeStatistics, statisticsOf } from '../../src/execute/statistics.ts';
import type { PlannedProgram } from '../../src/kernels/program.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { lowerGraph } from '../../src/lower/lower.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { runPasses } from '../../src/passes/pass.ts';
import { planProgram } from '../../src/plan/plan.ts';
import { GraphBuilder, randomFloats } from '../support/graph-builder.ts';
import { interpret } from '../support/interpreter.ts';
import { makeTensor } from '../../src/ir/tensor.ts';
import { codeOf } from '../support/code-of.ts';

function network(): { program: PlannedProgram; graph: ReturnType<GraphBuilder['build']> } {
  const b = new GraphBuilder();
  b.input('x', [1, 2, 5, 5]);
  b.constant('w', [3, 2, 3, 3]);
  b.node('Conv', ['x', 'w'], { pads: [1, 1, 1, 1] }, 'c');
  b.node('Relu', ['c'], {}, 'r');
  b.node('GlobalAveragePool', ['r'], {}, 'y');
  const graph = b.build(['y']);
  return { graph, program: planProgram(lowerGraph(runPasses(graph, FLOAT_PASSES, { registry: REGISTRY }), { registry: REGISTRY, isa: ['wasm', 'portable'] })) };
}

describe('executor', () => {
  it('computes what the references compute, and the same again', () => {
    const { program, graph } = network();
    const executor = Executor.create(program, loadRuntime());
    const x = randomFloats(50, 5);
    const [first] = executor.run([x]);
    const [second] = executor.run([x]);
    const expected = interpret(graph, new Map([['x', makeTensor('f32', [1, 2, 5, 5], x)]])).get('y');
    expect(first).toEqual(second);
    expected?.data.forEach((v: number | bigint, i: number) => expect(first?.[i]).toBeCloseTo(Number(v), 5));
    expect(executor.executions).toBe(2);
  });

  it('refuses a network beyond 4 GB with QT3502', () => {
    const { program } = network();
    expect(codeOf(() => Executor.create({ ...program, arenaBytes: 5 * 2 ** 30 }, loadRuntime()))).toBe('QT3502');
  });
});

describe('observing', () => {
  it('counts what was there, whatever the order of the samples', () => {
    const samples = [1, 2, 30].map((seed, i) => randomFloats(50, seed).map((v) => v * 10 ** i));
    const run = (order: readonly number[]): unknown => {
      const observer = new ActivationObserver(network().program, loadRuntime());
      for (const i of order) observer.run(i, [samples[i] ?? new Float32Array(50)], () => `sample ${i}`);
      return observer.statistics();
    };
    expect(run([0, 1, 2])).toEqual(run([2, 0, 1]));
  });

  it('sees what is joined when its last part is there, and what is a part of something with that', () => {
    const b = new GraphBuilder();
    b.node('Sigmoid', [b.input('x', [1, 4])], {}, 's');
    b.node('Tanh', ['x'], {}, 't');
    b.node('Concat', ['s', 't'], { axis: 1 }, 'joined');
    b.node('Slice', ['joined', b.ints('from', [3]), b.ints('to', [6]), b.ints('axis', [1])], {}, 'taken');
    b.node('Tanh', ['taken'], {}, 'y');
    const graph = b.build(['y']);
    const program = planProgram(lowerGraph(runPasses(graph, FLOAT_PASSES, { registry: REGISTRY }), { registry: REGISTRY, isa: ['wasm', 'portable'] }));
    const observer = new ActivationObserver(program, loadRuntime());
    const x = Float32Array.of(-1, 2, 0.5, 3);
    observer.run(0, [x], () => 'sample 0');
    const values = interpret({ ...graph, outputs: ['joined', 'taken', 'y'] }, new Map([['x', makeTensor('f32', [1, 4], x)]]));
    for (const [id, { data }] of values) {
      const seen = observer.statistics().get(id);
      expect(seen?.max).toBeCloseTo(Math.max(0, ...Array.from(data, Number)), 5);
      expect(seen?.min).toBeCloseTo(Math.min(0, ...Array.from(data, Number)), 5);
    }
  });

  it('looks at values of the graph only', () => {
    const b = new GraphBuilder();
    b.node('Pad', [b.input('x', [1, 4]), b.ints('pads', [0, 2, 0, 0])], {}, 'y');
    const program = planProgram(lowerGraph(runPasses(b.build(['y']), FLOAT_PASSES, { registry: REGISTRY }), { registry: REGISTRY, isa: ['portable'] }));
    const observer = new ActivationObserver(program, loadRuntime());
    observer.run(0, [Float32Array.of(1, 2, 3, 4)], () => 'sample 0');
    expect([...observer.statistics().keys()]).toEqual(['x', 'y']);
  });

  it('gives the same statistics when merged from parts', () => {
    const parts = [1, 2].map((seed) => statisticsOf(randomFloats(400, seed).map((v) => v * seed * 3)));
    const whole = statisticsOf(Float32Array.from([...randomFloats(400, 1).map((v) => v * 3), ...randomFloats(400, 2).map((v) => v * 6)]));
    const [a, b] = parts;
    if (a && b) expect(mergeStatistics(a, b)).toEqual(whole);
  });

  it('names the activation and the sample that is not finite (QT3504)', () => {
    const observer = new ActivationObserver(network().program, loadRuntime());
    const bad = new Float32Array(50).fill(3e38);
    expect(codeOf(() => observer.run(0, [bad], () => 'picture 7'))).toBe('QT3504');
    try {
      observer.run(0, [bad], () => 'picture 7');
    } catch (error) {
      expect(String(error)).toMatch(/unit '.+' is not finite for picture 7/);
    }
  });
});
