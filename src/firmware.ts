// From a quantized model to the files of a firmware folder for one target: program, generated C, golden inputs and outputs, report.json.
// Pure but for reading samples; writing the folder is emit/write-folder.
import { readConstantShapes } from './cost/constant-shapes.ts';
import { predictedInstructions, readCostTable } from './cost/cost-table.ts';
import { basename } from 'node:path';
import { openDataSet } from './data/open-data-set.ts';
import type { DataSetDescription } from './data/data-set.ts';
import { type EmitOptions, commonView, emitFiles } from './emit/emit-files.ts';
import type { FileContent } from './emit/file-content.ts';
import { identifierOf } from './emit/identifier.ts';
import { trusted } from './emit/c-text.ts';
import { intLiteral } from './emit/literal.ts';
import { packageFiles } from './emit/packages/packages.ts';
import { encodeInputs } from './execute/encode.ts';
import { Executor } from './execute/executor.ts';
import { loadRuntime } from './execute/runtime-module.ts';
import { bytesOf } from './ir/dtype.ts';
import { ALIGNMENT, type PlannedProgram } from './kernels/program.ts';
import { type ConstantShapeChoice, type OptimizeFor, withConstantShapes } from './lower/constant-shapes.ts';
import type { QuantizedModel } from './pipeline.ts';
import { planInRegions } from './plan/plan.ts';
import { EXECUTOR_ISA, programFor } from './stages.ts';
import type { Sensitivity } from './quantize/sensitivity.ts';
import { techniquesReport, withoutDataReport } from './report/techniques.ts';
import { NO_METRICS, generatedMetrics } from './report/unit-metrics.ts';
import type { CompileReport, IoReport, UnitReport } from './report/report.ts';
import { checkFits } from './targets/fits.ts';
import type { MemoryMap } from './targets/memory-map.ts';
import type { Target } from './targets/target.ts';
import { VERSION } from './version.ts';

export interface FirmwareOptions {
  readonly target: Target;
  /** C name of the network; from the model file's name by default. */
  readonly name?: string;
  /** Float results are the same bytes in the executor, on the host and on every target: no fused multiply-add, no reordered sum; slower. */
  readonly exactFloat?: boolean;
  /** Which calls get a form of their kernel with constant params; 'balanced' by default. */
  readonly optimizeFor?: OptimizeFor;
  /** Most bytes of code that these forms take (predicted); unlimited by default. */
  readonly flashBudget?: number;
  /** Regions over which arena and constants are split. */
  readonly memoryMap?: MemoryMap;
  /** Packages for build systems and ecosystems, by name (src/emit/packages), written below packages/. */
  readonly packages?: readonly string[];
  /** Version that packages carry, theirs and not the compiler's; 1.0.0 by default. */
  readonly release?: string;
  /** Samples whose inputs and outputs go into golden/. */
  readonly golden?: { readonly dataSet: DataSetDescription; readonly samples: number };
}

export interface GeneratedFirmware {
  /** Relative path -> content. */
  readonly files: ReadonlyMap<string, FileContent>;
  readonly report: CompileReport;
  readonly program: PlannedProgram;
}

/** The C name of a network: the model file's name without its extension. */
export function networkName(file: string): string {
  return identifierOf(basename(file).replace(/\.onnx$/i, ''));
}

/** Throws QT4006 where the network does not fit the target, QT4009 where it does not fit the memory map. */
export function generateFirmware(model: QuantizedModel, options: FirmwareOptions): GeneratedFirmware {
  const { target } = options;
  const choice = chosenForms(placedProgram(model, options), options);
  const { program } = choice;
  const memory = memoryOf(program);
  checkFits(target, { flashBytes: memory.tableBytes, weightBytes: memory.weightBytes, ramBytes: memory.arenaBytes, stackBytes: target.stackBytes });
  const name = options.name ?? networkName(model.file);
  const golden = goldenFiles(model, options);
  const report = reportOf(model, { target, name, choice, golden: golden.samples });
  const emitted: EmitOptions = { name, modelDigest: model.digest, modelFile: basename(model.file), version: VERSION, targetId: target.id };
  const files = emitFiles(program, emitted);
  for (const [path, content] of golden.files) files.set(path, content);
  for (const [path, content] of packagesOf(program, files, { options, emitted, golden })) files.set(path, content);
  files.set('report.json', `${JSON.stringify(report, null, 2)}\n`);
  return { files, report, program };
}

