// quantune run: build a generated folder, run it under QEMU, compare every byte, and say how fast, how large and how accurate it is.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type Measurement, measureFirmware } from '../measure.ts';
import { hostMatchOf, hostMatchText } from '../report/host-match.ts';
import { formatBytes, formatCount, formatDb } from '../report/format.ts';
import type { RunResult } from '../report/report.ts';
import { left, renderTable, right } from '../report/table.ts';
import { loadTarget } from '../targets/load.ts';
import { type FolderEvaluation, type FolderSamples, evaluateOutputs, openSamples } from './folder-evaluation.ts';
import { type GeneratedFolder, openGenerated } from './generated-folder.ts';
import { type InputFlags, inputOptions, parseCount } from './model-options.ts';
import { type OutputOptions, type Outcome, type Session, execute } from './session.ts';

export interface RunOptions extends OutputOptions, InputFlags {
  readonly target?: string;
  readonly dataset?: string;
  readonly model?: string;
  readonly samples?: number;
  readonly timeout: number;
}

function join2(a: Uint8Array, b: Uint8Array): Uint8Array {
  const result = new Uint8Array(a.length + b.length);
  result.set(a);
  result.set(b, a.length);
  return result;
}

/** Golden samples come first; their outputs are compared byte by byte. Samples of a data set follow and are judged by its metric. */
export async function runFolder(generated: GeneratedFolder, options: RunOptions, session: Session): Promise<RunResult> {
  const target = loadTarget(options.target ?? generated.report.target);
  const samples = options.dataset === undefined ? null : openSamples(generated, { ...options, dataset: options.dataset });
  const outDir = mkdtempSync(join(tmpdir(), 'quantune-build-'));
  try {
    session.progress(`building and running for ${target.id}`);
    const inputs = samples === null ? generated.golden.inputs : join2(generated.golden.inputs, samples.inputs);
    const golden = generated.golden.outputs.length;
    const measured = await measureFirmware({ folder: generated.folder, target, outDir, inputs, expected: generated.golden.outputs, timeoutMs: options.timeout * 1000 });
    const evaluation = samples === null ? null : evaluateOutputs(generated, samples, measured.outputs.subarray(golden));
    return resultOf(generated, measured, { target: target.id, evaluation, samples });
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

interface Context {
  readonly target: string;
  readonly evaluation: FolderEvaluation | null;
  readonly samples: FolderSamples | null;
}

function resultOf({ report, golden }: GeneratedFolder, measured: Measurement, context: Context): RunResult {
  const { evaluation } = context;
  return {
    command: 'run',
    model: report.model,
    name: report.name,
    target: context.target,
    exactFloat: report.exactFloat,
    samples: evaluation?.samples ?? report.golden.samples,
    metric: evaluation?.metric ?? 'golden',
    float: evaluation?.float ?? null,
    quantized: evaluation?.quantized ?? null,
    agreement: evaluation?.agreement ?? null,
    outputSqnrDb: evaluation?.outputSqnrDb ?? null,
    instructions: measured.instructions === null ? null : {
      total: measured.instructions.total,
      perUnit: report.units.map((u, i) => ({ unit: u.unit, op: u.op, precision: u.precision, macs: u.macs, instructions: measured.instructions?.perUnit[i] ?? 0 })),
    },
    memory: {
      arenaBytes: report.memory.arenaBytes,
      stackBytes: measured.stackBytes,
      codeBytes: measured.sizes.codeBytes,
      weightBytes: measured.sizes.weightBytes,
      tableBytes: measured.sizes.tableBytes,
    },
    hostMatch: hostMatchOf(report, { expected: golden.outputs, actual: measured.outputs, bytesDifferent: measured.bytesDifferent }),
  };
}

function text(result: RunResult): string {
  const { instructions, memory, hostMatch } = result;
  const units = instructions?.perUnit ?? [];
  const rows = units.map((u) => [u.unit, u.op, u.precision, formatCount(u.macs), formatCount(u.instructions), u.macs === 0 ? '' : (u.instructions / u.macs).toFixed(2)]);
  const table = rows.length === 0 ? [] : [renderTable([left('unit'), left('operator'), left('precision'), right('MACs'), right('instructions'), right('per MAC')], rows), ''];
  const accuracy = result.quantized === null ? [] : [
    `${result.metric}: ${result.quantized.toFixed(2)}${result.float === null ? '' : ` (float ${result.float.toFixed(2)})`} on ${result.samples} samples` +
      `${result.agreement === null ? '' : `, agreement ${result.agreement.toFixed(1)} %`}${result.outputSqnrDb === null ? '' : `, SQNR ${formatDb(result.outputSqnrDb)}`}`,
  ];
  return [
    ...table,
    `${result.name} on ${result.target}: ${instructions === null ? 'not emulated, no instruction count' : `${formatCount(instructions.total)} instructions per inference`}`,
    `RAM ${formatBytes(memory.arenaBytes)} arena${memory.stackBytes === null ? '' : ` + ${formatBytes(memory.stackBytes)} stack`}; flash ${formatBytes(memory.codeBytes)} code, ${formatBytes(memory.tableBytes)} tables, ${formatBytes(memory.weightBytes)} weights`,
    ...accuracy,
    ...hostMatchText(hostMatch, result.exactFloat),
  ].join('\n');
}

/** Options of everything that measures a generated folder. */
export function measurementOptions(command: Command): Command {
  return inputOptions(command)
    .option('-t, --target <id>', 'another target than it was compiled for')
    .option('-d, --dataset <data>', 'samples (and labels) to judge accuracy on: .npy, .npz, folder or dataset.json')
    .option('--model <file>', 'the ONNX model, to compare accuracy with float')
    .option('--samples <n>', 'most samples of the data set', parseCount)
    .option('--timeout <seconds>', 'longest run under QEMU', parseCount, 600)
    .option('--json', 'print one JSON object');
}

export function registerRun(program: Command): void {
  const command = program
    .command('run')
    .description('build a generated folder, run it under QEMU and measure it')
    .argument('<folder>', 'folder that `quantune compile` wrote');
  measurementOptions(command)
    .addHelpText('after', '\nExample:\n  quantune run firmware/net --dataset test/ --model model.onnx --samples 50')
    .action((folder: string, options: RunOptions) => execute('run', options, async (session): Promise<Outcome<RunResult>> => {
      const result = await runFolder(openGenerated(folder), options, session);
      return { result, text: text(result), failed: !result.hostMatch.kept };
    }));
}
