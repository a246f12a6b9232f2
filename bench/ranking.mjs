// npm run ranking -- [--only NAME,NAME] [--samples N] [--json]: how well scores from two inferences order the units. The reference is measured:
// one unit in INT8, the rest in float, output SQNR on the same samples; one inference per unit and sample. Spearman's correlation; 1 is the same order.
import { parseArgs } from 'node:util';
import { DEFAULT_OBSERVER, defaultThreads, left, noiseModel, predictedSqnrDb, publishedScores, renderTable, right, withAnalysis } from '../dist/index.js';
import { begin, networksNamed, open, say } from './shared.mjs';

const USAGE = 'npm run ranking -- [--only NAME,NAME] [--samples N] [--json]';
const { values: options } = parseArgs({ options: { only: { type: 'string', default: 'resnet18,squeezenet1.1,mobilenetv2,resnet20,mobilenetv1-vww,resnet8' }, samples: { type: 'string', default: '32' }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
begin(options.help, USAGE);
const threads = defaultThreads();

/** Ranks from 1; equal values share the mean of theirs. */
function ranks(values) {
  const order = values.map((value, i) => ({ value, i })).sort((a, b) => a.value - b.value);
  const result = new Array(values.length);
  for (let at = 0; at < order.length; ) {
    let end = at;
    while (end < order.length && order[end].value === order[at].value) end++;
    for (let i = at; i < end; i++) result[order[i].i] = (at + end + 1) / 2;
    at = end;
  }
  return result;
}

function spearman(a, b) {
  const [x, y] = [ranks(a), ranks(b)];
  const mean = (x.length + 1) / 2;
  const sum = (f) => x.reduce((total, _, i) => total + f(x[i] - mean, y[i] - mean), 0);
  return sum((p, q) => p * q) / Math.sqrt(sum((p) => p * p) * sum((_, q) => q * q));
}

async function row(network) {
  const { model, calibration, evaluation } = open(network);
  const given = { ioType: 'float', threads, report: () => {}, calibration: { dataSet: calibration, observer: DEFAULT_OBSERVER }, mixed: { allocator: 'default', budget: {}, metricSamples: Number(options.samples), metricData: evaluation } };
  return withAnalysis(model, given, async ({ sensitivity, measure, seconds }) => {
    const scored = performance.now();
    const prediction = noiseModel(sensitivity);
    const alone = (id) => new Map(sensitivity.units.map((u) => [u.id, u.id === id ? 'int8' : 'float']));
    // A unit that only moves elements has no error of its own, and no score.
    const units = sensitivity.units.filter((u) => u.quantizable && !u.movesOnly && u.noise !== null && [u.noise.stored.all, u.noise.weights].some((list) => list.some((n) => n > 0)));
    const own = units.map((u) => -predictedSqnrDb(prediction, alone(u.id)));
    const weighted = units.filter((u) => u.wSqnrDb !== null);
    const published = publishedScores(weighted, { wSqnr: 0.25, aSqnr: 0.25, wMse: 0.25, aMse: 0.25 });
    const analysis = seconds.sensitivity + (performance.now() - scored) / 1000;
    const begun = performance.now();
    const measured = [];
    for (const unit of units) measured.push(-(await measure(alone(unit.id))));
    const oracle = (performance.now() - begun) / 1000;
    const ofWeighted = weighted.map((u) => measured[units.indexOf(u)]);
    return {
      network: network.name, units: units.length, spearman: { default: spearman(own, measured), quantunev2: spearman(published, ofWeighted) },
      samples: sensitivity.samples, seconds: { analysis, oracle }, costRatio: oracle / analysis,
    };
  });
}

const rows = [];
for (const network of networksNamed(options.only.split(','))) {
  say(network.name);
  rows.push(await row(network));
}
if (options.json) console.log(JSON.stringify(rows, null, 2));
else {
  const columns = [left('network'), right('units'), right('default'), right('published'), right('analysis s'), right('one at a time s'), right('times cheaper')];
  console.log(renderTable(columns, rows.map((r) => [r.network, String(r.units), r.spearman.default.toFixed(3), r.spearman.quantunev2.toFixed(3), r.seconds.analysis.toFixed(1), r.seconds.oracle.toFixed(1), r.costRatio.toFixed(0)])));
}
