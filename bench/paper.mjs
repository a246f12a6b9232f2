// npm run paper -- [--only NAME,NAME] [--allocators NAME,NAME] [--full] [--fresh] [--json]: the table of the method. Every network, in the published
// setting (one power-of-two scale per tensor, zero point 0, min-max, no repair) and in ours, all INT8 and with at most 5 and 10 % of the
// multiply-accumulates in float, by every allocator. SQNR on 32 samples that were not calibrated on, the same for all rows; metric and agreement on all
// images for float, all INT8, default and quantunev2 (with --full: for every row). Rows are kept in build/paper by content: a second run continues.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DEFAULT_OBSERVER, EXECUTOR_ISA, allocate, defaultThreads, evaluatePrograms, floatMacsOf, formatCount, loadTarget, predictedInstructions, programFor, readCostTable, schemeOf, totalMacs, withAnalysis } from '../dist/index.js';
import { begin, networksNamed, open, say } from './shared.mjs';

const USAGE = 'npm run paper -- [--only NAME,NAME] [--allocators NAME,NAME] [--full] [--fresh] [--json]';
const NAMES = 'resnet8,resnet20,dscnn-kws,kws-dscnn-s,mobilenetv1-vww,mobilenetv1-0.25-128,squeezenet1.1,vgg16-bn,mobilenetv2,resnet18';
const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: NAMES }, allocators: { type: 'string', default: 'quantunev2,default,first-last,random,one-at-a-time' },
    full: { type: 'boolean', default: false }, fresh: { type: 'boolean', default: false }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false },
  },
});
begin(options.help, USAGE);

const SAMPLES = 32;
const SHARES = [0.05, 0.1];
const SEEDS = 10;
const threads = defaultThreads();
const SETTINGS = {
  published: { scheme: schemeOf('power-of-two', true), equalize: false, correctBias: false, compensateRounding: false, fuseResidual: false, observer: 'min-max' },
  ours: { observer: DEFAULT_OBSERVER },
};
const EVALUATED = ['all-int8', 'default', 'quantunev2'];

const DIST = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');
const CACHE = join(DIST, '..', 'build', 'paper');
const digest = (...parts) => parts.reduce((hash, part) => hash.update(part).update('\0'), createHash('sha256')).digest('hex');
/** Everything that figures depend on but the network: the compiler and the kernels. */
const COMPILER = digest(...readdirSync(DIST, { recursive: true }).filter((f) => f.endsWith('.js') || f.endsWith('.wasm')).sort().map((f) => readFileSync(join(DIST, f))));

