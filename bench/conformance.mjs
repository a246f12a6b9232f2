// npm run conformance -- [--only REGEX] [--json] [--list failed|skipped|passed] [--update] [--sample N]: ONNX's backend cases through generated C on this machine.
// A case passes when every output is that of the case: integers exactly, floats within 1e-4. What cannot pass by decision is in conformance/skips.json.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DiagnosticError, floatStage, hasOwnScales, importStage, left, programFor, renderTable, right } from '../dist/index.js';
import { importedStage } from '../dist/stages.js';
import { REGISTRY, findOp } from '../dist/ops/registry.js';
import { difference, dimsOf, fixings, readCase, readInputs, readOutputs } from './conformance/case.mjs';
import { buildKernels, buildProgram, runProgram } from './conformance/host.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const ARCHIVE = join(process.env.QUANTUNE_SHARED ?? join(HERE, '..', '..', 'shared'), 'conformance', 'onnx-backend-cases.tar.xz');
const SUITES = ['node', 'pytorch-converted', 'pytorch-operator', 'simple'];
const RESULTS = join(HERE, 'conformance', 'results.json');
const BATCH = 40;
/** TensorProto.DataType numbers of float8, float4, float8e8m0, uint2 and int2. */
const UNREADABLE = new Set([17, 18, 19, 20, 23, 24, 25, 26]);

const { values: options } = parseArgs({
  options: { only: { type: 'string' }, json: { type: 'boolean', default: false }, list: { type: 'string' }, update: { type: 'boolean', default: false }, sample: { type: 'string' }, help: { type: 'boolean', default: false } },
});
if (options.help) {
  console.log('npm run conformance -- [--only REGEX] [--json] [--list failed|skipped|passed] [--update] [--sample N]');
  process.exit(0);
}
if (!existsSync(ARCHIVE)) {
  console.error('the conformance cases are not part of the repository: put them into ../shared/conformance');
  process.exit(3);
}

const say = (text) => process.stderr.write(`${text}\n`);
const skips = JSON.parse(readFileSync(join(HERE, 'conformance', 'skips.json'), 'utf8')).map(({ cases, operators, reason }) => ({ cases: cases === undefined ? null : new RegExp(cases), operators: new Set(operators ?? []), reason }));

/** Reason for leaving a case out, or null. */
function skipReason(one) {
  if ([...one.graph.input, ...one.graph.output].some((v) => v.type !== null && v.type.tensorType === null)) return 'sequence and optional types';
  if ([...one.graph.input, ...one.graph.output].some((v) => UNREADABLE.has(v.type?.tensorType?.elemType))) return 'elements of 2 bits, floats of 4 and 8 bits';
  return skips.find((s) => s.cases?.test(one.id) || one.operators.some((op) => s.operators.has(op)))?.reason ?? null;
}

/** Whether every operator of the case has a record. */
function isClaimed(one) {
  return one.graph.node.every((node) => findOp(REGISTRY, node.domain, node.opType) !== undefined);
}

/** The case compiled for this machine, or the verdict that it cannot be. */
function compile(one, name) {
  const file = `${one.id}/model.onnx`;
  const attempt = (run) => {
    try {
      return run();
    } catch (error) {
      const coded = error instanceof DiagnosticError && !error.diagnostics.some((d) => d.code.startsWith('QT9'));
      return { id: one.id, state: 'failed', coded, reason: error instanceof DiagnosticError ? error.diagnostics.map((d) => [`${d.code}: ${d.message}`, ...(d.notes ?? [])].join('; ')).join('; ') : String(error?.stack ?? error) };
    }
  };
  const read = attempt(() => ({ inputs: readInputs(one), expected: readOutputs(one) }));
  if (read.state !== undefined) return read;
  const { inputs, expected } = read;
  let verdict = null;
  for (const fixed of fixings(one, inputs)) {
    verdict = attempt(() => {
      const float = floatStage(importStage({ bytes: one.bytes, file, fixed, dims: dimsOf(one, inputs, fixed) }), file);
      const graph = hasOwnScales(float) ? importedStage(float, undefined) : float;
      return { name, one, program: programFor(graph, ['portable'], file), inputs, expected, fixed: fixed.size };
    });
    if (verdict.state === undefined) return verdict;
  }
  return verdict;
}

function judge(made, outputs) {
  const wrong = made.expected.flatMap((e, i) => {
    const why = outputs[i] === undefined ? 'it is missing' : difference(outputs[i], e);
    return why === null ? [] : [`output ${i}: ${why}`];
  });
  return { id: made.one.id, state: wrong.length === 0 ? 'passed' : 'failed', coded: true, reason: wrong[0] ?? '', fixed: made.fixed, folded: made.program.inputs.length === 0 };
}

