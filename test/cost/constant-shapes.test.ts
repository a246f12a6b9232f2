import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConstantShapes, savedInstructions } from '../../src/cost/constant-shapes.ts';
import { codeOf } from '../support/code-of.ts';

function folderWith(text: string | null): string {
  const folder = mkdtempSync(join(tmpdir(), 'quantune-test-'));
  if (text !== null) writeFileSync(join(folder, 'constant-shapes.json'), text);
  return folder;
}

const ADD = { kernel: 'add_f32', isa: 'portable', params: { count: 9 } };

describe('savings by constant shapes', () => {
  it('are linear in what a call counts', () => {
    const table = readConstantShapes(folderWith('{"kernels": {"add_f32.portable": {"bytes": 80, "sharedBytes": 70, "saved": {"call": 10, "outputs": 2}}}}'));
    expect(table.get('add_f32.portable')?.bytes).toBe(80);
    expect(savedInstructions(table, ADD)).toBe(28);
    expect(savedInstructions(table, { ...ADD, kernel: 'mul_f32' })).toBe(0);
  });

  it('are those of the instruction set that a variant costs like', () => {
    const table = readConstantShapes(folderWith('{"kernels": {"conv2d_s8.dsp": {"bytes": 80, "sharedBytes": 70, "saved": {"call": 10}}}}'));
    const call = { kernel: 'conv2d_s8', params: { batch: 1, out_h: 1, out_w: 1, out_c: 1, in_c: 1, kernel_h: 1, kernel_w: 1, groups: 1 } };
    expect(savedInstructions(table, { ...call, isa: 'dsp-offset' })).toBe(10);
    expect(savedInstructions(table, { ...call, isa: 'mve' })).toBe(0);
  });

  it('are none where a target has no file', () => {
    expect(readConstantShapes(folderWith(null)).size).toBe(0);
  });

  it('say what is wrong with the file (QT4007)', () => {
    for (const text of ['{', '{"kernels": {"a": {"bytes": 0, "sharedBytes": 1, "saved": {}}}}', '{"kernels": {"a": {"bytes": 4, "sharedBytes": 1}}}', '{"kernels": {"a": {"bytes": 4, "saved": {"call": 1}}}}', '{"kernels": {"a": {"bytes": 4, "sharedBytes": 1, "saved": {"speed": 1}}}}', '{"kernels": {"a": {"bytes": 4, "sharedBytes": 1, "saved": {"call": -1}}}}']) {
      expect(codeOf(() => readConstantShapes(folderWith(text)))).toBe('QT4007');
    }
  });
});
