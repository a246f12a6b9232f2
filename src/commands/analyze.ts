// quantune analyze: how much each unit suffers from INT8, from one float and one quantized inference per metric sample.
import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { defaultThreads } from '../execute/pool.ts';
import { memoryOf } from '../firmware.ts';
import { type Analysis, withAnalysis } from '../pipeline.ts';
import { floatStage, importStage, programFor } from '../stages.ts';
import { EVEN_WEIGHTS } from '../quantize/allocate.ts';
import { ALLOCATORS } from '../quantize/allocators/registry.ts';
import { publishedScores } from '../quantize/allocators/quantunev2.ts';
import { floatMacsOf, totalMacs } from '../quantize/allocators/allocator.ts';
import { noiseModel, predictedSqnrDb } from '../quantize/noise-model.ts';
import type { Sensitivity } from '../quantize/sensitivity.ts';
import { readCostTable } from '../cost/cost-table.ts';
import { fail, invariant } from '../diagnostics/diagnostic.ts';
import { formatBytes, formatCount } from '../report/format.ts';
import type { AnalyzeResult, AnalyzeUnit, ParetoPoint } from '../report/report.ts';
import { withoutDataReport } from '../report/techniques.ts';
import { left, renderTable, right } from '../report/table.ts';
import { contributionsOf, unitMetrics } from '../report/unit-metrics.ts';
import { loadTarget } from '../targets/load.ts';
import { type SchemeFlags, type TechniqueFlags, metricSamplesOption, schemeOfFlags, schemeOptions, techniqueOptions, techniquesOfFlags } from './allocation-options.ts';
import { type CalibrationFlags, calibrationOf, calibrationOptions } from './calibration-options.ts';
import { type InputFlags, inputOptions, openModel, parseCount } from './model-options.ts';
import { type OutputOptions, type Outcome, type Session, execute } from './session.ts';

interface AnalyzeOptions extends OutputOptions, SchemeFlags, TechniqueFlags, CalibrationFlags, InputFlags {
  readonly target: string;
  readonly metricSamples: number;
  readonly pareto: boolean;
  readonly threads: number;
}

const PARETO_SHARES = [0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1];
const BAR = 24;

function unitsOf(sensitivity: Sensitivity): AnalyzeUnit[] {
  const [metrics, contributions] = [unitMetrics(sensitivity), contributionsOf(sensitivity)];
  const weighted = sensitivity.units.filter((u) => u.wSqnrDb !== null);
  const scores = publishedScores(weighted, EVEN_WEIGHTS);
  return sensitivity.units.flatMap((u, i) => {
    const own = metrics[i];
    invariant(own !== undefined, 'every unit has metrics');
    const score = scores[weighted.indexOf(u)];
    return [{
      unit: u.unit, op: u.op, onnxNodes: u.onnxNodes, precision: u.quantizable ? 'int8' : 'float', macs: u.macs, weightBytes: u.weightBytes, outputShape: u.outputShape,
      contribution: contributions[i] ?? 0, publishedScore: score ?? null, ...own,
    }];
  });
}

/** Allocations of the default allocator at a few shares of float with what each costs on the target; only those that nothing beats in every figure. */
function paretoOf({ sensitivity, costs }: Analysis): AnalyzeResult['pareto'] {
  const model = noiseModel(sensitivity);
  const points = PARETO_SHARES.map((floatMacs): ParetoPoint => {
    const precision = ALLOCATORS.default.allocate({ sensitivity, model, budget: { floatMacs }, fixed: new Map(), metricWeights: EVEN_WEIGHTS, seed: 1 });
    const { instructions = 0, ramBytes = 0, flashBytes = 0 } = costs?.(precision) ?? {};
    const floatMacsShare = floatMacsOf(sensitivity.units, precision) / Math.max(1, totalMacs(sensitivity.units));
    return { floatMacsShare, predictedSqnrDb: predictedSqnrDb(model, precision), predictedInstructions: Math.round(instructions), ramBytes, flashBytes };
  });
  const atLeast = (p: ParetoPoint, q: ParetoPoint): boolean =>
    p.predictedSqnrDb >= q.predictedSqnrDb && p.predictedInstructions <= q.predictedInstructions && p.ramBytes <= q.ramBytes && p.flashBytes <= q.flashBytes;
  return points.filter((q, i) => !points.some((p, k) => atLeast(p, q) && (!atLeast(q, p) || k < i)));
}

