// npm run accuracy -- [--only NAME] [--others] [--targets a,b] [--no-float] [--ablation] [--no-TECHNIQUE] [--json]: every network of bench/networks.json, from float ONNX to measured C.
// With --others those without data: random inputs, agreement and SQNR instead of accuracy, on Cortex-A53; the large ones of the conformance archive with random weights.
// With --ablation: output SQNR with all techniques, and with each off in turn. Accuracy on all evaluation data; float outputs against ONNX Runtime; on each target every output byte against the executor, exact instructions, memory.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { lightModel } from './light.mjs';
import {
  DEFAULT_OBSERVER, DiagnosticError, EXECUTOR_ISA, Executor, countDifferent, defaultThreads, evaluatePrograms, floatStage, formatCount, generateFirmware, goldenVectors,
  importStage, inputSpecs, left, loadRuntime, loadTarget, measureFirmware, openDataSet, programFor, quantizeModel, randomInputs, readModel, realOutputs, renderTable, right,
  targetIds, writeFolder,
} from '../dist/index.js';

const HERE = dirname(fileURLToPath(import.meta.url));
const MODELS = process.env.QUANTUNE_SHARED ? join(process.env.QUANTUNE_SHARED, 'models') : join(HERE, '..', '..', 'shared', 'models');
const ARCHIVE = join(MODELS, '..', 'conformance', 'onnx-backend-cases.tar.xz');
const ORACLE_SAMPLES = 20;
/** Without data: random samples for ranges, and others to compare on. */
const RANDOM_SAMPLES = { calibration: { count: 16, seed: 1 }, evaluation: { count: 8, seed: 2 } };
/** Networks above this many MACs run one sample on system-mode targets; soft-float targets run float networks below the second figure only. */
const LARGE_MACS = 200e6;
const SOFT_FLOAT_MACS = 20e6;
/** One sample in user mode too, and fewer compared with ONNX Runtime. */
const HUGE_MACS = 2e9;

/** Techniques that have a switch, and the option of the API. */
const TECHNIQUES = { equalize: 'equalize', 'bias-correction': 'correctBias', 'compensate-rounding': 'compensateRounding', 'fuse-residual': 'fuseResidual' };

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' }, targets: { type: 'string' }, observer: { type: 'string', default: DEFAULT_OBSERVER }, threads: { type: 'string' },
    'no-float': { type: 'boolean', default: false }, others: { type: 'boolean', default: false }, 'calibrate-none': { type: 'boolean', default: false }, ablation: { type: 'boolean', default: false }, ...Object.fromEntries(Object.keys(TECHNIQUES).map((name) => [`no-${name}`, { type: 'boolean', default: false }])), json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false },
  },
});

if (options.help) {
  console.log('npm run accuracy -- [--only NAME,NAME] [--others] [--targets ID,ID | none] [--observer NAME] [--no-float] [--calibrate-none] [--ablation] [--threads N] [--json]');
  console.log(`techniques can be switched off: ${Object.keys(TECHNIQUES).map((name) => `--no-${name}`).join(' ')}`);
  process.exit(0);
}
if (!existsSync(MODELS)) {
  console.error('the networks and data of this measurement are not part of the repository: put them into ../shared/models');
  process.exit(3);
}

const threads = Number(options.threads ?? defaultThreads());
const targets = options.targets === 'none' ? [] : (options.targets?.split(',') ?? (options.others ? ['cortex-a53'] : targetIds())).map(loadTarget);
const listed = JSON.parse(readFileSync(join(HERE, 'networks.json'), 'utf8'));
const all = options.others ? listed.others : listed.networks;
const networks = options.only ? all.filter((n) => options.only.split(',').includes(n.name)) : all;
const unpacked = mkdtempSync(join(tmpdir(), 'quantune-networks-'));
process.on('exit', () => rmSync(unpacked, { recursive: true, force: true }));
const say = (text) => process.stderr.write(`${text}\n`);

