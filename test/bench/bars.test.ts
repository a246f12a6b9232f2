// bench/bars.json against the document it was taken from, and what `npm run bench` decides with it: filters, bars, baseline.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
// @ts-expect-error: plain scripts without types
import { layerModel, ofLayer } from '../../bench/bars/layers.mjs';
// @ts-expect-error: plain scripts without types
import { measurer } from '../../bench/bars/measure.mjs';
// @ts-expect-error: plain scripts without types
import { bestPeer, flatten, isReached, keyOf, matches, readBars, resultOf, selected, updatedBaseline, worseThan } from '../../bench/bars/rows.mjs';
import { floatStage, importStage, programFor } from '../../src/stages.ts';
import { targetIds } from '../../src/targets/load.ts';
import { benchNetworks } from '../support/bench-networks.ts';
import { CHECKOUT, SHARED_FOLDER, describeShared } from '../support/shared.ts';

interface Row {
  readonly table: string;
  readonly row: string;
  readonly target: string;
  readonly unit: string;
  readonly bar: number | null;
  readonly peers: Readonly<Record<string, number>>;
  readonly peerCycles?: Readonly<Record<string, number>>;
  readonly precision?: string;
  readonly layer?: { readonly op: string };
  readonly network?: string;
}

const bars = readBars();
const rows: Row[] = flatten(bars);
const row = (over: Partial<Row>): Row => ({ table: 'kernels', row: 'int8 add', target: 'cortex-m4', unit: 'KB', bar: null, peers: {}, ...over });

describe('bench/bars.json', () => {
  it('has every row once', () => {
    expect(new Set(rows.map(keyOf)).size).toBe(rows.length);
    const count = (table: string): number => rows.filter((r) => r.table === table).length;
    expect(Object.fromEntries(['kernels', 'aarch64', 'models', 'networks', 'onnxruntime'].map((t) => [t, count(t)]))).toEqual({ kernels: 85, aarch64: 22, models: 48, networks: 40, onnxruntime: 48 });
  });

  it('names targets, networks and peers that exist', () => {
    expect(rows.filter((r) => !targetIds().includes(r.target)).map(keyOf)).toEqual([]);
    const networks = benchNetworks().map((n) => n.name);
    expect(rows.filter((r) => r.network !== undefined && !networks.includes(r.network)).map(keyOf)).toEqual([]);
    expect(rows.flatMap((r) => Object.keys({ ...r.peers, ...r.peerCycles })).filter((name) => bars.peers[name] === undefined)).toEqual([]);
  });

  it('holds positive figures, and a layer or a network in every row', () => {
    expect(rows.filter((r) => [...Object.values(r.peers), r.bar ?? 1].some((v) => !(v > 0))).map(keyOf)).toEqual([]);
    expect(rows.filter((r) => (r.layer === undefined) === (r.network === undefined)).map(keyOf)).toEqual([]);
  });

  it('has a baseline with rows that exist', () => {
    const baseline = JSON.parse(readFileSync(join(CHECKOUT, 'bench', 'baseline.json'), 'utf8'));
    expect(Object.keys(baseline).filter((key) => !rows.map(keyOf).includes(key))).toEqual([]);
  });
});

const numbersIn = (line: string): number[] => line.split('|').slice(2, -1).flatMap((cell) => cell.split('/').map((n) => n.replace(/[*<KBM\s]/g, ''))).filter((n) => n !== '' && n !== '-').map(Number);
const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

