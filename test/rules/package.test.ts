// The supply chain: what is installed is pinned, what is published is what it should be, each dependency has its line, and SECURITY.md states the limits that hold.
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/onnx/limits.ts';
import { ROOT, read } from './sources.ts';

interface Locked {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly files: readonly string[];
}

const manifest: Manifest = JSON.parse(read('package.json'));
const lock: { packages: Record<string, Locked> } = JSON.parse(read('package-lock.json'));

describe('dependencies', () => {
  const all = { ...manifest.dependencies, ...manifest.devDependencies };

  it('have one exact version each', () => {
    expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it('are locked with their digests, but for optional ones of other platforms', () => {
    const packages = Object.entries(lock.packages).filter(([path, p]) => path.startsWith('node_modules/') && p.link !== true && p.optional !== true);
    expect(packages.length).toBeGreaterThan(20);
    expect(packages.filter(([, p]) => p.integrity === undefined).map(([path]) => path)).toEqual([]);
  });

  it('have their reason in ARCHITECTURE.md', () => {
    const reasons = read('ARCHITECTURE.md').split('## Dependencies')[1] ?? '';
    expect(Object.keys(all).filter((name) => !reasons.includes(name.replace(/^@types\//, '')))).toEqual([]);
  });
});

describe('the package', () => {
  const packed = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT, encoding: 'utf8', shell: process.platform === 'win32' });
  const [{ files }]: [{ files: { path: string }[] }] = JSON.parse(packed.stdout);
  const paths = files.map((f) => f.path);

  it('holds what is needed and no more', () => {
    for (const needed of ['package.json', 'README.md', 'LICENSE', 'NOTICE', 'SECURITY.md', 'dist/cli.js', 'dist/index.d.ts', 'dist/runtime.wasm', 'templates/model.c.hbs', 'targets/host/target.json', 'schemas/report.schema.json', 'runtime-c/include/qn.h']) expect(paths).toContain(needed);
    const tops = [...new Set(paths.map((p) => p.split('/')[0] ?? ''))];
    expect(tops.filter((top) => !['package.json', ...manifest.files].includes(top))).toEqual([]);
    expect(paths.filter((p) => /\.(onnx|bin|npy|test\.ts|tsbuildinfo|log|env)$|node_modules/.test(p))).toEqual([]);
  });
});

describe('SECURITY.md', () => {
  it('states every limit with its value', () => {
    const stated = new Map([...read('SECURITY.md').matchAll(/\(`(\w+)`\) \| (\d+) \|/g)].map(([, name = '', value]) => [name, Number(value)]));
    expect(Object.fromEntries(stated)).toEqual({ ...LIMITS });
  });
});
