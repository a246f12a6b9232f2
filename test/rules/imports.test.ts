// Import direction: an area of src may use those to its left only, and there is no area for odds and ends.
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesBelow, read } from './sources.ts';

/** Areas in one row may not import each other unless listed on different rows. */
const ORDER: readonly (readonly string[])[] = [
  ['diagnostics', 'version'], ['ir'], ['numeric'], ['onnx', 'targets'], ['kernels'], ['cost'], ['ops'], ['passes'], ['lower'], ['plan'], ['data'], ['execute'], ['quantize'], ['emit'],
  ['stages'], ['prepare'], ['pipeline'], ['toolchain', 'report'], ['firmware', 'measure'], ['index', 'commands'], ['cli'],
];

function areaOf(path: string): string {
  const parts = path.split('/');
  return (parts.length > 2 ? parts[1] : parts[1]?.replace(/\.ts$/, '')) ?? '';
}

function rank(area: string): number {
  return ORDER.findIndex((row) => row.includes(area));
}

function importsOf(path: string, kind: 'values' | 'all' = 'all'): string[] {
  const text = kind === 'all' ? read(path) : read(path).replace(/^(import|export) type [^;]*;$/gm, '');
  return [...text.matchAll(/(?:from|import) '(\.[^']+)'/g)].map(([, target = '']) => normalize(join(dirname(path), target)));
}

describe('imports', () => {
  const files = filesBelow('src', '.ts');

  it('know every area', () => {
    expect(files.map(areaOf).filter((area) => rank(area) < 0)).toEqual([]);
  });

  it('go to the left only', () => {
    const wrong = files.flatMap((file) => importsOf(file).filter((target) => {
      const [from, to] = [areaOf(file), areaOf(target)];
      return from !== to && rank(to) >= rank(from);
    }).map((target) => `${file} -> ${target}`));
    expect(wrong).toEqual([]);
  });

  it('form no cycle but of types', () => {
    const edges = new Map(files.map((f) => [f, importsOf(f, 'values')]));
    const done = new Set<string>();
    const cycles: string[] = [];
    const walk = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) {
        cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
        return;
      }
      if (done.has(file)) return;
      for (const next of edges.get(file) ?? []) walk(next, [...path, file]);
      done.add(file);
    };
    for (const file of files) walk(file, []);
    expect(cycles).toEqual([]);
  });

  it('need no folder for odds and ends', () => {
    expect(files.filter((f) => /\/(utils?|helpers?|common|misc)(\/|\.ts$)/.test(f))).toEqual([]);
  });

  it('of commands keep the operators out: onnx knows none', () => {
    expect(filesBelow('src/onnx', '.ts').flatMap(importsOf).filter((t) => areaOf(t) === 'ops')).toEqual([]);
  });
});
