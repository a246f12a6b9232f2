// quantune compile: model and sample inputs -> a folder of C for one target.
import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { checkOutputFolder, writeFolder } from '../emit/write-folder.ts';
import { PACKAGE_IDS, checkPackages } from '../emit/packages/packages.ts';
import { DiagnosticError, fail } from '../diagnostics/diagnostic.ts';
import { readCostTable } from '../cost/cost-table.ts';
import { defaultThreads } from '../execute/pool.ts';
import { type GeneratedFirmware, generateFirmware } from '../firmware.ts';
import { OPTIMIZE_FOR, type OptimizeFor } from '../lower/constant-shapes.ts';
import type { IoType } from '../passes/io-type.ts';
import { type QuantizedModel, quantizeModel } from '../pipeline.ts';
import { type QuantizeAt, floatStage, importStage } from '../stages.ts';
import { requireIntegers } from '../quantize/integer-only.ts';
import { hasOwnScales } from '../quantize/own-scales.ts';
import { formatBytes, formatCount } from '../report/format.ts';
import type { CompileResult } from '../report/report.ts';
import { loadTarget } from '../targets/load.ts';
import { type MemoryMap, parseMemoryMap, readMemoryMap } from '../targets/memory-map.ts';
import { type AllocationFlags, type SchemeFlags, type TechniqueFlags, allocationOptions, mixedOptionsOf, schemeOfFlags, schemeOptions, techniqueOptions, techniquesOfFlags } from './allocation-options.ts';
import { type CalibrationFlags, calibrationOf, calibrationOptions, ownInputsOf } from './calibration-options.ts';
import { type InputFlags, collectWords, inputOptions, openModel, parseCount, parseNumbers, parseRelease, parseSize } from './model-options.ts';
import { type OutputOptions, type Outcome, type Session, execute } from './session.ts';

export interface CompileOptions extends OutputOptions, AllocationFlags, SchemeFlags, TechniqueFlags, CalibrationFlags, InputFlags {
  readonly target: string;
  readonly output: string;
  readonly precision: 'int8' | 'float' | 'mixed';
  readonly quantizeAt: QuantizeAt;
  readonly ioType?: IoType;
  readonly integerOnly?: boolean;
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
  readonly name?: string;
  readonly package: readonly string[];
  readonly packageVersion: string;
  readonly exactFloat?: boolean;
  readonly optimize: OptimizeFor;
  readonly flashBudget?: number;
  readonly memoryMap?: string;
  readonly golden: number;
  readonly threads: number;
}

function checkOptions(options: CompileOptions): void {
  const camera = options.mean !== undefined || options.std !== undefined;
  if (camera && options.ioType !== 'uint8') fail('QT6005', '--mean and --std need --io-type uint8: they are folded into the first layer, which then takes pixels');
  if (camera && (options.mean === undefined || options.std === undefined)) fail('QT6005', '--mean and --std go together');
  if (options.precision === 'float' && (options.ioType ?? 'float') !== 'float') fail('QT6005', `--precision float has float inputs and outputs, not ${options.ioType}`);
  if (camera && options.symmetric) fail('QT6005', '--symmetric has no zero point for pixels of 0 to 255; leave --mean and --std to the caller');
  if (options.precision === 'mixed' && options.budget.length === 0) fail('QT3603', '--precision mixed needs at least one --budget');
  if (options.precision !== 'mixed' && options.budget.length > 0) fail('QT6005', '--budget needs --precision mixed');
  if (options.optimize === 'size' && options.flashBudget !== undefined) fail('QT6005', '--flash-budget has nothing to limit with -O size');
  if (options.precision === 'float' && options.integerOnly === true) fail('QT6005', '--integer-only with --precision float');
}

/** `NAME=SIZE,...` or the name of a JSON file. Throws QT4008. */
function memoryMapOf(text: string): MemoryMap {
  if (text.includes('=')) return parseMemoryMap(text);
  try {
    return readMemoryMap(readFileSync(text, 'utf8'), text);
  } catch (error) {
    if (error instanceof DiagnosticError) throw error;
    return fail('QT4008', `'${text}' is no list of regions, and no file that can be read`, { where: { file: text } });
  }
}

