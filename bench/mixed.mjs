// npm run mixed -- [--only NAME,NAME] [--budgets 5,10] [--samples N] [--json]: every allocator on real networks under the same share of float
// multiply-accumulates. SQNR, agreement and metric on evaluation samples that were not calibrated on; the analysis uses calibration samples only.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  DEFAULT_OBSERVER, EXECUTOR_ISA, defaultThreads, evaluatePrograms, floatStage, formatCount, importStage, inputSpecs, left, programFor, quantizeModel, readModel, renderTable, right,
} from '../dist/index.js';

const HERE = dirname(fileURLToPath(import.meta.url));
const MODELS = process.env.QUANTUNE_SHARED ? join(process.env.QUANTUNE_SHARED, 'models') : join(HERE, '..', '..', 'shared', 'models');
const NETWORKS = ['resnet18', 'squeezenet1.1', 'vgg16-bn', 'mobilenetv2', 'mobilenetv1-0.25-128', 'resnet20', 'resnet8', 'mobilenetv1-vww', 'dscnn-kws', 'kws-dscnn-s'];
const UNDER_BUDGET = ['default', 'quantunev2', 'first-last', 'random'];

const { values: options } = parseArgs({
  options: { only: { type: 'string' }, budgets: { type: 'string', default: '5,10' }, samples: { type: 'string', default: '100' }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
if (options.help) {
  console.log('npm run mixed -- [--only NAME,NAME] [--budgets 5,10] [--samples N] [--json]');
  process.exit(0);
}
if (!existsSync(MODELS)) {
  console.error('the networks and data of this measurement are not part of the repository: put them into ../shared/models');
  process.exit(3);
}

const all = JSON.parse(readFileSync(join(HERE, 'networks.json'), 'utf8')).networks;
const networks = all.filter((n) => (options.only?.split(',') ?? NETWORKS).includes(n.name));
const threads = defaultThreads();
const say = (text) => process.stderr.write(`${text}\n`);

const dataSet = (part, inputs) => ({ path: join(HERE, part.dataset), inputs, selection: part.select, root: MODELS });
const conversions = (program) => program.calls.filter((c) => c.kernel === 'quantize_f32_s8' || c.kernel === 'dequantize_s8_f32').length;
const weightBytes = (program) => program.constants.filter((c) => c.role === 'weight').reduce((sum, c) => sum + c.data.byteLength, 0);

async function row(network, allocator, floatMacs) {
  const file = join(MODELS, network.model);
  const source = readModel(file);
  const inputs = inputSpecs(floatStage(importStage(source), file));
  const model = await quantizeModel(source, {
    precision: 'mixed', ioType: 'float', threads, report: () => {}, calibration: { dataSet: dataSet(network.calibration, inputs), observer: DEFAULT_OBSERVER },
    mixed: { allocator, budget: { floatMacs } },
  });
  const program = (graph) => programFor(graph, EXECUTOR_ISA, file);
  const result = await evaluatePrograms({
    float: program(model.float), quantized: program(model.graph), dataSet: dataSet(network.evaluation, inputs), metric: network.metric, samples: Number(options.samples), threads,
  });
  const firmware = programFor(model.graph, ['portable'], file);
  return {
    network: network.name, allocator, budget: floatMacs, floatMacsShare: model.allocation.floatMacsShare, metric: result.metric, float: result.float, mixed: result.quantized,
    agreement: result.agreement, outputSqnrDb: result.outputSqnrDb, predictedSqnrDb: model.allocation.predictedSqnrDb, measuredSqnrDb: model.allocation.measuredSqnrDb,
    conversions: conversions(firmware), weightBytes: weightBytes(firmware), seconds: model.seconds.sensitivity + model.seconds.allocate,
  };
}

const rows = [];
for (const network of networks) {
  say(network.name);
  rows.push(await row(network, 'all-int8', 0));
  for (const percent of options.budgets.split(',').map(Number)) for (const allocator of UNDER_BUDGET) rows.push(await row(network, allocator, percent / 100));
}
if (options.json) console.log(JSON.stringify(rows, null, 2));
else {
  const fixed = (value, digits) => (value === null ? '-' : value.toFixed(digits));
  const columns = [left('network'), left('allocator'), right('budget'), right('in float'), right('float'), right('mixed'), right('agreement'), right('SQNR dB'), right('predicted'), right('metric samples'), right('conversions'), right('weights'), right('seconds')];
  console.log(renderTable(columns, rows.map((r) => [
    r.network, r.allocator, `${100 * r.budget} %`, `${(100 * r.floatMacsShare).toFixed(1)} %`, fixed(r.float, 2), fixed(r.mixed, 2), fixed(r.agreement, 1), fixed(r.outputSqnrDb, 1),
    fixed(r.predictedSqnrDb, 1), fixed(r.measuredSqnrDb, 1), String(r.conversions), formatCount(r.weightBytes), r.seconds.toFixed(1),
  ])));
}