function runBatch(folder, batch, archive) {
  const built = buildProgram(folder, batch, archive);
  if (built.error !== undefined) {
    if (batch.length === 1) return [{ id: batch[0].one.id, state: 'failed', coded: false, reason: `the generated C does not compile: ${built.error.slice(0, 2000)}` }];
    return batch.flatMap((one, i) => runBatch(`${folder}-${i}`, [one], archive));
  }
  return batch.map((made, i) => {
    const data = made.program.inputs.map((io) => made.inputs.get(io.name)?.data ?? new Uint8Array(0));
    const ran = runProgram(built.program, i, made, data);
    return ran.error === undefined ? judge(made, ran.outputs) : { id: made.one.id, state: 'failed', coded: false, reason: ran.error };
  });
}

function results(root, folder) {
  const pattern = options.only === undefined ? null : new RegExp(options.only);
  const every = SUITES.flatMap((suite) => readdirSync(join(root, suite)).sort().map((name) => `${suite}/${name}`)).filter((id) => pattern === null || pattern.test(id));
  const step = options.sample === undefined ? 1 : Math.max(1, Math.floor(every.length / Number(options.sample)));
  const done = [];
  const ready = [];
  for (const id of every.filter((_, i) => i % step === 0)) {
    const one = readCase(root, id);
    const reason = skipReason(one);
    const entry = { operators: one.operators, claimed: isClaimed(one) };
    if (reason !== null) {
      done.push({ id, state: 'skipped', coded: true, reason, ...entry });
      continue;
    }
    const made = compile(one, `c${ready.length}`);
    if (made.state === undefined) ready.push({ ...made, entry });
    else done.push({ ...made, ...entry });
  }
  if (ready.length === 0) return done;
  say(`${ready.length} cases compiled, ${done.length} not; building C`);
  const archive = buildKernels(folder);
  for (let at = 0; at < ready.length; at += BATCH) {
    const batch = ready.slice(at, at + BATCH);
    const entries = new Map(batch.map((b) => [b.one.id, b.entry]));
    for (const verdict of runBatch(join(folder, `batch${at}`), batch, archive)) done.push({ ...verdict, ...entries.get(verdict.id) });
    say(`${Math.min(at + BATCH, ready.length)} of ${ready.length}`);
  }
  return done;
}

function summary(done) {
  const count = (test) => done.filter(test).length;
  const failed = done.filter((r) => r.state === 'failed');
  return {
    total: done.length, passed: count((r) => r.state === 'passed'), skipped: count((r) => r.state === 'skipped'), failed: failed.length,
    failedClaimed: failed.filter((r) => r.claimed).length, uncoded: failed.filter((r) => !r.coded).length, folded: count((r) => r.state === 'passed' && r.folded === true),
  };
}

function byOperator(done) {
  const rows = new Map();
  for (const r of done) for (const op of r.operators) {
    const row = rows.get(op) ?? { passed: 0, skipped: 0, failed: 0 };
    row[r.state] += 1;
    rows.set(op, row);
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([op, r]) => [op, String(r.passed), String(r.skipped), String(r.failed)]);
}

const root = mkdtempSync(join(tmpdir(), 'quantune-conformance-'));
try {
  execFileSync('tar', ['-xJf', ARCHIVE, '-C', root]);
  mkdirSync(join(root, 'build'));
  const done = results(root, join(root, 'build'));
  const totals = summary(done);
  if (options.update) writeFileSync(RESULTS, `${JSON.stringify({ command: 'npm run conformance -- --update', ...totals, failures: done.filter((r) => r.state === 'failed').map((r) => ({ id: r.id, claimed: r.claimed, reason: r.reason.split('\n')[0] })) }, null, 2)}\n`);
  if (options.json) console.log(JSON.stringify(totals));
  else {
    if (options.list !== undefined) for (const r of done.filter((d) => d.state === options.list)) console.log(`${r.id}${r.state === 'failed' && r.claimed ? ' (claimed)' : ''}${r.coded ? '' : ' (UNCODED)'}: ${r.reason.slice(0, 300)}`);
    else console.log(renderTable([left('operator'), right('passed'), right('skipped'), right('failed')], byOperator(done)));
    console.log(`\n${totals.passed} of ${totals.total} cases pass (${totals.folded} of them folded to constants), ${totals.skipped} skipped by reason, ${totals.failed} fail: ${totals.failedClaimed} of operators that are supported, ${totals.uncoded} without a code`);
  }
  process.exitCode = totals.failedClaimed > 0 || totals.uncoded > 0 ? 1 : 0;
} finally {
  rmSync(root, { recursive: true, force: true });
}
