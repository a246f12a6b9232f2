import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../src/diagnostics/diagnostic.ts';
import { runTask } from '../../src/execute/pool.ts';
import { compileRuntime } from '../../src/execute/runtime-module.ts';
import type { ObserveTask } from '../../src/execute/task.ts';
import { lowerGraph } from '../../src/lower/lower.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { runPasses } from '../../src/passes/pass.ts';
import { planProgram } from '../../src/plan/plan.ts';
import { calibrate } from '../../src/quantize/calibrate.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { npyBytes } from '../support/data-files.ts';
import { GraphBuilder, randomFloats } from '../support/graph-builder.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'quantune-pool-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

function task(): ObserveTask {
  const b = new GraphBuilder();
  b.input('x', [1, 2, 4, 4]);
  b.constant('w', [3, 2, 3, 3]);
  b.node('Conv', ['x', 'w'], {}, 'c');
  b.node('Sigmoid', ['c'], {}, 'y');
  const graph = runPasses(b.build(['y']), FLOAT_PASSES, { registry: REGISTRY });
  const path = join(FOLDER, 'x.npy');
  writeFileSync(path, npyBytes('<f4', [9, 2, 4, 4], Float32Array.from(randomFloats(9 * 32, 4))));
  return { kind: 'observe', float: planProgram(lowerGraph(graph, { registry: REGISTRY, isa: ['wasm', 'portable'] })), dataSet: { path, inputs: [{ name: 'x', dtype: 'f32', shape: [1, 2, 4, 4] }] } };
}

async function codeOf(run: () => unknown): Promise<string | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics[0]?.code;
    throw error;
  }
}

describe('pool', () => {
  it('gives the same result for one, two and three threads', async () => {
    const [one, two, three] = await Promise.all([1, 2, 3].map((threads) => runTask(task(), 9, { threads })));
    expect(two).toEqual(one);
    expect(three).toEqual(one);
    expect(one?.executions).toBe(9);
  });

  it('reports a thread that ends with QT3503', async () => {
    const worker = join(FOLDER, 'worker.mjs');
    writeFileSync(worker, 'process.exit(7);\n');
    expect(await codeOf(() => runTask(task(), 9, { threads: 2, worker }))).toBe('QT3503');
  });

  it('passes on what a sample is refused for', async () => {
    const given = task();
    const missing = { ...given, dataSet: { ...given.dataSet, path: join(FOLDER, 'nothing.npy') } };
    expect(await codeOf(() => runTask(missing, 9, { threads: 2 }))).toBe('QT3001');
  });

  it('needs its module: QT3501', async () => {
    expect(await codeOf(() => compileRuntime(join(FOLDER, 'none.wasm')))).toBe('QT3501');
    const broken = join(FOLDER, 'broken.wasm');
    writeFileSync(broken, 'not wasm');
    expect(await codeOf(() => compileRuntime(broken))).toBe('QT3501');
  });
});

describe('calibrate', () => {
  it('runs the network once per sample and warns of few samples (QT3505)', async () => {
    const given = task();
    const warnings: Diagnostic[] = [];
    const result = await calibrate({ program: given.float, dataSet: given.dataSet, observer: 'percentile', samples: 3, threads: 1, report: (d) => warnings.push(d) });
    expect(result).toMatchObject({ samples: 3, executions: 3 });
    expect([...result.ranges.keys()]).toContain('x');
    expect(warnings.map((d) => d.code)).toEqual(['QT3505', 'QT3508']);
  });

  it('warns of too few elements for an observer that looks at tails or shapes (QT3508)', async () => {
    const given = task();
    const said = async (observer: 'percentile' | 'entropy' | 'expected' | 'mse' | 'min-max'): Promise<string[]> => {
      const warnings: Diagnostic[] = [];
      await calibrate({ program: given.float, dataSet: given.dataSet, observer, samples: 9, threads: 1, report: (d) => warnings.push(d) });
      return warnings.map((d) => `${d.code} ${d.message}`);
    };
    expect(await said('percentile')).toEqual([expect.stringMatching(/^QT3508 observer percentile wants at least 200000 elements of a tensor; \d of \d tensors have fewer/)]);
    expect(await said('entropy')).toEqual([expect.stringMatching(/^QT3508 observer entropy wants at least 4096/)]);
    for (const other of ['expected', 'mse', 'min-max'] as const) expect(await said(other)).toEqual([]);
  });

  it('warns of what is the same for all samples, naming unit and samples (QT3509)', async () => {
    const b = new GraphBuilder();
    b.input('x', [1, 4]);
    b.constant('w', [4, 3]);
    b.node('Relu', [b.node('Sub', [b.node('Sigmoid', [b.node('MatMul', ['x', 'w'])]), b.constant('two', [1], [2])])], {}, 'dead');
    const program = planProgram(lowerGraph(runPasses(b.build(['dead']), FLOAT_PASSES, { registry: REGISTRY }), { registry: REGISTRY, isa: ['wasm', 'portable'] }));
    const dataSet = { path: 'random inputs', inputs: [{ name: 'x', dtype: 'f32' as const, shape: [1, 4] }], random: { count: 9, seed: 1, low: -1, high: 1 } };
    const warned = async (data: typeof dataSet): Promise<Diagnostic[]> => {
      const warnings: Diagnostic[] = [];
      await calibrate({ program, dataSet: data, observer: 'min-max', threads: 1, report: (d) => warnings.push(d) });
      return warnings;
    };
    const [dead, ...others] = await warned(dataSet);
    expect(others).toEqual([]);
    expect(dead).toMatchObject({ code: 'QT3509', severity: 'warning', message: expect.stringMatching(/unit '.+' gives the same for all 9 samples, from random sample 0 on/), where: { value: 'dead' } });
    const same = await warned({ ...dataSet, random: { ...dataSet.random, low: 0.5, high: 0.5 } });
    expect(same[0]).toMatchObject({ code: 'QT3509', message: expect.stringMatching(/^input 'x'/) });
  });
});