async function kept(key, make) {
  const file = join(CACHE, `${digest(COMPILER, JSON.stringify(key)).slice(0, 24)}.json`);
  if (!options.fresh && existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const value = await make();
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(file, JSON.stringify(value));
  return value;
}

/** Instructions are predicted from the cost tables (npm run costs says how well). */
const TARGETS = Object.entries({ a53: 'cortex-a53', m4: 'cortex-m4' }).map(([name, id]) => ({ name, target: loadTarget(id), table: readCostTable(loadTarget(id).folder) }));

function instructionsOf(graph, file) {
  return Object.fromEntries(TARGETS.map(({ name, target, table }) => [name, Math.round(predictedInstructions(table, programFor(graph, target.isa, file).calls))]));
}

const CONVERSIONS = ['quantize_f32_s8', 'dequantize_s8_f32'];

/** Everything about one choice of precisions. */
async function figures({ analysis, float, network, opened, evaluate }, precision) {
  const graph = analysis.graphOf(precision);
  const program = programFor(graph, EXECUTOR_ISA, opened.file);
  const firmware = programFor(graph, ['portable'], opened.file);
  const units = analysis.sensitivity.units;
  const row = {
    floatMacsShare: floatMacsOf(units, precision) / Math.max(1, totalMacs(units)), top1: null, agreement: null, outputSqnrDb: await analysis.measure(precision),
    qdqExecuted: firmware.calls.filter((c) => CONVERSIONS.includes(c.kernel)).length, instructions: instructionsOf(graph, opened.file),
    weightBytes: firmware.constants.reduce((sum, c) => sum + c.data.byteLength, 0),
  };
  if (!evaluate) return row;
  const result = await evaluatePrograms({ float: programFor(float, EXECUTOR_ISA, opened.file), quantized: program, dataSet: opened.evaluation, metric: network.metric, threads });
  return { ...row, top1: result.quantized, agreement: result.agreement, float: result.float, floatInstructions: instructionsOf(float, opened.file) };
}

const mean = (rows, field) => rows.reduce((sum, r) => sum + r[field], 0) / rows.length;

async function setting(network, name, opened) {
  const { observer, ...how } = SETTINGS[name];
  const given = { ...how, ioType: 'float', threads, report: () => {}, calibration: { dataSet: opened.calibration, observer }, mixed: { allocator: 'default', budget: {}, metricSamples: SAMPLES, metricData: opened.evaluation } };
  return withAnalysis(opened.model, given, async (analysis, float) => {
    const rows = [];
    const context = (evaluate) => ({ analysis, float, network, opened, evaluate: evaluate || options.full });
    const map = (share, allocator, seed = 1) => allocate(analysis.sensitivity, { allocator, budget: { floatMacs: share }, seed }, async () => 0);
    const int8 = await figures(context(true), (await map(0, 'all-int8')).precision);
    rows.push({ network: network.name, setting: name, allocator: 'all-int8', budget: 0, ...int8, seconds: analysis.seconds.sensitivity });
    let oracle = null;
    for (const share of SHARES) {
      for (const allocator of options.allocators.split(',')) {
        const begun = performance.now();
        let row;
        if (allocator === 'random') {
          const drawn = [];
          for (let seed = 1; seed <= SEEDS; seed++) drawn.push(await figures(context(false), (await map(share, allocator, seed)).precision));
          row = { ...drawn[0], floatMacsShare: mean(drawn, 'floatMacsShare'), outputSqnrDb: mean(drawn, 'outputSqnrDb'), qdqExecuted: mean(drawn, 'qdqExecuted'), weightBytes: mean(drawn, 'weightBytes') };
        } else if (allocator === 'one-at-a-time') {
          oracle ??= new Map();
          const measure = async (precision) => {
            const key = [...precision].filter(([, p]) => p === 'float').map(([id]) => id).join();
            if (!oracle.has(key)) oracle.set(key, await analysis.measure(precision));
            return oracle.get(key);
          };
          const { precision } = await allocate(analysis.sensitivity, { allocator, budget: { floatMacs: share } }, measure);
          oracle.seconds ??= (performance.now() - begun) / 1000;
          row = await figures(context(false), precision);
        } else row = await figures(context(EVALUATED.includes(allocator)), (await map(share, allocator)).precision);
        rows.push({ network: network.name, setting: name, allocator, budget: share, ...row, seconds: allocator === 'one-at-a-time' ? oracle.seconds : analysis.seconds.sensitivity });
      }
    }
    return rows;
  });
}

async function rowsOf(network) {
  const opened = open(network);
  const parts = [];
  for (const name of Object.keys(SETTINGS)) {
    say(`${network.name}: ${name}`);
    const key = { model: digest(readFileSync(opened.file)), network, name, allocators: options.allocators, full: options.full, threads };
    parts.push(...(await kept(key, () => setting(network, name, opened))));
  }
  const float = { network: network.name, setting: 'float', allocator: 'all-float', budget: 1, floatMacsShare: 1, top1: parts[0].float, agreement: 100, outputSqnrDb: null, qdqExecuted: 0, instructions: parts[0].floatInstructions, weightBytes: null, seconds: 0 };
  return [float, ...parts].map(({ float: _f, floatInstructions: _i, ...row }) => row);
}

const rows = [];
for (const network of networksNamed(options.only.split(','))) rows.push(...(await rowsOf(network)));
if (options.json) console.log(JSON.stringify(rows, null, 2));
else {
  const fixed = (value, digits) => (value === null || value === undefined ? '-' : value.toFixed(digits));
  const millions = (value) => (value === undefined ? '-' : (value / 1e6).toFixed(1));
  console.log('| network | setting | allocator | budget | in float | top-1 | agreement | SQNR dB | Q/DQ | M instr. a53 | m4 | constants | analysis s |\n|---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|');
  for (const r of rows) {
    console.log(`| ${[r.network, r.setting, r.allocator, `${100 * r.budget} %`, `${(100 * r.floatMacsShare).toFixed(1)} %`, fixed(r.top1, 2), fixed(r.agreement, 1), fixed(r.outputSqnrDb, 1), fixed(r.qdqExecuted, 0), millions(r.instructions.a53), millions(r.instructions.m4), r.weightBytes === null ? '-' : formatCount(r.weightBytes), fixed(r.seconds, 1)].join(' | ')} |`);
  }
}
