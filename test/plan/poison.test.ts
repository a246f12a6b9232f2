// Every arena byte is overwritten after its last use, on the executor and on a target: outputs stay the same, because nothing reads it again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { emitFiles } from '../../src/emit/emit-files.ts';
import { writeFolder } from '../../src/emit/write-folder.ts';
import { Executor } from '../../src/execute/executor.ts';
import { loadRuntime } from '../../src/execute/runtime-module.ts';
import { generateFirmware, goldenVectors } from '../../src/firmware.ts';
import { measureFirmware } from '../../src/measure.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { quantizeModel } from '../../src/pipeline.ts';
import { floatStage, importStage, inputSpecs, programFor } from '../../src/stages.ts';
import { loadTarget } from '../../src/targets/load.ts';
import { missingQemu } from '../kernels/target-build.ts';
import { randomFloats } from '../support/graph-builder.ts';
import { overlapsSomewhere, poisoned } from '../support/poison.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'quantune-poison-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

async function example(name: string) {
  const folder = join(import.meta.dirname, '../../examples', name);
  const model = readModel(join(folder, 'model.onnx'));
  const inputs = inputSpecs(floatStage(importStage(model), model.file));
  const calibration = { dataSet: { path: join(folder, 'calibration.json'), inputs }, observer: 'min-max' as const, samples: 8 };
  const int8 = await quantizeModel(model, { ioType: 'int8', threads: 1, report: () => undefined, precision: 'int8', calibration });
  return { int8, dataSet: { path: join(folder, 'evaluation.json'), inputs } };
}

const EXAMPLES = ['kws', 'resnet8'];

describe.each(EXAMPLES)('dead bytes of %s', (name) => {
  it.each([['wasm', 'portable'], ['portable']])('are read by nobody on the executor: %s %s', async (...isa) => {
    const { int8 } = await example(name);
    const plan = programFor(int8.graph, isa, int8.file);
    expect(overlapsSomewhere(plan)).toBe(true);
    const poison = poisoned(plan);
    expect(poison.calls.length).toBeGreaterThan(plan.calls.length);
    const [clean, dirty] = [plan, poison].map((p) => Executor.create(p, loadRuntime()));
    for (let seed = 1; seed <= 3; seed++) {
      const inputs = plan.inputs.map(({ buffer }) => Int8Array.from(randomFloats(plan.buffers[buffer]?.bytes ?? 0, seed), (v) => Math.floor(128 * v)));
      expect(dirty?.run(inputs)).toEqual(clean?.run(inputs));
    }
  });

  const target = loadTarget('cortex-m4');
  const missing = missingQemu(target);
  it.skipIf(missing !== null)(`are read by nobody on ${target.id}${missing === null ? '' : ` (needs ${missing})`}`, async () => {
    const { int8, dataSet } = await example(name);
    const { files, program } = generateFirmware(int8, { target, name: 'net', golden: { dataSet, samples: 1 } });
    const dirty = emitFiles(poisoned(program), { name: 'net', modelDigest: int8.digest, modelFile: basename(int8.file), version: '0', targetId: target.id });
    const folder = join(FOLDER, name);
    writeFolder(folder, new Map([...files, ...dirty]));
    const { inputs, outputs } = goldenVectors(int8, dataSet, 1);
    const measured = await measureFirmware({ folder, target, outDir: join(FOLDER, `build-${name}`), inputs, expected: outputs });
    expect(measured.bytesCompared).toBe(outputs.length);
    expect(measured.bytesDifferent).toBe(0);
  }, 240_000);
});
