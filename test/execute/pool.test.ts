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
    expect(warnings.map((d) => d.code)).toEqual(['QT3505']);
  });
});