describeShared('bench/bars.json and the document with the yardsticks', () => {
  const lines = readFileSync(join(SHARED_FOLDER, 'bars.md'), 'utf8').split('\n');
  const after = (heading: string): string[] => {
    const start = lines.findIndex((l) => l.startsWith(heading));
    const end = lines.findIndex((l, i) => i > start && l.startsWith('#'));
    return lines.slice(start, end < 0 ? undefined : end).filter((l) => l.startsWith('| '));
  };
  const figures = (table: string, of: (r: Row) => boolean): number[] => rows.filter((r) => r.table === table && of(r)).flatMap((r) => [...Object.values(r.peers), ...(r.bar === null ? [] : [r.bar])]);

  it('have the same kernels, line by line', () => {
    const [, ...document] = after('## Kernels');
    const names = [...new Set(rows.filter((r) => r.table === 'kernels' && r.row.startsWith('int8 ')).map((r) => r.row))];
    expect(names.map((name) => sorted(figures('kernels', (r) => r.row === name)))).toEqual(document.map((line) => sorted(numbersIn(line))));
  });

  it('have the same whole networks, peer by peer', () => {
    const document = after('## Whole networks on AArch64').slice(1);
    const line = (title: string): number[] => numbersIn(document.find((l) => l.startsWith(`| ${title}`)) ?? '');
    const of = (precision: string, target: string, peer: string, table = 'networks'): number[] => rows.filter((r) => r.table === table && r.target === target && r.precision === precision).flatMap((r) => r.peers[peer] ?? []);
    const bar = (target: string): number[] => rows.filter((r) => r.table === 'networks' && r.target === target && r.row.endsWith(' int8')).flatMap((r) => r.bar ?? []);
    for (const [core, target, title] of [['a53', 'cortex-a53', 'a53'], ['a76', 'cortex-a76', 'a76 (dot product)'], ['i8mm', 'cortex-a-i8mm', 'i8mm (`max`, no SVE)']] as const) {
      expect(of('int8', target, 'ONNX Runtime', 'onnxruntime')).toEqual(line(`int8 ${title}: ONNX Runtime`));
      expect(of('int8', target, 'LiteRT')).toEqual(line(`int8 ${core}: LiteRT`));
      expect(bar(target)).toEqual(line(`**${core}**`));
    }
    for (const table of ['networks', 'onnxruntime']) expect(of('float', 'cortex-a53', 'ONNX Runtime', table)).toEqual(line('float a53: ONNX Runtime'));
    for (const core of ['a53', 'a76']) {
      expect(of('float', `cortex-${core}`, 'LiteRT')).toEqual(line(`float ${core}: LiteRT`));
      expect(of('float', `cortex-${core}`, 'ncnn')).toEqual(line(`float ${core}: ncnn`));
    }
  });

  it('have the same bars of the MLPerf Tiny models', () => {
    const document = after('## Whole models');
    const bar = (measure: string, target: string): number[] => ['KWS', 'VWW', 'IC', 'AD'].map((m) => rows.find((r) => r.row === `${m}: ${measure}` && r.target === target)?.bar ?? NaN);
    const line = (title: string): number[] => numbersIn(document.find((l) => l.startsWith(`| **${title}`)) ?? '');
    expect(bar('instructions', 'cortex-m4')).toEqual(line('our bar, M4'));
    expect(bar('instructions', 'cortex-m55')).toEqual(line('our bar, M55'));
    expect(bar('RAM', 'cortex-m4')).toEqual(line('our bar: RAM'));
    expect(bar('code and tables', 'cortex-m55')).toEqual(line('our bar: code'));
    const cycles = rows.filter((r) => !r.row.includes('QDQ')).flatMap((r) => Object.values(r.peerCycles ?? {}));
    expect(cycles).toEqual(numbersIn(document.find((l) => l.startsWith('| ST Edge AI')) ?? ''));
  });
});

describe('a layer of bars.json', () => {
  const layers = [...new Map(rows.filter((r) => r.layer !== undefined).map((r) => [JSON.stringify(r.layer), r])).values()];

  it.each(layers)('$row is one unit, with the multiply-accumulates that its cost is divided by', ({ layer, unit }) => {
    const { bytes, work } = layerModel(layer);
    const { units } = programFor(floatStage(importStage({ bytes, file: 'layer.onnx' }), 'layer.onnx'), ['portable'], 'layer.onnx');
    const own = ofLayer(units);
    expect(own).toHaveLength(1);
    if (unit === 'instructions/MAC') expect(own[0]?.macs).toBe(work);
  });
});

describe('filters', () => {
  it.each([
    ['kernels', true], ['models', false], ['kernels//m4', true], ['kernels//m55', false], ['/ADD/M4', true], ['//', true], ['kernels/add/m4/more', false],
  ])('%s', (pattern, expected) => expect(matches(pattern, row({}))).toBe(expected));

  it('several are alternatives, none is all', () => {
    const some = [row({}), row({ table: 'models' }), row({ table: 'networks' })];
    expect(selected(some, ['kernels', 'models'])).toEqual(some.slice(0, 2));
    expect(selected(some, [])).toEqual(some);
  });
});

