// npm run bench -- [--only TABLE/ROW/TARGET]... [--json] [--baseline FILE] [--update-baseline]: every figure of bench/bars.json, measured here, beside the bar and the best
// peer. Exit 1 where one is worse than in bench/baseline.json by more than 1 %. Parts of a pattern may be empty or pieces of names:
// `--only kernels//m4`, `--only /depthwise`, `--only models/KWS`. Cycles of M4 and M55 are estimates (runtime-c/qemu-plugin/thumb_cycles.h). Measurements are kept in build/bars by content: a second run continues.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { left, renderTable, right } from '../dist/index.js';
import { flatten, keyOf, readBars, resultOf, selected, updatedBaseline, worseThan } from './bars/rows.mjs';
import { measurer } from './bars/measure.mjs';
import { withCountedPeer } from './bars/peers.mjs';
import { say } from './shared.mjs';

const USAGE = 'npm run bench -- [--only TABLE/ROW/TARGET]... [--json] [--baseline FILE] [--update-baseline]';
const BASELINE = join(dirname(fileURLToPath(import.meta.url)), 'baseline.json');
const OPTIONS = {
  only: { type: 'string', multiple: true, default: [] }, json: { type: 'boolean', default: false }, baseline: { type: 'string', default: BASELINE },
  'update-baseline': { type: 'boolean', default: false }, help: { type: 'boolean', default: false },
};

function usage(message) {
  say(`${message}\n${USAGE}`);
  process.exit(2);
}

function parse() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    return usage(error.message);
  }
}

const number = (value) => (value === null ? '-' : value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3))));
const verdict = { true: 'yes', false: 'no', null: '' };

const cyclesOf = (peers) => Object.entries(peers).map(([name, value]) => `${name}: ${value} M cycles`).join(', ');

function tableText(title, results) {
  const cycles = results.some((r) => r.estimatedCycles !== undefined);
  const columns = [left('row'), left('target'), right('here'), right('bar'), right('peer'), left(''), left('unit'), left('reached'), ...(cycles ? [right('~ cycles')] : []), left('')];
  return `${title}\n\n${renderTable(columns, results.map((r) => [
    r.row, r.target, number(r.here), number(r.bar), number(r.peer), r.peerName ?? '', r.unit, verdict[r.reached], ...(cycles ? [number(r.estimatedCycles ?? null)] : []),
    r.note ?? r.peerSource ?? cyclesOf(r.peerCycles ?? {}),
  ]))}`;
}

function print(bars, results) {
  const texts = bars.tables.map(({ table, title }) => [title, results.filter((r) => r.table === table)]).filter(([, of]) => of.length > 0).map(([title, of]) => tableText(title, of));
  const reached = results.filter((r) => r.reached === true).length;
  console.log(`${texts.join('\n\n')}\n\n${reached} of ${results.length} reached`);
}

const options = parse();
if (options.help) {
  console.log(USAGE);
  process.exit(0);
}
const bars = readBars();
const rows = flatten(bars);
const chosen = selected(rows, options.only);
if (chosen.length === 0) usage(`no row is meant by ${options.only.join(', ')}; the tables are ${bars.tables.map((t) => t.table).join(', ')}`);

const figure = measurer();
const results = [];
for (const [i, row] of chosen.entries()) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${i + 1} of ${chosen.length}: ${keyOf(row)}`);
  else if (row.table !== chosen[i - 1]?.table) say(`${row.table}: from row ${i + 1} of ${chosen.length}`);
  results.push(resultOf(await withCountedPeer(row), await figure(row)));
}
if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');

if (options.json) console.log(JSON.stringify(results, null, 2));
else print(bars, results);

const baseline = existsSync(options.baseline) ? JSON.parse(readFileSync(options.baseline, 'utf8')) : {};
if (options['update-baseline']) {
  writeFileSync(options.baseline, `${JSON.stringify(updatedBaseline(baseline, results, rows), null, 2)}\n`);
} else {
  const worse = worseThan(baseline, results);
  for (const r of worse) say(`worse than before: ${keyOf(r)}: ${r.here === null ? (r.note ?? 'no figure') : number(r.here)}, was ${number(r.before)} ${r.unit}`);
  process.exitCode = worse.length > 0 ? 1 : 0;
}
