// Model files that are huge, that change while they are read, or that are no files.
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../src/diagnostics/diagnostic.ts';
import { LIMITS } from '../../src/onnx/limits.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { importStage } from '../../src/stages.ts';
import { addition } from '../malformed/malformed-case.ts';
import { model } from '../support/onnx-bytes.ts';
import { codeOf } from '../support/code-of.ts';

const WORK = mkdtempSync(join(tmpdir(), 'quantune-fault-model-'));
afterAll(() => rmSync(WORK, { recursive: true, force: true }));

describe('a model file', () => {
  it('of 2 GB and more is refused without being read (QT1004)', () => {
    const file = join(WORK, 'huge.onnx');
    writeFileSync(file, '');
    truncateSync(file, LIMITS.fileBytes + 1);
    const before = process.memoryUsage.rss();
    expect(codeOf(() => readModel(file))).toBe('QT1004');
    expect(process.memoryUsage.rss() - before).toBeLessThan(64 * 2 ** 20);
  });

  it.skipIf(process.platform === 'win32')('that is a pipe or a device is refused (QT1001)', () => {
    expect(spawnSync('mkfifo', [join(WORK, 'pipe')]).status).toBe(0);
    expect(codeOf(() => readModel(join(WORK, 'pipe')))).toBe('QT1001');
    expect(codeOf(() => readModel('/dev/zero'))).toBe('QT1001');
  });

  it('that changes while it is read gives a model or a code', async () => {
    const file = join(WORK, 'changing.onnx');
    const [small, large] = [model(...addition()), model(...addition({ more: [new Uint8Array(Buffer.alloc(200_000, Buffer.from([0x52, 0x01, 0x41])))] }))];
    writeFileSync(file, small);
    const program = "const { workerData: [file, a, b] } = require('worker_threads'); const { writeFileSync } = require('fs'); for (;;) { writeFileSync(file, a); writeFileSync(file, b); }";
    const worker = new Worker(program, { eval: true, workerData: [file, small, large] });
    const seen = new Set<string>();
    for (let i = 0; i < 400; i++) {
      try {
        importStage(readModel(file));
        seen.add('model');
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        for (const d of error.diagnostics) seen.add(d.code);
      }
    }
    await worker.terminate();
    expect([...seen].filter((s) => !['model', 'QT1002', 'QT1003'].includes(s))).toEqual([]);
    expect(seen).toContain('model');
  });
});
