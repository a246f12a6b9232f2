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
    ['targets', ['targets']],
    ['doctor', ['doctor']],
    ['refusal', ['inspect', join(ROOT, 'package.json')]],
    ['refusal', ['compile', MODEL, '-o', NET, '-c', 'nothing', '-t', 'cortex']],
  ])('of %s follows its schema', (schema, args) => {
    expect(faults(schema, output(args))).toEqual([]);
  });

  it('and report.json too', () => {
    expect(faults('report', readFileSync(join(NET, 'report.json'), 'utf8'))).toEqual([]);
  });

  it('a wrong field is noticed', () => {
    expect(faults('check', '{"command":"check","passed":"yes","figures":[]}')).not.toEqual([]);
  });
});
