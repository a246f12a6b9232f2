// The stages put together: refusals that need more than one of them, and a whole model through calibration and integer units.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../src/diagnostics/diagnostic.ts';
import { evaluatePrograms } from '../../src/execute/evaluate.ts';
import { generateFirmware } from '../../src/firmware.ts';
import { MODEL_PROTO } from '../../src/onnx/schema.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { emitFiles } from '../../src/emit/emit-files.ts';
import { type MixedOptions, type QuantizedModel, quantizeModel } from '../../src/pipeline.ts';
import { openDataSet } from '../../src/data/open-data-set.ts';
import { affineInt8 } from '../../src/quantize/scales.ts';
import { randomInputs } from '../../src/quantize/without-data.ts';
import { EXECUTOR_ISA, floatStage, importStage, inputSpecs, programFor, unsupportedNodes } from '../../src/stages.ts';
import { loadTarget } from '../../src/targets/load.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'quantune-pipeline-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));
const EXAMPLE = join(import.meta.dirname, '../../examples/kws');

function bytes(node: object[], elemType = 1, shape: number[] = [2, 3]): Uint8Array {
  const io = (name: string): object => ({ name, type: { tensorType: { elemType, shape: { dim: shape.map((dimValue) => ({ dimValue })) } } } });
  return MODEL_PROTO.encode(MODEL_PROTO.fromObject({ irVersion: 8, opsetImport: [{ version: 13 }], graph: { name: 'g', node, input: [io('x')], output: [io('y')] } })).finish();
}

function codes(run: () => unknown): string[] {
  try {
    run();
    return [];
  } catch (error) {
    if (error instanceof DiagnosticError) return [...new Set(error.diagnostics.map((d) => d.code))];
    throw error;
  }
}

const stage = (data: Uint8Array): unknown => floatStage(importStage({ bytes: data, file: 'm.onnx' }), 'm.onnx');

