// README.md and ARCHITECTURE.md: every path and npm command they name exists, and they stay short enough to be read.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CODES } from '../../src/diagnostics/codes.ts';
import { OPS } from '../../src/ops/index.gen.ts';
import { operatorsPage } from '../../src/report/operators.ts';
import { targetIds } from '../../src/targets/load.ts';
import { ROOT, read } from './sources.ts';

const DOCS = ['README.md', 'ARCHITECTURE.md'];

describe.each(DOCS)('%s', (doc) => {
  const text = read(doc);

  it('names paths that exist', () => {
    const paths = [...text.matchAll(/`((?:src|test|runtime-c|templates|targets|examples|schemas|scripts|bench)(?:\/[\w.-]+)*)`/g)].map(([, path = '']) => path);
    expect(paths.length).toBeGreaterThan(2);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('names npm commands that exist', () => {
    const scripts: Record<string, string> = JSON.parse(read('package.json')).scripts;
    const named = [...text.matchAll(/npm (?:run ([a-z-]+)|test)/g)].map(([, name = 'test']) => name);
    expect([...new Set(named)].filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

describe('documents', () => {
  it('ARCHITECTURE.md has at most 200 lines', () => {
    expect(read('ARCHITECTURE.md').split('\n').length).toBeLessThanOrEqual(200);
  });

  it('docs/operators.md is what the records say (node scripts/generate-docs.mjs writes it)', () => {
    expect(read('docs/operators.md')).toBe(operatorsPage(OPS));
    expect(read('README.md')).toContain('docs/operators.md');
    expect(targetIds()).toHaveLength(12);
  });

  it('every code has a title and a remedy', () => {
    for (const spec of Object.values(CODES)) expect([spec.title, spec.remedy].every((t) => t.length > 5)).toBe(true);
  });
});
