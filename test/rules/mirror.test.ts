// Every operator, pass, kernel and observer has a test file of the same name; every diagnostic code has a test that produces it.
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KERNELS } from '../../src/kernels/index.gen.ts';
import { CASES } from '../kernels/cases/all-cases.ts';
import { CODES } from '../../src/diagnostics/codes.ts';
import { ROOT, filesBelow, read } from './sources.ts';

function without(folder: string, skipped: readonly string[]): string[] {
  return filesBelow(folder, '.ts').filter((f) => f.split('/').length === folder.split('/').length + 1 && !skipped.includes(basename(f)));
}

function lacking(files: readonly string[], suffixes: readonly string[]): string[] {
  return files.filter((f) => !suffixes.some((suffix) => existsSync(join(ROOT, f.replace(/^src\//, 'test/').replace(/\.ts$/, suffix)))));
}

describe('tests mirror sources', () => {
  it('operators', () => {
    expect(lacking(without('src/ops', ['op-def.ts', 'registry.ts', 'index.gen.ts']), ['.test.ts'])).toEqual([]);
  });

  it('passes', () => {
    expect(lacking(without('src/passes', ['pass.ts', 'index.ts']), ['.test.ts'])).toEqual([]);
  });

  it('kernels, each of which has cases that run on every runtime', () => {
    expect(KERNELS.map((k) => k.name).filter((name) => !CASES.some((c) => c.kernel === name))).toEqual([]);
  });

  it('observers', () => {
    const observers = without('src/quantize/observers', ['registry.ts', 'observer.ts', 'histogram.ts', 'index.gen.ts']);
    expect(lacking(observers, ['.test.ts'])).toEqual([]);
  });

  it('diagnostic codes', () => {
    const tests = filesBelow('test', '.ts').map(read).join('\n');
    expect(Object.keys(CODES).filter((code) => !tests.includes(code))).toEqual([]);
  });
});
