// One network for every way to optimize, on a target: the same bytes, fewer instructions for more code, as the report predicts.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { writeFolder } from '../../src/emit/write-folder.ts';
import { type FirmwareOptions, generateFirmware, goldenVectors } from '../../src/firmware.ts';
import { measureFirmware } from '../../src/measure.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { quantizeModel } from '../../src/pipeline.ts';
import { floatStage, importStage, inputSpecs } from '../../src/stages.ts';
import { loadTarget } from '../../src/targets/load.ts';
import { missingQemu } from '../kernels/target-build.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'quantune-shapes-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const EXAMPLE = join(import.meta.dirname, '../../examples/resnet8');
const MODEL = readModel(join(EXAMPLE, 'model.onnx'));
const INPUTS = inputSpecs(floatStage(importStage(MODEL), MODEL.file));
const DATA = { path: join(EXAMPLE, 'evaluation.json'), inputs: INPUTS };
const int8 = await quantizeModel(MODEL, { ioType: 'int8', threads: 1, report: () => undefined, precision: 'int8', calibration: { dataSet: { path: join(EXAMPLE, 'calibration.json'), inputs: INPUTS }, observer: 'min-max', samples: 8 } });
const target = loadTarget('cortex-m55');
const missing = missingQemu(target);

async function measured(name: string, options: Partial<FirmwareOptions>): Promise<{ instructions: number; code: number; predicted: { forms: number; flashBytes: number; savedInstructions: number } }> {
  const { files, report } = generateFirmware(int8, { target, name: 'net', ...options });
  const folder = join(FOLDER, name);
  writeFolder(folder, files);
  const { inputs, outputs } = goldenVectors(int8, DATA, 1);
  const result = await measureFirmware({ folder, target, outDir: join(FOLDER, `build-${name}`), inputs, expected: outputs });
  expect([result.bytesCompared, result.bytesDifferent]).toEqual([outputs.length, 0]);
  return { instructions: result.instructions?.total ?? 0, code: result.sizes.codeBytes, predicted: report.constantShapes };
}

it.skipIf(missing !== null)(`optimizing for speed takes fewer instructions, and a flash budget less code, on ${target.id}${missing === null ? '' : ` (needs ${missing})`}`, async () => {
  const size = await measured('size', { optimizeFor: 'size' });
  const speed = await measured('speed', { optimizeFor: 'speed' });
  const budget = await measured('budget', { optimizeFor: 'speed', flashBudget: 800 });
  expect(size.predicted).toEqual({ forms: 0, flashBytes: 0, savedInstructions: 0 });
  expect(speed.predicted.forms).toBeGreaterThan(budget.predicted.forms);
  expect(budget.predicted.forms).toBeGreaterThan(0);
  expect(budget.predicted.flashBytes).toBeLessThanOrEqual(800);
  expect(speed.instructions).toBeLessThan(budget.instructions);
  expect(budget.instructions).toBeLessThan(size.instructions);
  expect(speed.code).toBeGreaterThan(budget.code);
  expect(budget.code - size.code).toBeLessThanOrEqual(800);
  const saved = size.instructions - speed.instructions;
  expect(Math.abs(saved - speed.predicted.savedInstructions)).toBeLessThan(0.6 * saved);
}, 240_000);
