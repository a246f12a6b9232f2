// The command line as a user meets it: help, exit status, one JSON object, coded refusals, nothing half-written. Runs dist/cli.js.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { VERSION } from '../../src/version.ts';
import { QdqModel } from '../support/qdq-model.ts';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = mkdtempSync(join(tmpdir(), 'quantune-cli-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const KWS = join(ROOT, 'examples/kws/model.onnx');
const DATA = join(ROOT, 'examples/kws/calibration.json');

interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function quantune(args: readonly string[], env: Record<string, string> = {}): Result {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'dist/cli.js'), ...args], { cwd: FOLDER, encoding: 'utf8', env: { ...process.env, ...env } });
  expect(stderr).not.toMatch(/\n\s+at .*:\d+:\d+/);
  return { status, stdout, stderr };
}

function compiled(name: string, args: readonly string[] = []): string {
  const folder = join(FOLDER, name);
  expect(quantune(['compile', KWS, '-c', DATA, '--samples', '10', '-t', 'host', '-o', folder, ...args])).toMatchObject({ status: 0 });
  return folder;
}

describe('quantune', () => {
  it.each(['inspect', 'compile', 'run', 'check', 'targets', 'doctor'])('%s --help shows an example', (command) => {
    const { status, stdout } = quantune([command, '--help']);
    expect(status).toBe(0);
    expect(stdout).toContain(`Example:\n  quantune ${command}`);
  });

  it('states the version of package.json', () => {
    expect(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version).toBe(VERSION);
    expect(quantune(['--version']).stdout.trim()).toBe(VERSION);
  });

  it.each([
    [['frobnicate'], 2, 'unknown command'],
    [['compile', KWS], 2, '--output'],
    [['compile', KWS, '-o', 'o', '--precision', 'int4'], 2, 'int8, float'],
    [['compile', KWS, '-o', 'o'], 2, 'QT3506'],
    [['compile', KWS, '-o', 'o', '-c', DATA, '-t', 'cortex-m44'], 2, "did you mean 'cortex-m4'"],
    [['compile', KWS, '-o', 'o', '-c', DATA, '--mean', '1', '--std', '1'], 2, 'QT6005'],
    [['compile', KWS, '-o', 'o', '-c', DATA, '--io-type', 'uint8', '--mean', '1'], 2, 'QT6005'],
    [['compile', KWS, '-o', 'o', '--precision', 'float', '--io-type', 'int8'], 2, 'QT6005'],
    [['compile', KWS, '-o', 'o', '-c', DATA, '--dim', 'N'], 2, 'QT6004'],
    [['compile', KWS, '-o', 'o', '-c', DATA, '--memory-map', 'nothing.json'], 2, 'QT4008'],
    [['compile', KWS, '-o', 'o', '-c', DATA, '--memory-map', 'sram=64Q'], 2, 'QT4008'],
    [['compile', KWS, '-o', 'o', '-c', DATA, '--samples', '4', '--memory-map', 'sram=2K'], 1, 'QT4009'],
    [['compile', KWS, '-o', 'o', '-c', DATA, '-O', 'fast'], 2, 'size, balanced, speed'],
    [['compile', KWS, '-o', 'o', '-c', DATA, '--flash-budget', '8'], 2, 'a size such as'],
    [['compile', KWS, '-o', 'o', '-c', DATA, '-O', 'size', '--flash-budget', '8KB'], 2, 'QT6005'],
    [['compile', KWS, '-o', 'o', '-c', DATA, '--dim', 'N=4'], 2, 'QT1013'],
    [['compile', KWS, '-o', 'o', '-c', DATA, '--fix', 'N=a'], 2, 'QT6004'],
    [['compile', KWS, '-o', 'o', '-c', DATA, '--fix', 'N=4'], 2, 'QT1014'],
    [['compile', 'nothing.onnx', '-o', 'o', '-c', DATA], 1, 'QT1001'],
    [['inspect', join(ROOT, 'package.json')], 1, 'QT1002'],
    [['compile', KWS, '-o', 'o', '-c', 'nothing.npy'], 1, 'QT3001'],
    [['compile', KWS, '-o', 'o', '-c', join(ROOT, 'examples/resnet8/calibration.json')], 1, 'QT3005'],
    [['run', 'nothing'], 2, 'QT6006'],
  ])('%j ends with status %i and says %s', (args, status, text) => {
    const result = quantune(args);
    expect(result.status).toBe(status);
    expect(result.stderr).toContain(text);
    expect(existsSync(join(FOLDER, 'o'))).toBe(false);
  });

  it('prints one JSON object on stdout, also when it refuses', () => {
    for (const args of [['targets'], ['doctor'], ['inspect', KWS], ['compile', KWS, '-c', DATA, '--samples', '10', '-t', 'host', '-o', join(FOLDER, 'json')], ['inspect', 'nothing.onnx']]) {
      const { stdout } = quantune([...args, '--json']);
      expect(JSON.parse(stdout)).toMatchObject({ command: args[0] });
    }
  });

  it('adds residuals inside convolutions unless told not to', () => {
    const example = join(ROOT, 'examples/resnet8');
    const kernels = (folder: string, ...args: string[]): string[] => {
      const to = join(FOLDER, folder);
      expect(quantune(['compile', join(example, 'model.onnx'), '-c', join(example, 'calibration.json'), '--samples', '4', '-o', to, ...args])).toMatchObject({ status: 0 });
      return readdirSync(join(to, 'qn/kernels'), { recursive: true, encoding: 'utf8' }).map((f) => f.split('/').at(-1) ?? '').filter((f) => f.includes('add'));
    };
    expect(new Set(kernels('with'))).toEqual(new Set(['conv2d_add_s8.c']));
    expect(new Set(kernels('without', '--no-fuse-residual'))).toEqual(new Set(['add_s8.c']));
  });

  it('takes a quantized model without samples: compiled, inspected and run', () => {
    const m = new QdqModel();
    m.input('x', [1, 6], 'u8');
    const weights = m.weights([4, 6], { scale: 0.01 });
    m.quantize(m.node('Gemm', [m.dequantize('x', { scale: 0.5, zero: 9, dtype: 'u8' }), weights], { transB: 1 }), { scale: 0.1, zero: 4 }, 'y');
    const file = join(FOLDER, 'quantized.onnx');
    writeFileSync(file, m.bytes({ y: 'i8' }));
    const inspected = JSON.parse(quantune(['inspect', file, '--json']).stdout);
    expect([inspected.inputs[0].dtype, inspected.outputs[0].dtype, inspected.nodes.map((n: { op: string }) => n.op)]).toEqual(['u8', 'i8', ['DequantizeLinear', 'Gemm', 'QuantizeLinear']]);
    const folder = join(FOLDER, 'quantized');
    const { status, stdout } = quantune(['compile', file, '-t', 'host', '-o', folder, '--integer-only', '--json']);
    const report = JSON.parse(stdout);
    expect([status, report.ownScales, report.techniques, report.golden.samples, report.inputs[0]]).toEqual([0, true, null, 4, { name: 'x', dtype: 'u8', shape: [1, 6], scale: 0.5, zeroPoint: 9 }]);
    expect(JSON.parse(quantune(['run', folder, '--json']).stdout).hostMatch).toMatchObject({ bytesCompared: 16, bytesDifferent: 0 });
    expect(quantune(['compile', file, '-o', folder, '--precision', 'float', '--integer-only'])).toMatchObject({ status: 2 });
    expect(quantune(['compile', file, '-o', folder, '--precision', 'mixed', '--budget', 'float-macs=10%']).stderr).toContain('QT6008');
  });

  it('inspects: every layer, MACs, and all unsupported operators at once', () => {
    const result = JSON.parse(quantune(['inspect', KWS, '--json']).stdout);
    expect(result.unsupported).toEqual([]);
    expect(result.macs).toBe(2_656_768);
  });
});