/** The whole of `compile` up to, not including, writing the folder. */
export async function compileModel(file: string, options: CompileOptions, session: Session): Promise<{ model: QuantizedModel; firmware: GeneratedFirmware; seconds: CompileResult['seconds'] }> {
  checkOptions(options);
  const target = loadTarget(options.target);
  const exactFloat = options.exactFloat === true;
  const map = options.memoryMap === undefined ? null : memoryMapOf(options.memoryMap);
  session.progress(`reading ${file}`);
  const source = openModel(file, options);
  const camera = options.mean && options.std ? { mean: options.mean, std: options.std } : undefined;
  const float = floatStage(importStage(source), file);
  const given = hasOwnScales(float) ? ownInputsOf(float, options) : calibrationOf(float, options, camera);
  if (given === null && options.precision !== 'float') fail('QT3506', 'INT8 needs sample inputs to measure ranges on');
  const normalization = camera === undefined ? {} : { normalization: camera };
  const calibration = given === null || options.precision === 'float' ? {} : { calibration: given };
  const model = await quantizeModel(source, {
    precision: options.precision, scheme: schemeOfFlags(options), quantizeAt: options.quantizeAt, ...(options.ioType === undefined ? {} : { ioType: options.ioType }), ...techniquesOfFlags(options), threads: options.threads, ...(options.memory === undefined ? {} : { memoryBytes: options.memory }), report: (d) => session.report(d),
    progress: (done, total) => session.progress(`calibrating: ${done} of ${total} samples`), ...normalization, ...calibration,
    ...(options.precision === 'mixed' ? { mixed: { ...mixedOptionsOf(options), on: { isa: target.isa, exactFloat, table: readCostTable(target.folder) } } } : {}),
  });
  if (options.integerOnly === true) requireIntegers(model.graph, { ioType: options.ioType ?? 'float', file });
  session.progress('generating C');
  const begun = performance.now();
  const golden = given === null ? {} : { golden: { dataSet: given.dataSet, samples: options.golden } };
  const firmware = generateFirmware(model, { target, exactFloat, packages: options.package, release: options.packageVersion, optimizeFor: options.optimize, ...(map === null ? {} : { memoryMap: map }), ...(options.flashBudget === undefined ? {} : { flashBudget: options.flashBudget }), ...golden, ...(options.name === undefined ? {} : { name: options.name }) });
  const emit = (performance.now() - begun) / 1000;
  return { model, firmware, seconds: { import: model.seconds.import, calibrate: model.seconds.calibrate, sensitivity: model.seconds.sensitivity, allocate: model.seconds.allocate, lower: model.seconds.quantize, emit } };
}

function text(result: CompileResult): string {
  const int8 = result.units.filter((u) => u.precision === 'int8').length;
  const macs = result.units.reduce((sum, u) => sum + u.macs, 0);
  return [
    `${result.model} -> ${result.folder} (${result.target}, ${result.precision}${result.exactFloat ? ', exact float' : ''})`,
    `  ${result.units.length} units, ${int8} in INT8, ${formatCount(macs)} MACs`,
    ...(result.allocation === null ? [] : [`  ${(100 * result.allocation.floatMacsShare).toFixed(1)} % of the MACs in float: ${result.outputSqnrDb?.toFixed(1) ?? '-'} dB at the outputs, ${result.allocation.predictedSqnrDb.toFixed(1)} dB predicted`,
      `  ${formatCount(result.allocation.predictedInstructions)} instructions predicted; ${result.conversions} conversions executed`]),
    `  arena   ${formatBytes(result.memory.arenaBytes)} (at least ${formatBytes(result.memory.arenaLowerBoundBytes)})`,
    ...(result.constantShapes.forms === 0 ? [] : [`  ${result.constantShapes.forms} kernels know their shapes: ${formatBytes(Math.abs(result.constantShapes.flashBytes))} ${result.constantShapes.flashBytes < 0 ? 'less' : 'more'} code, ${formatCount(result.constantShapes.savedInstructions)} instructions less (predicted)`]),
    ...result.memory.regions.map(({ name, holds, bytes, size }) => `    ${name.padEnd(16)} ${holds} ${formatBytes(bytes)} of ${formatBytes(size)}`),
    `  weights ${formatBytes(result.memory.weightBytes)}, tables ${formatBytes(result.memory.tableBytes)}`,
    `  ${result.ownScales ? "the model's own scales" : result.withoutData === null ? `${result.calibrationSamples} calibration samples` : `no calibration data: ${(100 * result.withoutData.guessedShare).toFixed(0)} % of the ranges are guessed`}, ${result.golden.samples} golden samples`,
    `  next: quantune run ${result.folder}`,
  ].join('\n');
}