function placedProgram(model: QuantizedModel, { target, exactFloat, memoryMap }: FirmwareOptions): PlannedProgram {
  const single = programFor(model.graph, target.isa, model.file, exactFloat);
  return memoryMap === undefined ? single : planInRegions(single, memoryMap);
}

function chosenForms(program: PlannedProgram, { target, optimizeFor = 'balanced', flashBudget }: FirmwareOptions): ConstantShapeChoice<PlannedProgram> {
  const budget = flashBudget === undefined ? {} : { flashBudget };
  return withConstantShapes(program, { optimizeFor, ...budget, costs: readCostTable(target.folder), shapes: readConstantShapes(target.folder) });
}

interface Packaged {
  readonly options: FirmwareOptions;
  readonly emitted: EmitOptions;
  readonly golden: ReturnType<typeof goldenFiles>;
}

function packagesOf(program: PlannedProgram, files: ReadonlyMap<string, FileContent>, { options, emitted, golden }: Packaged): Map<string, FileContent> {
  const name = identifierOf(emitted.name);
  const view = { ...commonView(program, name, emitted).view, release: trusted(options.release ?? '1.0.0'), arenaSize: intLiteral(program.arenaBytes), alignment: intLiteral(ALIGNMENT) };
  const [inputs, outputs] = golden.files.map(([, bytes]) => bytes.subarray(0, bytes.length / golden.samples));
  return packageFiles(options.packages ?? [], { name, program, files, view, golden: inputs === undefined || outputs === undefined ? null : { inputs, outputs } });
}

/** Bytes of arena and constants of a planned program. */
export function memoryOf(program: PlannedProgram): CompileReport['memory'] {
  const bytes = (role: 'weight' | 'table'): number => program.constants.filter((c) => c.role === role).reduce((sum, c) => sum + c.data.byteLength, 0);
  return { arenaBytes: program.arenaBytes, arenaLowerBoundBytes: program.lowerBoundBytes, weightBytes: bytes('weight'), tableBytes: bytes('table'), regions: regionsOf(program) };
}

/** What each region of the memory map holds. */
function regionsOf({ arenas, flash, constants, constantRegions }: PlannedProgram): CompileReport['memory']['regions'] {
  const ram = arenas.flatMap(({ region, bytes, room }) => (region === null || room === null ? [] : [{ name: region, holds: 'arena' as const, bytes, size: room }]));
  const used = (name: string): number => constants.reduce((sum, { id, data }) => sum + (constantRegions[id] === name ? data.byteLength : 0), 0);
  return [...ram, ...flash.map(({ region, room }) => ({ name: region, holds: 'constants' as const, bytes: used(region), size: room }))];
}

function concatenated(parts: readonly ArrayBufferView[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, p) => sum + p.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    result.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += part.byteLength;
  }
  return result;
}

/** Inputs as the firmware takes them, and the outputs the executor gives for them. */
export function goldenVectors(model: QuantizedModel, dataSet: DataSetDescription, samples: number, exactFloat = false): { inputs: Uint8Array; outputs: Uint8Array; samples: number } {
  const program = programFor(model.graph, EXECUTOR_ISA, model.file, exactFloat);
  const executor = Executor.create(program, loadRuntime());
  const data = openDataSet(dataSet.path, dataSet);
  const count = Math.min(samples, data.length);
  const inputs = Array.from({ length: count }, (_, i) => encodeInputs(program, data.sample(i).inputs, model.normalization));
  data.close();
  const outputs = inputs.map((sample) => executor.run(sample));
  return { inputs: concatenated(inputs.flat()), outputs: concatenated(outputs.flat()), samples: count };
}

