// npm run costs -- [--targets ID,ID] [--check] [--constant-shapes] [--json]: fits the cost table of each target to exact instruction counts of its kernels and writes it to
// targets/<id>/costs.json, with a digest of the kernels that were measured; variants that no network of these uses keep what the file has. Networks: the
// two examples, and those of ../shared/models where they are; in INT8, in float and mixed. --check measures and prints how far predictions are, but
// writes nothing. --constant-shapes measures instead what forms of kernels with constant params save (bench/constant-shapes.mjs).
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  DiagnosticError, FEATURES, defaultThreads, featuresOf, floatStage, generateFirmware, goldenVectors, importStage, inputSpecs, left, loadTarget, measureFirmware, predictedInstructions,
  programFor, quantizeModel, readCostTable, readModel, renderTable, right, tableKey, targetIds, writeFolder,
} from '../dist/index.js';
import { measureConstantShapes } from './constant-shapes.mjs';
import { MODELS, NETWORKS, open, say } from './shared.mjs';

const { values: options } = parseArgs({ options: { targets: { type: 'string' }, check: { type: 'boolean', default: false }, 'constant-shapes': { type: 'boolean', default: false }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
if (options.help) {
  console.log('npm run costs -- [--targets ID,ID] [--check] [--constant-shapes] [--json]');
  process.exit(0);
}

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const SHARED = ['mobilenetv1-vww', 'resnet20', 'autoencoder-ad', 'squeezenet1.1'];
/** Networks on which forms of kernels with constant params are measured. */
const SHAPES = ['resnet8', 'kws', 'mobilenetv1-vww', 'autoencoder-ad'];
const SOFT_FLOAT = ['cortex-m0', 'cortex-m3'];
const MOST_MACS = 60e6;

/** Names the kernels that were measured: what runtime-c held. */
function kernelsDigest() {
  const folder = join(ROOT, 'runtime-c');
  const hash = createHash('sha256');
  for (const file of ['include', 'internal', 'kernels'].flatMap((part) => readdirSync(join(folder, part), { recursive: true }).map((f) => join(part, f))).filter((f) => /\.[ch]$/.test(f)).sort()) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 16);
}

function example(name) {
  const file = join(ROOT, 'examples', name, 'model.onnx');
  const model = readModel(file);
  return { name, file, model, calibration: { path: join(ROOT, 'examples', name, 'calibration.json'), inputs: inputSpecs(floatStage(importStage(model), file)) } };
}

const networks = [
  ...['resnet8', 'kws'].map(example),
  ...(existsSync(MODELS) ? NETWORKS.filter((n) => SHARED.includes(n.name) && n.macs < MOST_MACS).map((n) => ({ name: n.name, ...open(n) })) : []),
];

/** The quantized network with a sample, the same for all targets. */
const made = new Map();
function quantized(network, precision) {
  const key = `${network.name} ${precision}`;
  const make = async () => {
    const how = precision === 'int8, sums apart' ? { precision: 'int8', fuseResidual: false } : { precision };
    const mixed = precision === 'mixed' ? { mixed: { allocator: 'default', budget: { floatMacs: 0.3 }, metricSamples: 8 } } : {};
    const model = await quantizeModel(network.model, { ...how, ioType: 'float', threads: defaultThreads(), report: () => {}, calibration: { dataSet: network.calibration, observer: 'expected', samples: 32 }, ...mixed });
    return { model, vectors: goldenVectors(model, network.calibration, 1) };
  };
  if (!made.has(key)) made.set(key, make());
  return made.get(key);
}

/** Units of one network on one target: the calls of each, and what they took. */
async function measured(network, precision, target) {
  const { model, vectors } = await quantized(network, precision);
  const work = mkdtempSync(join(tmpdir(), 'quantune-costs-'));
  try {
    const firmware = generateFirmware(model, { target, name: 'net', optimizeFor: 'size', golden: { dataSet: network.calibration, samples: 1 } });
    writeFolder(join(work, 'c'), firmware.files);
    const { instructions } = await measureFirmware({ folder: join(work, 'c'), target, outDir: join(work, 'build'), inputs: vectors.inputs, expected: vectors.outputs, timeoutMs: 600_000 });
    const program = programFor(model.graph, target.isa, network.file);
    const units = program.units.map((_, i) => ({ calls: program.calls.filter((c) => c.unit === i), instructions: instructions.perUnit[i] }));
    return { network: network.name, precision, program, units, total: instructions.total };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    say(`  ${target.id} ${network.name} ${precision}: ${error.diagnostics[0].message}`);
    return null;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Coefficients that are not negative, with the least squared relative error (coordinate descent), scaled so that they give the sum of the rows. */
function fit(rows) {
  const scaled = rows.map(({ features, y }) => FEATURES.map((f) => features[f] / y));
  const result = FEATURES.map(() => 0);
  const rest = rows.map(() => 1);
  for (let round = 0; round < 3000; round++) {
    for (let k = 0; k < FEATURES.length; k++) {
      let [top, bottom] = [0, 0];
      for (let i = 0; i < rows.length; i++) {
        top += scaled[i][k] * rest[i];
        bottom += scaled[i][k] ** 2;
      }
      if (bottom === 0) continue;
      const next = Math.max(0, result[k] + top / bottom);
      for (let i = 0; i < rows.length; i++) rest[i] -= (next - result[k]) * scaled[i][k];
      result[k] = next;
    }
  }
  const predicted = rows.reduce((sum, { features }) => sum + FEATURES.reduce((s, f, k) => s + result[k] * features[f], 0), 0);
  const scale = rows.reduce((sum, { y }) => sum + y, 0) / predicted;
  return Object.fromEntries(FEATURES.flatMap((f, k) => (result[k] === 0 ? [] : [[f, Number((result[k] * scale).toPrecision(4))]])));
}

const summary = [];
if (options['constant-shapes']) {
  for (const id of options.targets?.split(',') ?? targetIds().filter((t) => t !== 'host')) {
    const models = [];
    for (const network of networks.filter((n) => SHAPES.includes(n.name))) for (const precision of SOFT_FLOAT.includes(id) ? ['int8'] : ['int8', 'float']) models.push(await quantized(network, precision));
    summary.push(...(await measureConstantShapes(loadTarget(id), models, kernelsDigest())));
    say(`${id}: measured`);
  }
  if (options.json) console.log(JSON.stringify(summary, null, 2));
  else console.log(renderTable([left('target'), left('kernel'), right('calls'), right('shared'), right('own form'), right('saved'), right('bytes each'), right('shared')], summary.map((s) => [s.target, s.key, String(s.calls), String(s.shared), String(s.own), `${(100 * s.gain).toFixed(1)} %`, String(s.bytes), String(s.sharedBytes)])));
  process.exit(0);
}
for (const id of options.targets?.split(',') ?? targetIds().filter((t) => t !== 'host')) {
  const target = loadTarget(id);
  const runs = [];
  for (const network of networks) {
    for (const precision of ['int8', 'float', 'mixed', 'int8, sums apart']) {
      if (precision === 'int8, sums apart' && network.name !== 'resnet8') continue;
      if (precision !== 'int8' && SOFT_FLOAT.includes(id) && !['resnet8', 'kws'].includes(network.name)) continue;
      const run = await measured(network, precision, target);
      if (run !== null) runs.push(run);
    }
  }
  if (!options.check) {
    const rows = new Map();
    for (const { units } of runs) {
      for (const { calls, instructions } of units) {
        if (calls.length !== 1) continue;
        const key = tableKey(calls[0]);
        rows.set(key, [...(rows.get(key) ?? []), { features: featuresOf(calls[0].kernel, calls[0].params), y: instructions }]);
      }
    }
    const fitted = new Map([...readCostTable(target.folder), ...[...rows].map(([key, list]) => [key, fit(list)])]);
    const kernels = Object.fromEntries([...fitted].sort(([a], [b]) => (a < b ? -1 : 1)));
    writeFileSync(join(ROOT, 'targets', id, 'costs.json'), `${JSON.stringify({ unit: 'instructions', command: 'npm run costs', kernelsDigest: kernelsDigest(), kernels }, null, 2)}\n`);
  }
  const table = readCostTable(target.folder);
  for (const run of runs) {
    const predicted = predictedInstructions(table, run.program.calls);
    summary.push({ target: id, network: run.network, precision: run.precision, counted: run.total, predicted: Math.round(predicted), error: predicted / run.total - 1 });
  }
  say(`${id}: largest error ${(100 * Math.max(...summary.filter((s) => s.target === id).map((s) => Math.abs(s.error)))).toFixed(1)} %`);
}
if (options.json) console.log(JSON.stringify(summary, null, 2));
else console.log(renderTable([left('target'), left('network'), left('precision'), right('counted'), right('predicted'), right('error')], summary.map((s) => [s.target, s.network, s.precision, String(s.counted), String(s.predicted), `${(100 * s.error).toFixed(1)} %`])));