export async function analyzeModel(file: string, options: AnalyzeOptions, session: Session): Promise<AnalyzeResult> {
  const target = loadTarget(options.target);
  const source = openModel(file, options);
  const calibration = calibrationOf(floatStage(importStage(source), file), options);
  if (calibration === null) return fail('QT3506', 'analyze compares float and INT8 on sample inputs');
  const given = {
    mixed: { allocator: 'all-int8', budget: {}, metricSamples: options.metricSamples, on: { isa: target.isa, table: readCostTable(target.folder) } } as const,
    scheme: schemeOfFlags(options), ...techniquesOfFlags(options), ioType: 'float' as const, threads: options.threads,
    calibration, ...(options.memory === undefined ? {} : { memoryBytes: options.memory }),
    report: session.report.bind(session), progress: (done: number, total: number) => session.progress(`float inference: ${done} of ${total} samples`),
  };
  const begun = performance.now();
  return withAnalysis(source, given, async (analysis) => {
    const { sensitivity, seconds } = analysis;
    const int8 = new Map(sensitivity.units.map((u): [number, 'int8' | 'float'] => [u.id, u.quantizable ? 'int8' : 'float']));
    const measuredDb = await analysis.measure(int8);
    const { arenaBytes, weightBytes, tableBytes } = memoryOf(programFor(analysis.graphOf(int8), target.isa, file));
    const pareto = options.pareto ? paretoOf(analysis) : [];
    const elapsed = (performance.now() - begun) / 1000;
    return {
      command: 'analyze', model: basename(file), target: target.id, observer: analysis.observer, calibrationSamples: analysis.calibrationSamples, withoutData: withoutDataReport(analysis.stated), metricSamples: sensitivity.samples,
      inferences: sensitivity.inferences, units: unitsOf(sensitivity), outputSqnrDb: Number.isFinite(measuredDb) ? measuredDb : null, pareto, memory: { arenaBytes, weightBytes, tableBytes },
      seconds: { import: 0, ...seconds, allocate: 0, lower: Math.max(0, elapsed - seconds.calibrate - seconds.sensitivity), emit: 0 },
      peakRssBytes: process.resourceUsage().maxRSS * 1024,
    };
  });
}

function text(result: AnalyzeResult): string {
  const db = (value: number | null): string => (value === null ? '-' : value.toFixed(1));
  const ranked = [...result.units].sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
  const most = Math.max(...ranked.map((u) => u.contribution), 1e-9);
  const rows = ranked.map((u) => [
    String(u.rank), u.unit.slice(0, 32), u.op, formatCount(u.macs), db(u.wSqnrDb), db(u.aSqnrDb), db(u.sqnrDropDb), u.wMse?.toExponential(1) ?? '-', u.aMse?.toExponential(1) ?? '-',
    `${(100 * u.contribution).toFixed(1)} %`, '#'.repeat(Math.round((BAR * u.contribution) / most)),
  ]);
  const columns = [right('rank'), left('unit'), left('operator'), right('MACs'), right('W-SQNR'), right('A-SQNR'), right('drop'), right('W-MSE'), right('A-MSE'), right('of the noise'), left('')];
  const front = result.pareto.map((p) => [
    `${(100 * p.floatMacsShare).toFixed(1)} %`, p.floatMacsShare === 1 ? 'float' : `${p.predictedSqnrDb.toFixed(1)} dB`, formatCount(p.predictedInstructions), formatBytes(p.ramBytes), formatBytes(p.flashBytes),
  ]);
  return [
    renderTable(columns, rows), '',
    `${result.model}: ${db(result.outputSqnrDb)} dB at the outputs, all INT8; ${result.metricSamples} ${result.withoutData === null ? 'samples' : 'random inputs, no data'}, ${result.inferences} inferences of each`,
    ...(front.length === 0 ? [] : ['', renderTable([right('MACs in float'), right('predicted SQNR'), right(`instructions on ${result.target}`), right('RAM'), right('weights')], front)]),
  ].join('\n');
}

export function registerAnalyze(program: Command): void {
  const command = calibrationOptions(program.command('analyze'))
    .description('rank the units by what INT8 costs them: two inferences per sample')
    .argument('<model>', 'ONNX file')
    .option('-t, --target <id>', 'target whose memory is reported', 'cortex-m4')
    .option('--pareto', 'list what mixed precision is predicted to reach', false);
  inputOptions(techniqueOptions(schemeOptions(metricSamplesOption(command))))
    .option('--threads <n>', 'worker threads; the result does not depend on it', parseCount, defaultThreads())
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  quantune analyze model.onnx --calibrate samples/ --pareto')
    .action((file: string, options: AnalyzeOptions) => execute('analyze', options, async (session): Promise<Outcome<AnalyzeResult>> => {
      const result = await analyzeModel(file, options, session);
      return { result, text: text(result) };
    }));
}
