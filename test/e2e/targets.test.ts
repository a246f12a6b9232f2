// One network on every target: INT8 bytes equal to the executor's, float within its bound, counts the same on every run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeFolder } from '../../src/emit/write-folder.ts';
import { generateFirmware, goldenVectors } from '../../src/firmware.ts';
import { type Measurement, measureFirmware } from '../../src/measure.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { type QuantizedModel, quantizeModel } from '../../src/pipeline.ts';
import { floatStage, importStage, inputSpecs } from '../../src/stages.ts';
import { loadTarget, targetIds } from '../../src/targets/load.ts';
import { findQemu } from '../../src/toolchain/tools.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'quantune-e2e-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const EXAMPLE = join(import.meta.dirname, '../../examples/kws');
const MODEL = readModel(join(EXAMPLE, 'model.onnx'));
const INPUTS = inputSpecs(floatStage(importStage(MODEL), MODEL.file));
const DATA = { path: join(EXAMPLE, 'evaluation.json'), inputs: INPUTS };
/** Multiply-accumulates of the network, and the most that an instruction of any core does. */
const [MACS, MOST_PER_INSTRUCTION] = [2_656_768, 32];
/** One with VFP, one with fused multiply-add, one in 32 bit and one in 64 bit user mode. */
const FLOAT_TARGETS = ['cortex-m4', 'cortex-m55', 'cortex-a7', 'cortex-a53'];

function hasEmulator(id: string): boolean {
  return loadTarget(id).boards.every(({ qemu }) => {
    if (qemu.mode === 'native') return true;
    try {
      return findQemu(qemu.binary) !== '';
    } catch {
      return false;
    }
  });
}

async function measure(model: QuantizedModel, id: string): Promise<{ measured: Measurement; expected: Uint8Array }> {
  const target = loadTarget(id);
  const folder = join(FOLDER, `${model.precision}-${id}`);
  writeFolder(folder, generateFirmware(model, { target, name: 'kws', golden: { dataSet: DATA, samples: 2 } }).files);
  const { inputs, outputs } = goldenVectors(model, DATA, 2);
  return { measured: await measureFirmware({ folder, target, outDir: join(FOLDER, `build-${model.precision}-${id}`), inputs, expected: outputs }), expected: outputs };
}

const options = { ioType: 'float' as const, threads: 1, report: (): void => undefined };
const calibration = { dataSet: { path: join(EXAMPLE, 'calibration.json'), inputs: INPUTS }, observer: 'expected' as const, samples: 20 };
const int8 = await quantizeModel(MODEL, { ...options, precision: 'int8', calibration });
const float = await quantizeModel(MODEL, { ...options, precision: 'float' });

describe.each(targetIds())('%s', (id) => {
  const present = hasEmulator(id);

  it.skipIf(!present)(`gives the executor's INT8 bytes${present ? '' : ' (skipped: its QEMU is not installed)'}`, async () => {
    const { measured } = await measure(int8, id);
    expect(measured.bytesDifferent).toBe(0);
    expect(measured.bytesCompared).toBe(2 * 12 * 4);
    if (measured.instructions !== null) {
      expect(measured.instructions.total).toBeGreaterThan(MACS / MOST_PER_INSTRUCTION);
      expect(new Set(measured.instructions.perSample.slice(0, 1))).toEqual(new Set([measured.instructions.total]));
      expect(measured.instructions.perUnit).toHaveLength(14);
    }
  }, 240_000);

  if (present && FLOAT_TARGETS.includes(id)) it('gives float outputs within 1e-5 of the largest value', async () => {
    const { measured, expected } = await measure(float, id);
    const [a, b] = [expected, measured.outputs].map((bytes) => new Float32Array(Uint8Array.from(bytes).buffer));
    const top = Math.max(...Array.from(a ?? [], Math.abs));
    a?.forEach((v, i) => expect(Math.abs(v - (b?.[i] ?? Number.NaN)) / top).toBeLessThan(1e-5));
  }, 240_000);
});