describe('bars', () => {
  it('are reached at or below the bar, strictly below where the row says so', () => {
    expect(isReached(2, row({ bar: 2 }))).toBe(true);
    expect(isReached(2, { ...row({ bar: 2 }), below: true })).toBe(false);
    expect(isReached(2.01, row({ bar: 2 }))).toBe(false);
  });

  it('are the best peer where none is set; nothing measured reaches nothing', () => {
    expect(isReached(3, row({ peers: { a: 4, b: 3 } }))).toBe(true);
    expect(isReached(3.1, row({ peers: { a: 4, b: 3 } }))).toBe(false);
    expect(isReached(null, row({ bar: 2 }))).toBe(null);
    expect(isReached(1, row({}))).toBe(null);
    expect(bestPeer({ a: 4, b: 3 })).toEqual({ peerName: 'b', peer: 3 });
  });
});

describe('the baseline', () => {
  const result = (here: number | null, over = {}): object => ({ ...resultOf(row({}), { here }), ...over });
  const key = 'kernels/int8 add/cortex-m4';

  it('tolerates one per cent and no more', () => {
    expect(worseThan({ [key]: 100 }, [result(101)])).toEqual([]);
    expect(worseThan({ [key]: 100 }, [result(101.1)])).toMatchObject([{ here: 101.1, before: 100 }]);
    expect(worseThan({}, [result(101.1)])).toEqual([]);
  });

  it('takes a figure that is gone as worse, but not one whose network is missing', () => {
    expect(worseThan({ [key]: 100 }, [result(null)])).toHaveLength(1);
    expect(worseThan({ [key]: 100 }, [result(null, { absent: true })])).toEqual([]);
  });

  it('is updated by what was measured, keeps the rest, and forgets rows that are gone', () => {
    expect(updatedBaseline({ [key]: 100, gone: 1, 'kernels/int8 add/cortex-m0': 5 }, [result(90.12345678)], [row({ target: 'cortex-m0' }), row({})])).toEqual({ 'kernels/int8 add/cortex-m0': 5, [key]: 90.1235 });
  });
});

describe('a row that cannot be measured', () => {
  it('says why by its code', async () => {
    const found = await measurer()({ ...row({ target: 'cortex-m99' }), precision: 'float', layer: { op: 'fully-connected', channels: [4, 4] } });
    expect(found).toMatchObject({ here: null, note: expect.stringMatching(/^not yet: QT4001: /) });
  });
});

describe('npm run bench', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quantune-bars-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const bench = (env: Readonly<Record<string, string>>, ...args: string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync('node', ['bench/bench.mjs', ...args], { cwd: CHECKOUT, encoding: 'utf8', env: { ...process.env, ...env } });
  const baseline = (value: number): string => {
    const file = join(folder, `${value}.json`);
    writeFileSync(file, JSON.stringify({ 'kernels/int8 fully connected 64->12/cortex-m4': value }));
    return file;
  };
  const one = ['--only', 'kernels/int8 fully connected 64->12/m4'];

  it('prints one record per figure, and fails where one got worse', () => {
    const { status, stdout, stderr } = bench({}, ...one, '--json', '--baseline', baseline(0.5));
    const [record, ...others] = JSON.parse(stdout);
    expect(others).toEqual([]);
    expect(record).toMatchObject({ table: 'kernels', row: 'int8 fully connected 64->12', target: 'cortex-m4', unit: 'instructions/MAC', bar: 2, peer: 2.81, reached: record.here <= 2 });
    expect(record.here).toBeGreaterThan(0.5);
    expect(stderr).toContain('kernels/int8 fully connected 64->12/cortex-m4');
    expect(status).toBe(1);
    expect(bench({}, ...one, '--baseline', baseline(1000)).status).toBe(0);
  });

  it('updates a baseline', () => {
    const file = baseline(2000);
    execFileSync('node', ['bench/bench.mjs', ...one, '--baseline', file, '--update-baseline'], { cwd: CHECKOUT });
    const [value] = Object.values<number>(JSON.parse(readFileSync(file, 'utf8')));
    expect(value).toBeGreaterThan(0.5);
    expect(value).toBeLessThan(2000);
  });

  it('does without the networks, which are not part of the repository', () => {
    const { status, stdout } = bench({ QUANTUNE_SHARED: join(folder, 'nowhere') }, '--only', 'models/KWS: instructions/m4', '--json');
    expect(JSON.parse(stdout)).toMatchObject([{ here: null, reached: null, absent: true, note: expect.stringContaining('../shared/models') }]);
    expect(status).toBe(0);
  });

  it('refuses filters that mean nothing and options that do not exist', () => {
    expect(bench({}, '--only', 'nothing').status).toBe(2);
    expect(bench({}, '--nothing').status).toBe(2);
  });
});