function dataSet(part, inputs) {
  return { path: join(HERE, part.dataset), inputs, selection: part.select, root: MODELS };
}

function modelFile(network) {
  return network.archive === undefined ? join(MODELS, network.model) : lightModel(ARCHIVE, network.archive, unpacked);
}

/** The data sets of a network: its own, or random ones that share no sample. */
function dataSets(network, inputs) {
  if (network.calibration !== undefined) return [dataSet(network.calibration, inputs), dataSet(network.evaluation, inputs)];
  const { min: low, max: high } = network.inputRange;
  return [RANDOM_SAMPLES.calibration, RANDOM_SAMPLES.evaluation].map((random) => ({ path: 'random inputs', inputs, random: { ...random, low, high } }));
}

/** Largest difference to ONNX Runtime relative to the largest value, over the first samples. */
async function oracleError(file, float, description) {
  const ort = createRequire(import.meta.url)('onnxruntime-node');
  const session = await ort.InferenceSession.create(file, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const program = programFor(float, EXECUTOR_ISA, file);
  const executor = Executor.create(program, loadRuntime());
  const data = openDataSet(description.path, description);
  let worst = 0;
  for (let i = 0; i < Math.min(ORACLE_SAMPLES, data.length); i++) {
    const { inputs } = data.sample(i);
    const feeds = Object.fromEntries(description.inputs.map((spec, k) => [spec.name, new ort.Tensor('float32', inputs[k], spec.shape)]));
    const expected = await session.run(feeds);
    const outputs = realOutputs(program, executor.run(inputs));
    program.outputs.forEach(({ name }, k) => {
      const reference = expected[name].data;
      const top = reference.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
      reference.forEach((v, j) => (worst = Math.max(worst, Math.abs(v - outputs[k][j]) / top)));
    });
  }
  data.close();
  return worst;
}

/** Units in each precision. */
function unitCounts(program) {
  const int8 = program.units.filter((u) => u.precision === 'int8').length;
  return { int8, float: program.units.length - int8 };
}

function relativeError(expected, actual) {
  const [a, b] = [expected, actual].map((bytes) => new Float32Array(Uint8Array.from(bytes).buffer));
  const top = a.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  return a.reduce((worst, v, i) => Math.max(worst, Math.abs(v - b[i])), 0) / top;
}

/** One network in one precision on one target: a measurement, or why there is none. */
async function onTarget(network, model, target, description) {
  if (model.precision === 'float' && target.fpu === 'none' && network.macs > SOFT_FLOAT_MACS) return { skipped: `float in software, ${formatCount(network.macs)} MACs` };
  const slow = target.boards.some((b) => b.qemu.mode === 'system');
  const samples = network.macs > (slow ? LARGE_MACS : HUGE_MACS) ? 1 : 3;
  const work = mkdtempSync(join(tmpdir(), 'quantune-accuracy-'));
  try {
    const vectors = goldenVectors(model, description, samples);
    const firmware = generateFirmware(model, { target, name: network.name, optimizeFor: 'size', golden: { dataSet: description, samples } });
    const folder = join(work, 'c');
    writeFolder(folder, firmware.files);
    const measured = await measureFirmware({ folder, target, outDir: join(work, 'build'), inputs: vectors.inputs, expected: vectors.outputs, timeoutMs: 1_200_000 });
    return { vectors, measured, arenaBytes: firmware.report.memory.arenaBytes };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { skipped: error.diagnostics.map((d) => `${d.code}: ${d.message}`).join('; ') };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function record(result, target, outcome, precision) {
  if (outcome.skipped !== undefined) {
    result[precision === 'int8' ? 'skipped' : 'floatSkipped'][target.id] = outcome.skipped;
    return;
  }
  const { measured, vectors, arenaBytes } = outcome;
  if (precision === 'float') {
    result.floatInstructions[target.id] = measured.instructions?.total ?? null;
    result.floatTargetError[target.id] = relativeError(vectors.outputs, measured.outputs);
    return;
  }
  result.bytesDifferent[target.id] = countDifferent(vectors.outputs, measured.outputs);
  result.instructions[target.id] = measured.instructions?.total ?? null;
  const { codeBytes, tableBytes, weightBytes } = measured.sizes;
  result.memory[target.id] = { arenaBytes, stackBytes: measured.stackBytes, codeBytes, tableBytes, weightBytes };
}

/** What the command line leaves on, as options of the API; `off` is one technique more that is off. */
function switches(off) {
  return Object.fromEntries(Object.entries(TECHNIQUES).map(([name, key]) => [key, name !== off && !options[`no-${name}`]]));
}

/** Output SQNR in dB on all evaluation data: with all techniques, and without each. */
async function ablationOf(network) {
  const file = join(MODELS, network.model);
  const source = readModel(file);
  const inputs = inputSpecs(floatStage(importStage(source), file));
  const [calibration, evaluation] = [dataSet(network.calibration, inputs), dataSet(network.evaluation, inputs)];
  const sqnr = async (off) => {
    const int8 = await quantizeModel(source, { ioType: 'float', threads, ...switches(off), report: () => {}, precision: 'int8', calibration: { dataSet: calibration, observer: options.observer } });
    const program = (graph) => programFor(graph, EXECUTOR_ISA, file);
    return (await evaluatePrograms({ float: program(int8.float), quantized: program(int8.graph), dataSet: evaluation, metric: network.metric, threads })).outputSqnrDb;
  };
  const without = {};
  say(`${network.name}: all techniques`);
  const all = await sqnr();
  for (const name of Object.keys(TECHNIQUES)) {
    say(`${network.name}: without ${name}`);
    without[name] = await sqnr(name);
  }
  return { network: network.name, outputSqnrDb: all, without };
}

function ablationTable(results) {
  const columns = [left('network'), right('all'), ...Object.keys(TECHNIQUES).map((name) => right(`no ${name}`))];
  return renderTable(columns, results.map((r) => [r.network, fixed(r.outputSqnrDb, 2), ...Object.values(r.without).map((v) => fixed(v, 2))]));
}

async function measureNetwork(network) {
  const file = modelFile(network);
  const source = readModel(file);
  const inputs = inputSpecs(floatStage(importStage(source), file));
  const [calibration, evaluation] = dataSets(network, inputs);
  say(`${network.name}: calibrating and evaluating`);
  const common = { ioType: 'float', threads, ...switches(), report: () => {} };
  const ranges = options['calibrate-none'] ? randomInputs(floatStage(importStage(source), file), network.inputRange) : { dataSet: calibration };
  const begun = performance.now();
  const int8 = await quantizeModel(source, { ...common, precision: 'int8', calibration: { ...ranges, observer: options.observer } });
  const seconds = (performance.now() - begun) / 1000;
  const program = (graph) => programFor(graph, EXECUTOR_ISA, file);
  const accuracy = await evaluatePrograms({ float: program(int8.float), quantized: program(int8.graph), dataSet: evaluation, metric: network.metric, threads });
  const macs = program(int8.graph).units.reduce((sum, u) => sum + u.macs, 0);
  const result = {
    network: network.name, model: basename(file), samples: accuracy.samples, metric: accuracy.metric, float: accuracy.float, int8: accuracy.quantized,
    agreement: accuracy.agreement, outputSqnrDb: accuracy.outputSqnrDb, onnxRuntimeMinMax: network.onnxRuntimeMinMax ?? null,
    floatMaxRelError: await oracleError(file, int8.float, evaluation), calibrationSeconds: seconds, units: unitCounts(program(int8.graph)),
    arenaInt8IoBytes: options.others ? null : programFor((await quantizeModel(source, { ...common, ioType: 'int8', precision: 'int8', calibration: { ...ranges, observer: options.observer, samples: 8 } })).graph, ['portable'], file).arenaBytes,
    macs, peakRssBytes: 0, bytesDifferent: {}, instructions: {}, memory: {}, skipped: {}, floatTargetError: {}, floatInstructions: {}, floatSkipped: {},
  };
  const float = options['no-float'] ? null : await quantizeModel(source, { ...common, precision: 'float' });
  for (const target of targets) {
    say(`${network.name}: ${target.id}`);
    record(result, target, await onTarget({ macs, ...network }, int8, target, evaluation), 'int8');
    if (float !== null) record(result, target, await onTarget({ macs, ...network }, float, target, evaluation), 'float');
  }
  result.peakRssBytes = process.resourceUsage().maxRSS * 1024;
  return result;
}

const fixed = (value, digits) => (value === null || value === undefined ? '-' : value.toFixed(digits));

function accuracyTable(results) {
  const columns = [left('network'), right('samples'), left('metric'), right('float'), right('INT8'), right('agreement'), right('SQNR dB'), right('peer dB'), right('peer change'), right('float error'), right('calibrate s'), right('arena, int8 I/O'), right('units INT8+float'), right('peak MB')];
  return renderTable(columns, results.map((r) => [
    r.network, String(r.samples), r.metric, fixed(r.float, r.metric === 'auc' ? 4 : 2), fixed(r.int8, r.metric === 'auc' ? 4 : 2), fixed(r.agreement, 1), fixed(r.outputSqnrDb, 1),
    fixed(r.onnxRuntimeMinMax?.outputSqnrDb, 1), fixed(r.onnxRuntimeMinMax?.change, 2), r.floatMaxRelError.toExponential(1), fixed(r.calibrationSeconds, 1), String(r.arenaInt8IoBytes ?? '-'), `${r.units.int8}+${r.units.float}`, (r.peakRssBytes / 2 ** 20).toFixed(0),
  ]));
}

function targetTable(results) {
  const columns = [left('network'), left('target'), right('bytes different'), right('instructions'), right('arena'), right('stack'), right('code'), right('tables'), right('weights'), right('float instructions'), right('float error')];
  const count = (value) => (value === null || value === undefined ? '-' : formatCount(value));
  return renderTable(columns, results.flatMap((r) => targets.map(({ id }) => {
    const m = r.memory[id];
    const float = id in r.floatTargetError ? [count(r.floatInstructions[id]), r.floatTargetError[id].toExponential(1)] : ['-', '-'];
    if (m === undefined) return [r.network, id, 'skipped', (r.skipped[id] ?? '').slice(0, 60), '', '', '', '', '', ...float];
    return [r.network, id, String(r.bytesDifferent[id]), count(r.instructions[id]), String(m.arenaBytes), m.stackBytes === null ? '-' : String(m.stackBytes), String(m.codeBytes), String(m.tableBytes), String(m.weightBytes), ...float];
  })));
}

const results = [];
/** Networks that are not supported, with every reason. */
const refused = [];
for (const network of networks) {
  try {
    results.push(await (options.ablation ? ablationOf : measureNetwork)(network));
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    refused.push({ network: network.name, diagnostics: error.diagnostics.map((d) => [`${d.code}: ${d.message}`, ...(d.notes ?? [])].join('; ')) });
  }
}
if (options.json) console.log(JSON.stringify(options.others ? { results, refused } : results, null, 2));
else if (options.ablation) console.log(`\n${ablationTable(results)}`);
else {
  console.log(`\n${accuracyTable(results)}`);
  if (targets.length > 0) console.log(`\n${targetTable(results)}`);
}
for (const { network, diagnostics } of refused) say(`${network}: ${diagnostics.join('; ')}`);
if (refused.length > 0) process.exitCode = 1;
/** Behind a float unit an INT8 value may be one step off; without one every byte is equal. */
const wrong = results.filter((r) => (r.units?.float ?? 0) === 0).flatMap((r) => Object.entries(r.bytesDifferent ?? {}).filter(([, n]) => n > 0).map(([id]) => `${r.network} on ${id}`));
if (wrong.length > 0) {
  say(`INT8 bytes differ: ${wrong.join(', ')}`);
  process.exitCode = 1;
}