export function registerCompile(program: Command): void {
  inputOptions(techniqueOptions(schemeOptions(allocationOptions(calibrationOptions(program.command('compile'))))))
    .description('turn a model into a folder of C for one target')
    .argument('<model>', 'ONNX file')
    .requiredOption('-o, --output <folder>', 'folder to write; replaced if Quantune wrote it, refused otherwise')
    .option('-t, --target <id>', 'target, see `quantune targets`', 'cortex-m4')
    .addOption(new Option('--precision <p>', 'arithmetic').choices(['int8', 'float', 'mixed']).default('int8'))
    .addOption(new Option('--quantize-at <level>', 'around what scales are chosen: units after fusing, or every operator of the model').choices(['fused', 'imported']).default('fused'))
    .addOption(new Option('--io-type <type>', 'element type of inputs and outputs (default: as the model declares them)').choices(['float', 'int8', 'uint8']))
    .option('--integer-only', 'fail where a unit computes in float between quantized values; with --io-type int8 or uint8, where any does')
    .option('--mean <list>', 'camera mean per channel in pixels, folded into the first layer', parseNumbers)
    .option('--std <list>', 'camera standard deviation per channel in pixels', parseNumbers)
    .option('--exact-float', 'float results are the same bytes on every core: no fused multiply-add, no vector lanes; slower')
    .addOption(new Option('-O, --optimize <for>', 'layers whose kernels know their shapes: none; where a kilobyte of code saves 1 % of the instructions; wherever it saves any').choices(OPTIMIZE_FOR).default('balanced'))
    .option('--flash-budget <size>', 'most code for such layers, such as 8KB (default: no limit)', parseSize)
    .option('--memory-map <map>', 'regions over which arena and constants are split, such as dtcm=16K,sram=64K,flash=512K, or a JSON file with them')
    .option('--name <name>', 'prefix of C names (default: the file name)')
    .option('--package <kind>', `also write a package: ${PACKAGE_IDS.join(', ')} (repeatable, or separated by commas)`, collectWords, [])
    .option('--package-version <x.y.z>', 'version that packages carry', parseRelease, '1.0.0')
    .option('--golden <n>', 'samples stored with their exact outputs', parseCount, 4)
    .option('--threads <n>', 'worker threads; the result does not depend on it', parseCount, defaultThreads())
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  quantune compile model.onnx --calibrate samples/ --target cortex-m4 -o firmware/net\n  quantune compile model.onnx -c samples/ --precision mixed --budget float-macs=10% -o firmware/net\n  quantune compile quantized.onnx --integer-only -o firmware/net\n  quantune compile model.onnx -c samples/ -O speed --flash-budget 8KB -o firmware/net\n  quantune compile model.onnx -c samples/ --memory-map dtcm=16K,sram=64K,flash=512K -o firmware/net\n  quantune compile model.onnx --precision float --exact-float -c samples/ -o firmware/net\n  quantune compile camera.onnx -c photos.json --io-type uint8 --mean 123.7,116.3,103.5 --std 58.4,57.1,57.4 -o firmware/cam')
    .action((file: string, options: CompileOptions) => execute('compile', options, async (session): Promise<Outcome<CompileResult>> => {
      checkOutputFolder(options.output);
      checkPackages(options.package);
      if (options.package.length > 0 && options.memoryMap !== undefined) fail('QT6005', '--package and --memory-map exclude each other: a package has one arena');
      const { firmware, seconds } = await compileModel(file, options, session);
      writeFolder(options.output, firmware.files);
      const result: CompileResult = { ...firmware.report, folder: options.output, seconds, peakRssBytes: process.resourceUsage().maxRSS * 1024 };
      return { result, text: text(result) };
    }));
}