describe('pipeline', () => {
  it('lists operators without a record (QT2001), with the reason where they are left out by decision', () => {
    expect(codes(() => stage(bytes([{ opType: 'Frobnicate', input: ['x'], output: ['y'] }])))).toEqual(['QT2001']);
    const decided = bytes([{ opType: 'StringNormalizer', name: 'words', input: ['x'], output: ['y'] }]);
    expect(unsupportedNodes(importStage({ bytes: decided, file: 'm.onnx' }), 'm.onnx')).toMatchObject([{ node: 'words', op: 'StringNormalizer', reason: 'strings have no place in firmware' }]);
    const gather = bytes([{ opType: 'Gather', name: 'pick', input: ['x', 'i'], output: ['y'] }]);
    expect(codes(() => stage(gather))).toEqual(['QT1007']);
  });

  it('needs calibration data for INT8 (QT3506)', async () => {
    const model = readModel(join(EXAMPLE, 'model.onnx'));
    await expect(quantizeModel(model, { precision: 'int8', ioType: 'float', threads: 1, report: () => undefined })).rejects.toMatchObject({ diagnostics: [{ code: 'QT3506' }] });
  });

  it('does without data where asked to: equalized, corrected, mixed precision too, the same on every run', async () => {
    const model = readModel(join(EXAMPLE, 'model.onnx'));
    const float = floatStage(importStage(model), model.file);
    const calibration = { ...randomInputs(float, { min: -250, max: 30 }), observer: 'expected' as const };
    const common = { ioType: 'float' as const, threads: 2, calibration };
    const warned: string[] = [];
    const int8 = await quantizeModel(model, { ...common, precision: 'int8', report: (d) => warned.push(d.code) });
    expect(warned).toEqual(['QT3510']);
    expect(int8).toMatchObject({ calibrationSamples: 0, techniques: { equalize: true, correctBias: true } });
    expect(int8.stated?.sources.find((s) => s.value === float.inputs[0])?.source).toBe('known');
    expect(int8.ranges.get(float.inputs[0] ?? '')?.min).toBeLessThan(-200);
    const again = await quantizeModel(model, { ...common, threads: 1, precision: 'int8', report: () => undefined });
    expect([...again.ranges]).toEqual([...int8.ranges]);
    const mixed = await quantizeModel(model, { ...common, precision: 'mixed', mixed: { allocator: 'default', budget: { floatMacs: 0.1 }, metricSamples: 4 }, report: () => undefined });
    expect(mixed.sensitivity).toMatchObject({ samples: 4, inferences: 2 });
    expect(mixed.stated).toEqual(int8.stated);
  });

  it('stores inputs exactly that lie on a grid, whatever the number of threads and the type of inputs and outputs', async () => {
    const model = readModel(join(EXAMPLE, 'model.onnx'));
    const inputs = inputSpecs(floatStage(importStage(model), model.file));
    const dataSet = { path: join(EXAMPLE, 'calibration.json'), inputs };
    const made = async (observer: 'auto' | 'expected', more: { threads: number; ioType: 'float' | 'int8' }): Promise<QuantizedModel> =>
      quantizeModel(model, { precision: 'int8', report: () => undefined, calibration: { dataSet, observer, samples: 40 }, ...more });
    const [auto, again, expected] = [await made('auto', { threads: 1, ioType: 'float' }), await made('auto', { threads: 2, ioType: 'int8' }), await made('expected', { threads: 1, ioType: 'float' })];
    expect([...again.ranges]).toEqual([...auto.ranges]);
    const noise = ({ ranges }: QuantizedModel): number => {
      const [scale = 1] = affineInt8(ranges.get(inputs[0]?.name ?? '') ?? { min: 0, max: 1 }).scale;
      const sample = openDataSet(dataSet.path, dataSet).sample(0).inputs[0] as Float32Array;
      return sample.reduce((sum, v) => sum + (v - scale * Math.round(v / scale)) ** 2, 0) / sample.length;
    };
    expect(noise(auto)).toBeLessThan(1e-4);
    expect(noise(expected)).toBeGreaterThan(1e-3);
  });

  it('quantizes around every operator of the model where asked to: more units, the same network', async () => {
    const model = readModel(join(EXAMPLE, 'model.onnx'));
    const inputs = inputSpecs(floatStage(importStage(model), model.file));
    const calibration = { dataSet: { path: join(EXAMPLE, 'calibration.json'), inputs }, observer: 'expected' as const, samples: 12 };
    const unitsAt = async (quantizeAt: 'fused' | 'imported'): Promise<string[]> => {
      const { graph } = await quantizeModel(model, { precision: 'int8', ioType: 'int8', quantizeAt, threads: 1, report: () => undefined, calibration });
      return programFor(graph, EXECUTOR_ISA, model.file).units.map((u) => `${u.op} ${u.precision}`);
    };
    const [fused, imported] = [await unitsAt('fused'), await unitsAt('imported')];
    expect(imported.length).toBeGreaterThan(fused.length);
    expect(imported.filter((u) => u.startsWith('Conv'))).toEqual(fused.filter((u) => u.startsWith('Conv')));
    expect([...new Set(imported.map((u) => u.split(' ')[1]))]).toEqual(['int8']);
  });

  it('gives the same C for one thread and two, and leaves no float unit inside', async () => {
    const model = readModel(join(EXAMPLE, 'model.onnx'));
    const inputs = inputSpecs(floatStage(importStage(model), model.file));
    const make = async (threads: number): Promise<Map<string, Uint8Array | string>> => {
      const calibration = { dataSet: { path: join(EXAMPLE, 'calibration.json'), inputs }, observer: 'expected' as const, samples: 12 };
      const quantized = await quantizeModel(model, { precision: 'int8', ioType: 'int8', threads, report: () => undefined, calibration });
      const program = programFor(quantized.graph, EXECUTOR_ISA, model.file);
      expect(program.units.filter((u) => u.precision === 'float')).toEqual([]);
      return emitFiles(programFor(quantized.graph, ['portable'], model.file), { name: 'kws', modelDigest: quantized.digest, modelFile: 'model.onnx', version: '0', targetId: 't' });
    };
    expect(await make(2)).toEqual(await make(1));
  });

  it('has a switch for each technique: without it other bytes come out', async () => {
    const model = readModel(join(EXAMPLE, 'model.onnx'));
    const inputs = inputSpecs(floatStage(importStage(model), model.file));
    const calibration = { dataSet: { path: join(EXAMPLE, 'calibration.json'), inputs }, observer: 'expected' as const, samples: 12 };
    const constants = async (switches: { equalize?: boolean; correctBias?: boolean; compensateRounding?: boolean }): Promise<string> => {
      const { graph } = await quantizeModel(model, { precision: 'int8', ioType: 'int8', threads: 1, report: () => undefined, calibration, ...switches });
      return programFor(graph, ['portable'], model.file).constants.map((c) => [...c.data].join()).join(';');
    };
    const all = await Promise.all([{}, { equalize: false }, { correctBias: false }, { compensateRounding: false }].map(constants));
    expect(new Set(all).size).toBe(4);
    expect(await constants({ equalize: true, correctBias: true, compensateRounding: true })).toBe(all[0]);
  });

  describe('residuals in the accumulators of convolutions', () => {
    const folder = join(import.meta.dirname, '../../examples/resnet8');
    const model = readModel(join(folder, 'model.onnx'));
    const inputs = inputSpecs(floatStage(importStage(model), model.file));
    const dataSet = { path: join(folder, 'calibration.json'), inputs };
    const make = (fuseResidual: boolean, mixed?: MixedOptions): Promise<QuantizedModel> =>
      quantizeModel(model, {
        precision: mixed ? 'mixed' : 'int8', ioType: 'int8', fuseResidual, threads: 1, report: () => undefined, calibration: { dataSet, observer: 'expected', samples: 16 },
        ...(mixed ? { mixed: { metricSamples: 6, ...mixed } } : {}),
      });

    it('lose less, need no more memory and fewer calls', async () => {
      const [one, two] = [await make(true), await make(false)];
      const [fused, separate] = [programFor(one.graph, EXECUTOR_ISA, model.file), programFor(two.graph, EXECUTOR_ISA, model.file)];
      expect(fused.calls.map((c) => c.kernel).filter((k) => k.includes('add'))).toEqual(['conv2d_add_s8', 'conv2d_add_s8', 'conv2d_add_s8']);
      expect(separate.calls.map((c) => c.kernel).filter((k) => k.includes('add'))).toEqual(['add_s8', 'add_s8', 'add_s8']);
      const [portable, before] = [one, two].map((m) => programFor(m.graph, ['portable'], model.file).arenaBytes);
      expect(portable).toBeLessThanOrEqual(before ?? 0);
      const float = programFor(one.float, EXECUTOR_ISA, model.file);
      const evaluated = await Promise.all([fused, separate].map((quantized) => evaluatePrograms({ float, quantized, dataSet: { ...dataSet, path: join(folder, 'evaluation.json') }, metric: 'mse', threads: 1 })));
      expect((evaluated[0]?.outputSqnrDb ?? 0) - (evaluated[1]?.outputSqnrDb ?? 0)).toBeGreaterThan(0.5);
    });

    it('leave every unit its metrics, and the sum its own in the report', async () => {
      const budget = { allocator: 'all-int8', budget: { floatMacs: 0 } } as const;
      const [fused, separate] = [await make(true, budget), await make(false, budget)];
      const units = fused.sensitivity?.units ?? [];
      expect(units.map((u) => u.unit)).toEqual(separate.sensitivity?.units.map((u) => u.unit));
      expect(fused.sensitivity?.inferences).toBe(2);
      expect(units.filter((u) => u.aSqnrDb === null)).toEqual([]);
      const terms = units.filter((u) => u.summedIn !== null);
      expect(terms.map((u) => units.find((s) => s.id === u.summedIn)?.op)).toEqual(['Add', 'Add', 'Add']);
      expect(separate.sensitivity?.units.filter((u) => u.summedIn !== null)).toEqual([]);
      const [float, quantized] = [fused.float, fused.graph].map((graph) => programFor(graph, EXECUTOR_ISA, model.file));
      if (!float || !quantized) throw new Error('no program');
      expect(fused.allocation?.measuredSqnrDb).toBeCloseTo((await evaluatePrograms({ float, quantized, dataSet, metric: 'mse', samples: 6, threads: 1 })).outputSqnrDb ?? 0, 4);
      const { report } = generateFirmware(fused, { target: loadTarget('cortex-m4') });
      for (const term of terms) {
        const own = report.units.find((u) => u.unit === term.unit);
        expect(own?.onnxNodes.length).toBeGreaterThan(term.onnxNodes.length);
        expect(own?.wSqnrDb).toBe(term.wSqnrDb);
        expect(own?.aSqnrDb).toBe(units.find((u) => u.id === term.summedIn)?.aSqnrDb);
      }
    });
  });

  describe('mixed precision', () => {
    const model = readModel(join(EXAMPLE, 'model.onnx'));
    const inputs = inputSpecs(floatStage(importStage(model), model.file));
    const make = async (precision: 'int8' | 'float' | 'mixed', mixed?: MixedOptions, threads = 1): Promise<QuantizedModel> => {
      const calibration = { dataSet: { path: join(EXAMPLE, 'calibration.json'), inputs }, observer: 'expected' as const, samples: 12 };
      return quantizeModel(model, { precision, ioType: 'float', threads, report: () => undefined, calibration, ...(mixed ? { mixed: { metricSamples: 6, ...mixed } } : {}) });
    };
    const code = (made: QuantizedModel): unknown =>
      emitFiles(programFor(made.graph, ['portable'], model.file), { name: 'kws', modelDigest: made.digest, modelFile: 'model.onnx', version: '0', targetId: 't' });

    it('costs two whole-network executions per metric sample', async () => {
      const made = await make('mixed', { allocator: 'all-int8', budget: { floatMacs: 0 } });
      expect(made.sensitivity).toMatchObject({ samples: 6, inferences: 2 });
      const units = made.sensitivity?.units ?? [];
      expect(units.filter((u) => u.op === 'Conv').every((u) => (u.wSqnrDb ?? 0) > 20 && (u.aSqnrDb ?? 0) > 5)).toBe(true);
    });

    it('is INT8 code with a budget of nothing, float code with a budget of everything, byte for byte', async () => {
      const nothing = await make('mixed', { allocator: 'default', budget: { floatMacs: 0 } });
      expect(code(nothing)).toEqual(code(await make('int8')));
      expect(nothing.seconds.sensitivity).toBeGreaterThan(0);
      expect(code(await make('mixed', { allocator: 'default', budget: { floatMacs: 1 } }))).toEqual(code(await make('float')));
    });

    it('leaves in float what is asked for, where equalization made the unit anew too', async () => {
      const prepared = await make('int8');
      const precisionOf = ({ graph }: QuantizedModel, name: string): unknown => programFor(graph, EXECUTOR_ISA, model.file).units.find((u) => u.onnxNodes.includes(name))?.precision;
      for (const name of ['depthwise_conv_2d_1', 'conv_2d_2', 'depthwise_conv_2d_3']) {
        const made = await make('mixed', { allocator: 'default', budget: { floatMacs: 0.3, sqnrDb: 1 }, keepFloat: [name] });
        expect([precisionOf(prepared, name), precisionOf(made, name)]).toEqual(['int8', 'float']);
      }
    });

    it('does not depend on the number of threads, and keeps its budget', async () => {
      const options = { allocator: 'default', budget: { floatMacs: 0.2 } } as const;
      const [one, two] = [await make('mixed', options), await make('mixed', options, 2)];
      expect(code(two)).toEqual(code(one));
      expect(two.allocation).toEqual(one.allocation);
      expect(one.allocation?.floatMacsShare).toBeLessThanOrEqual(0.2);
      expect(one.allocation?.measuredSqnrDb).toBeGreaterThan((await make('mixed', { allocator: 'all-int8', budget: { floatMacs: 0 } })).allocation?.measuredSqnrDb ?? Infinity);
    });

    it('needs a budget (QT3603)', async () => {
      await expect(make('mixed')).rejects.toMatchObject({ diagnostics: [{ code: 'QT3603' }] });
    });
  });
});