function goldenFiles(model: QuantizedModel, options: FirmwareOptions): { files: [string, Uint8Array][]; samples: number } {
  if (options.golden === undefined) return { files: [], samples: 0 };
  const { inputs, outputs, samples } = goldenVectors(model, options.golden.dataSet, options.golden.samples, options.exactFloat);
  return { files: [['golden/inputs.bin', inputs], ['golden/outputs.bin', outputs]], samples };
}

function ioReport(program: PlannedProgram, io: PlannedProgram['inputs'][number]): IoReport {
  const buffer = program.buffers[io.buffer];
  const scale = buffer?.quant?.scale[0];
  const zeroPoint = buffer?.quant?.zeroPoint[0];
  return { name: io.name, dtype: buffer?.dtype ?? '', shape: buffer?.shape ?? [], ...(scale === undefined || zeroPoint === undefined ? {} : { scale, zeroPoint }) };
}

/** Weight bytes of each unit: constants that its calls read first. */
function unitReports(program: PlannedProgram, sensitivity: Sensitivity | null): UnitReport[] {
  const seen = new Set<number>();
  const bytes = program.units.map(() => 0);
  for (const call of program.calls) {
    for (const operand of call.operands) {
      const constant = operand.kind === 'constant' ? program.constants[operand.id] : undefined;
      if (constant === undefined || constant.role !== 'weight' || seen.has(constant.id)) continue;
      seen.add(constant.id);
      bytes[call.unit] = (bytes[call.unit] ?? 0) + constant.data.length * bytesOf(constant.dtype);
    }
  }
  return program.units.map((unit, i) => ({
    unit: unit.name, op: unit.op, onnxNodes: unit.onnxNodes, precision: unit.precision, macs: unit.macs, weightBytes: bytes[i] ?? 0, outputShape: unit.outputShape,
    ...(sensitivity === null ? NO_METRICS : generatedMetrics(sensitivity, unit)),
  }));
}

function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function reportOf(model: QuantizedModel, made: { target: Target; name: string; choice: ConstantShapeChoice<PlannedProgram>; golden: number }): CompileReport {
  const { target, name, choice, golden } = made;
  const { program } = choice;
  const folded = model.normalization === null ? {} : { mean: model.normalization.mean, std: model.normalization.std };
  return {
    generator: 'quantune',
    version: VERSION,
    command: 'compile',
    model: basename(model.file),
    modelDigest: model.digest,
    name,
    target: target.id,
    precision: model.precision,
    exactFloat: program.exactFloat,
    observer: model.observer,
    calibrationSamples: model.calibrationSamples,
    withoutData: withoutDataReport(model.stated),
    ownScales: model.ownScales,
    techniques: model.techniques === null ? null : techniquesReport(model.techniques),
    inferences: model.sensitivity?.inferences ?? (model.precision === 'int8' && !model.ownScales ? 1 : 0),
    inputs: program.inputs.map((io) => ({ ...ioReport(program, io), ...folded })),
    outputs: program.outputs.map((io) => ioReport(program, io)),
    units: unitReports(program, model.sensitivity),
    outputSqnrDb: finiteOrNull(model.allocation?.measuredSqnrDb),
    memory: memoryOf(program),
    golden: { samples: golden },
    allocation: model.allocation === null ? null : { floatMacsShare: model.allocation.floatMacsShare, predictedSqnrDb: model.allocation.predictedSqnrDb, predictedInstructions: Math.round(predictedInstructions(readCostTable(target.folder), program.calls) - choice.savedInstructions) },
    constantShapes: { forms: choice.forms, flashBytes: choice.flashBytes, savedInstructions: Math.round(choice.savedInstructions) },
    conversions: program.calls.filter((c) => c.kernel === 'quantize_f32_s8' || c.kernel === 'dequantize_s8_f32').length,
  };
}
