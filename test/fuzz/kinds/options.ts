// Command lines: options with odd values in any combination, run as a process. Exit status 0 to 3, no stack trace, no defect, nothing written but the output folder.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { CHECKOUT } from '../../support/shared.ts';
import type { Dice } from '../dice.ts';
import { Fault, type FuzzKind } from '../fuzz-kind.ts';

const MODEL = join(CHECKOUT, 'examples/kws/model.onnx');
const DATA = join(CHECKOUT, 'examples/kws/calibration.json');
const VALUES = ['', '0', '-1', '1', '2', '1e9', '99999999999999999999', 'NaN', 'a', '../x', '-', '--', '1,2', ',', 'x=1', 'x=', '=1', 'N=0', '10%', '-5%', 'float-macs=10%', 'float-macs=200%', 'sqnr=1dB', 'ram=1KB', 'flash=+1%', 'int8', 'float', 'mixed', 'uint8', 'none', 'host', 'cortex-m4', 'nothing', '*/', '$(id)', '\u001b[2J', '512MB', '1B', 'output', 'mse', 'default'];
const OPTIONS = ['--precision', '--io-type', '--observer', '--samples', '--golden', '--threads', '--dim', '--fix', '--name', '--mean', '--std', '--budget', '--allocator', '--keep-float', '--keep-int8', '--metric-samples', '--metric-weights', '--schema', '--memory', '--input-range', '-t', '--quantize-at', '-c', '--timeout', '--baseline', '--model', '--dataset'];
const FLAGS = ['--json', '--symmetric', '--exact-float', '--integer-only', '--no-equalize', '--no-fuse-residual', '--pareto', '--help', '--version'];
const COMMANDS = ['compile', 'compile', 'compile', 'inspect', 'analyze', 'run', 'check', 'targets', ''];

const FIXED = ['--samples', '4', '--golden', '1', '--threads', '1', '--metric-samples', '2'];

function make(dice: Dice): Uint8Array {
  const command = dice.pick(COMMANDS);
  const rest = Array.from({ length: dice.below(4) }, () => (dice.chance(3) ? [dice.pick(FLAGS)] : [dice.pick(OPTIONS), dice.pick(VALUES)])).flat();
  const model = dice.chance(6) ? dice.pick(VALUES) : MODEL;
  const own = command === 'compile' ? [...FIXED, ...(dice.chance(8) ? [] : ['-o', 'out']), ...(dice.chance(4) ? [] : ['-c', DATA])] : [];
  return new TextEncoder().encode(JSON.stringify([...(command === '' ? [] : [command]), ...(command === 'targets' ? [] : [model]), ...own, ...rest]));
}

async function run(content: Uint8Array): Promise<void> {
  const args: string[] = JSON.parse(Buffer.from(content).toString());
  const folder = mkdtempSync(join(tmpdir(), 'quantune-fuzz-'));
  try {
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, [join(CHECKOUT, 'dist/cli.js'), ...args.map((a) => a.replaceAll('\0', ''))], { cwd: folder, encoding: 'utf8', timeout: 120_000 });
    const text = `${stdout}\n${stderr}`;
    if (status === null || status > 3) throw new Fault(`ended with ${status ?? signal}: ${text.slice(-300)}`);
    if (/\n\s+at .*:\d+:\d+/.test(text) || text.includes('QT9001')) throw new Fault(`shows a defect: ${text.slice(-400)}`);
    if (/\u001b/.test(stderr)) throw new Fault('drives the terminal');
    if (status !== 0 && !/QT\d{4}|error:|Usage:/.test(text)) throw new Fault(`does not say what is wrong: ${text.slice(-300)}`);
    const stray = readdirSync(folder).filter((name) => name !== 'out');
    if (stray.length > 0) throw new Fault(`left ${stray.join(', ')}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function* shrink(content: Uint8Array): Iterable<Uint8Array> {
  const args: string[] = JSON.parse(Buffer.from(content).toString());
  for (let i = args.length - 1; i > 0; i--) yield new TextEncoder().encode(JSON.stringify(args.filter((_, k) => k !== i)));
}

export const OPTION_LINES: FuzzKind = { name: 'options', limitMs: 60_000, make, run, shrink };