describe('output folders', () => {
  it('of others are left alone (QT6001)', () => {
    const folder = join(FOLDER, 'mine');
    mkdirSync(folder);
    writeFileSync(join(folder, 'thesis.txt'), 'years of work');
    const result = quantune(['compile', KWS, '-c', DATA, '-o', folder]);
    expect(result).toMatchObject({ status: 2 });
    expect(result.stderr).toContain('QT6001');
    expect(readdirSync(folder)).toEqual(['thesis.txt']);
  });

  it('that cannot be written leave nothing behind (QT6002)', () => {
    writeFileSync(join(FOLDER, 'file'), '');
    const result = quantune(['compile', KWS, '-c', DATA, '--samples', '10', '-o', join(FOLDER, 'file', 'below')]);
    expect(result).toMatchObject({ status: 3 });
    expect(result.stderr).toContain('QT6002');
    expect(readdirSync(FOLDER).filter((n) => n.startsWith('.'))).toEqual([]);
  });

  it('of ours are replaced whole', () => {
    const folder = compiled('again');
    writeFileSync(join(folder, 'left-over.txt'), '');
    compiled('again');
    expect(existsSync(join(folder, 'left-over.txt'))).toBe(false);
  });
});

describe('run and check', () => {
  it('compare every byte on the host, for each type of inputs and outputs', () => {
    for (const io of ['float', 'int8', 'uint8']) {
      const folder = compiled(`io-${io}`, ['--io-type', io]);
      const { stdout } = quantune(['run', folder, '--json']);
      const result = JSON.parse(stdout);
      expect(result.hostMatch).toMatchObject({ samples: 4, bytesDifferent: 0 });
      expect(result.hostMatch.bytesCompared).toBe(4 * 12 * (io === 'float' ? 4 : 1));
    }
  });

  it('say that a folder has exact float', () => {
    const folder = compiled('exact', ['--precision', 'float', '--exact-float']);
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')).exactFloat).toBe(true);
    const result = JSON.parse(quantune(['run', folder, '--json']).stdout);
    expect(result).toMatchObject({ exactFloat: true, hostMatch: { bytesCompared: 4 * 12 * 4, bytesDifferent: 0, identical: true, kept: true } });
    expect(quantune(['run', folder]).stdout).toContain('exact float');
  });

  it('take raw pixels where the camera normalization is folded into the first layer', () => {
    const folder = join(FOLDER, 'camera');
    const model = join(ROOT, 'examples/resnet8/model.onnx');
    const data = join(ROOT, 'examples/resnet8/calibration.json');
    expect(quantune(['compile', model, '-c', data, '--samples', '20', '-t', 'host', '-o', folder, '--io-type', 'uint8', '--mean', '0', '--std', '1']).status).toBe(0);
    const result = JSON.parse(quantune(['run', folder, '--dataset', join(ROOT, 'examples/resnet8/evaluation.json'), '--model', model, '--samples', '100', '--json']).stdout);
    expect(result.hostMatch.bytesDifferent).toBe(0);
    expect(result.agreement).toBeGreaterThan(93);
  });

  it('notice when a figure got worse than the baseline', () => {
    const folder = compiled('checked');
    const baseline = join(FOLDER, 'baseline.json');
    expect(quantune(['check', folder, '-b', baseline, '--update-baseline']).status).toBe(0);
    expect(quantune(['check', folder, '-b', baseline]).status).toBe(0);
    const stored = JSON.parse(readFileSync(baseline, 'utf8'));
    stored.figures.weightBytes -= 1;
    writeFileSync(baseline, JSON.stringify(stored));
    const worse = quantune(['check', folder, '-b', baseline]);
    expect(worse.status).toBe(1);
    expect(worse.stdout).toContain('WORSE');
  });

  it('refuse baselines they did not write (QT6007)', () => {
    const folder = compiled('foreign');
    for (const text of ['', '{}', '{"generator":"quantune","name":"other","target":"host","figures":{}}']) {
      const file = join(FOLDER, 'foreign.json');
      writeFileSync(file, text);
      const result = quantune(['check', folder, '-b', file]);
      expect(result.status).toBe(1);
      expect(result.stderr).toContain('QT6007');
    }
  });

  it('name the missing emulator and how to install it', () => {
    const folder = join(FOLDER, 'noqemu');
    quantune(['compile', KWS, '-c', DATA, '--samples', '10', '-t', 'cortex-m4', '-o', folder]);
    const result = quantune(['run', folder], { PATH: join(process.execPath, '..') === '/usr/bin' ? FOLDER : join(process.execPath, '..') });
    expect(result.status).toBe(3);
    expect(result.stderr).toContain('apt-get install');
  });
});
