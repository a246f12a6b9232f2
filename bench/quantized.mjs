// npm run quantized -- [--only NAME,NAME] [--samples N] [--no-accuracy] [--json]: models that others quantized, beside ONNX Runtime on the same file.
// Share of outputs that are one step off and more (a Softmax at the end is left out; a float output has steps of 1/255 of its range), units that compute in float
// between the first and the last conversion, and accuracy on the data beside the models. Exit status 1 where a bar is missed.
// ONNX Runtime computes convolutions of int8 in integers where it may (session.qdqisint8allowed, on by default on Arm); on other processors it leaves some in
// float, whose sums depend on the processor: that share is printed beside it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  EXECUTOR_ISA, Executor, defaultThreads, encodeInputs, evaluatePrograms, floatStage, floatUnits, importStage, inputSpecs, left, loadRuntime, openDataSet, programFor,
  quantizeModel, realOutputs, renderTable, right,
} from '../dist/index.js';
import { MODEL_PROTO } from '../dist/onnx/schema.js';
import { MODELS, begin, say } from './shared.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
/** Share of outputs that may be one step off, and points of accuracy that may be lost against the recorded figure. */
const BARS = { oneStep: 0.01, points: 0.5 };

const { values: options } = parseArgs({ options: { only: { type: 'string' }, samples: { type: 'string', default: '100' }, 'no-accuracy': { type: 'boolean', default: false }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
begin(options.help, 'npm run quantized -- [--only NAME,NAME] [--samples N] [--no-accuracy] [--json]');

const { models } = JSON.parse(readFileSync(join(HERE, 'quantized.json'), 'utf8'));
const chosen = options.only ? models.filter((m) => options.only.split(',').includes(m.name)) : models;

/** The model as bytes, without a Softmax in float at its end: the values that it was given are compared. */
function comparable(bytes) {
  const model = MODEL_PROTO.toObject(MODEL_PROTO.decode(bytes));
  const { graph } = model;
  const last = graph.node.find((n) => n.opType === 'Softmax' && n.output[0] === graph.output[0].name);
  if (last === undefined) return bytes;
  const node = graph.node.filter((n) => n !== last);
  return MODEL_PROTO.encode(MODEL_PROTO.fromObject({ ...model, graph: { ...graph, node, output: [{ ...graph.output[0], name: last.input[0] }] } })).finish();
}

/** Seeded numbers in the range, equal in runs of a few, as features are. */
function* randomSamples(specs, { min, max }, count) {
  let state = 12345;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  for (let i = 0; i < count; i++) {
    yield specs.map(({ shape }) => {
      let level = 0;
      return Float32Array.from({ length: shape.reduce((p, d) => p * d, 1) }, (_, k) => {
        if (k % (1 + (i % 7)) === 0) level = min + (max - min) * next();
        return level + ((max - min) / 20) * (next() - 0.5);
      });
    });
  }
}

function* samplesOf(entry, specs, count) {
  if (entry.range !== undefined) return yield* randomSamples(specs, entry.range, count);
  const data = openDataSet(join(HERE, entry.dataset), { inputs: specs, root: MODELS, selection: {} });
  for (let i = 0; i < Math.min(count, data.length); i++) yield data.sample(Math.floor((i * data.length) / Math.min(count, data.length))).inputs;
  data.close();
}

/** The scale of an output, null where it is a float result. */
function scaleOf(graph, index) {
  const producer = graph.nodes.find((n) => n.outputs.includes(graph.outputs[index]));
  return producer?.op === 'DequantizeLinear' ? graph.values.get(producer.inputs[0]).quant.scale[0] : (graph.values.get(graph.outputs[index]).quant?.scale[0] ?? null);
}

function countSteps(pairs, scale) {
  const top = pairs.reduce(([low, high], [e]) => e.reduce(([l, h], v) => [Math.min(l, v), Math.max(h, v)], [low, high]), [Infinity, -Infinity]);
  const step = scale ?? (top[1] - top[0]) / 255;
  const counts = [0, 0, 0];
  for (const [expected, actual] of pairs) expected.forEach((v, i) => (counts[Math.min(2, Math.round(Math.abs(v - actual[i]) / step))] += 1));
  return counts;
}

async function compare(entry, model, quantized, extra) {
  const ort = createRequire(import.meta.url)('onnxruntime-node');
  const session = await ort.InferenceSession.create(model.bytes, { intraOpNumThreads: 1, logSeverityLevel: 3, extra });
  const program = programFor(quantized.graph, EXECUTOR_ISA, model.file);
  const executor = Executor.create(program, loadRuntime());
  const specs = inputSpecs(quantized.float);
  const pairs = quantized.graph.outputs.map(() => []);
  for (const inputs of samplesOf(entry, specs, Number(options.samples))) {
    const expected = await session.run(Object.fromEntries(specs.map((spec, i) => [spec.name, new ort.Tensor('float32', inputs[i], spec.shape)])));
    const actual = realOutputs(program, executor.run(encodeInputs(program, inputs)));
    pairs.forEach((list, i) => list.push([Float64Array.from(expected[quantized.graph.outputs[i]].data), actual[i]]));
  }
  await session.release();
  const counts = pairs.map((list, i) => countSteps(list, scaleOf(quantized.graph, i))).reduce((a, b) => a.map((v, i) => v + b[i]));
  const total = counts[0] + counts[1] + counts[2];
  return { outputs: total, equal: counts[0] / total, oneStep: counts[1] / total, more: counts[2] / total };
}

async function accuracyOf(entry, model) {
  if (options['no-accuracy'] || entry.metric === undefined) return null;
  const { float, graph } = await quantizeModel(model, { precision: 'int8', threads: 1, ioType: 'float', report: () => {} });
  const program = (g) => programFor(g, EXECUTOR_ISA, model.file);
  const dataSet = { path: join(HERE, entry.dataset), inputs: inputSpecs(float), root: MODELS, selection: {} };
  const result = await evaluatePrograms({ float: program(float), quantized: program(graph), dataSet, metric: entry.metric, threads: defaultThreads() });
  return { samples: result.samples, ours: result.quantized, inFloat: result.float };
}

async function measure(entry) {
  say(entry.name);
  const file = join(MODELS, entry.model);
  const bytes = new Uint8Array(readFileSync(file));
  const dims = new Map(Object.entries(entry.dims ?? {}));
  const model = { bytes: comparable(bytes), file, dims };
  const quantized = await quantizeModel(model, { precision: 'int8', threads: 1, report: () => {} });
  const compared = await compare(entry, model, quantized, { session: { qdqisint8allowed: '1' } });
  const { oneStep: oneStepHere } = await compare(entry, model, quantized, {});
  const accuracy = await accuracyOf(entry, { bytes, file, dims });
  return { name: entry.name, model: basename(file), floatUnits: floatUnits(quantized.graph).length, ...compared, oneStepHere, metric: entry.metric ?? null, recorded: entry.recorded ?? null, accuracy };
}

const results = [];
for (const entry of chosen) results.push(await measure(entry));
const per = (value) => `${(100 * value).toFixed(2)} %`;
const metric = (value, name) => (value === null || value === undefined ? '-' : name === 'auc' ? value.toFixed(4) : `${value.toFixed(2)} %`);
if (options.json) console.log(JSON.stringify(results, null, 2));
else {
  const columns = [left('model'), right('outputs'), right('equal'), right('one step'), right('more'), right('one step, ORT of this processor'), right('float units'), right('recorded'), right('here'), right('in float')];
  console.log(renderTable(columns, results.map((r) => [r.model, String(r.outputs), per(r.equal), per(r.oneStep), per(r.more), per(r.oneStepHere), String(r.floatUnits), metric(r.recorded, r.metric), metric(r.accuracy?.ours, r.metric), metric(r.accuracy?.inFloat, r.metric)])));
}
const lost = ({ accuracy, recorded, metric: name }) => (accuracy === null ? 0 : (recorded - accuracy.ours) * (name === 'auc' ? 100 : 1));
const missed = results.filter((r) => r.more > 0 || r.oneStep > BARS.oneStep || r.floatUnits > 0 || lost(r) > BARS.points);
if (missed.length > 0) {
  say(`a bar is missed: ${missed.map((r) => r.name).join(', ')}`);
  process.exitCode = 1;
}
