// What every command prints with --json follows its schema; so does report.json.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = mkdtempSync(join(tmpdir(), 'quantune-schemas-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const MODEL = join(ROOT, 'examples/kws/model.onnx');
const NET = join(FOLDER, 'net');

function faults(schema: string, json: string): unknown {
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
  const validate = ajv.compile(JSON.parse(readFileSync(join(ROOT, 'schemas', `${schema}.schema.json`), 'utf8')));
  validate(JSON.parse(json));
  return validate.errors ?? [];
}

function output(args: readonly string[]): string {
  return spawnSync(process.execPath, [join(ROOT, 'dist/cli.js'), ...args, '--json'], { cwd: FOLDER, encoding: 'utf8' }).stdout;
}

describe('--json', () => {
  it.each([
    ['compile', ['compile', MODEL, '-c', join(ROOT, 'examples/kws/calibration.json'), '-t', 'host', '-o', NET, '--io-type', 'int8']],
    ['run', ['run', NET, '--dataset', join(ROOT, 'examples/kws/evaluation.json'), '--model', MODEL, '--samples', '20']],
    ['check', ['check', NET, '-b', join(FOLDER, 'base.json'), '--update-baseline']],
    ['inspect', ['inspect', MODEL]],
    ['analyze', ['analyze', MODEL, '-c', join(ROOT, 'examples/kws/calibration.json'), '--samples', '12', '--metric-samples', '4', '--pareto']],
    ['compile', ['compile', MODEL, '-c', join(ROOT, 'examples/kws/calibration.json'), '-t', 'host', '-o', join(FOLDER, 'mixed'), '--precision', 'mixed', '--budget', 'float-macs=20%', '--metric-samples', '4']],
    ['compile', ['compile', MODEL, '-c', 'none', '--input-range', '-250,30', '-t', 'host', '-o', join(FOLDER, 'none')]],
    ['analyze', ['analyze', MODEL, '-c', 'none', '--metric-samples', '4']],
    ['targets', ['targets']],
    ['doctor', ['doctor']],
    ['refusal', ['inspect', join(ROOT, 'package.json')]],
    ['refusal', ['compile', MODEL, '-o', NET, '-c', 'nothing', '-t', 'cortex']],
  ])('of %s follows its schema', (schema, args) => {
    expect(faults(schema, output(args))).toEqual([]);
  });

  it('and report.json too, with the techniques that were on', () => {
    const plain = ['-c', join(ROOT, 'examples/kws/calibration.json'), '--samples', '12', '-t', 'host'];
    output(['compile', MODEL, ...plain, '-o', join(FOLDER, 'plain'), '--no-equalize', '--no-bias-correction', '--schema', 'power-of-two', '--symmetric', '--observer', 'min-max']);
    output(['compile', MODEL, '-t', 'host', '-o', join(FOLDER, 'float'), '--precision', 'float']);
    const report = (folder: string): unknown => JSON.parse(readFileSync(join(FOLDER, folder, 'report.json'), 'utf8'));
    for (const folder of ['net', 'mixed', 'none', 'plain', 'float']) expect(faults('report', JSON.stringify(report(folder)))).toEqual([]);
    expect(report('net')).toMatchObject({ observer: 'expected', withoutData: null, techniques: { equalize: true, biasCorrection: true, compensateRounding: true, fuseResidual: true, schema: 'per-channel', symmetric: false, quantizeAt: 'fused' } });
    expect(report('plain')).toMatchObject({ observer: 'min-max', techniques: { equalize: false, biasCorrection: false, schema: 'power-of-two', symmetric: true } });
    expect(report('float')).toMatchObject({ techniques: null, withoutData: null });
    expect(report('none')).toMatchObject({ calibrationSamples: 0, withoutData: { inputRange: [-250, 30], batchNormalization: 0 }, golden: { samples: 4 } });
  });

  it('a wrong field is noticed', () => {
    expect(faults('check', '{"command":"check","passed":"yes","figures":[]}')).not.toEqual([]);
  });
});
