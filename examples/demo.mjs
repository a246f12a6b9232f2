// npm run demo: two networks from float ONNX to INT8 C, built for three Arm cores and measured under QEMU. Uses the public API only.
import { rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  DiagnosticError, EXECUTOR_ISA, defaultThreads, evaluatePrograms, floatStage, formatBytes, formatCount, generateFirmware, goldenVectors,
  importStage, inputSpecs, left, loadTarget, measureFirmware, programFor, quantizeModel, readModel, renderDiagnostic, renderTable, right, writeFolder,
} from '../dist/index.js';

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = join(HERE, '..', 'build', 'demo');
const NETWORKS = [
  { name: 'resnet8', title: 'ResNet-8, CIFAR-10' },
  { name: 'kws', title: 'DS-CNN, speech commands' },
];
const TARGETS = ['cortex-m4', 'cortex-m55', 'cortex-a53'];
const GOLDEN = 3;

const live = process.stderr.isTTY === true;
const started = performance.now();

function progress(text) {
  const seconds = ((performance.now() - started) / 1000).toFixed(0).padStart(3);
  process.stderr.write(live ? `\r\x1b[2K${seconds} s  ${text}` : `${seconds} s  ${text}\n`);
}

function warn(diagnostic) {
  process.stderr.write(`${live ? '\r\x1b[2K' : ''}${renderDiagnostic(diagnostic)}\n`);
}

async function quantize(network) {
  const folder = join(HERE, network.name);
  const model = readModel(join(folder, 'model.onnx'));
  const inputs = inputSpecs(floatStage(importStage(model), model.file));
  const calibration = { path: join(folder, 'calibration.json'), inputs };
  const evaluation = { path: join(folder, 'evaluation.json'), inputs };
  progress(`${network.title}: calibrating`);
  const quantized = await quantizeModel(model, { precision: 'int8', calibration: { dataSet: calibration, observer: 'expected' }, ioType: 'float', threads: defaultThreads(), report: warn });
  progress(`${network.title}: accuracy of float and INT8 on the evaluation samples`);
  const program = (graph) => programFor(graph, EXECUTOR_ISA, model.file);
  const accuracy = await evaluatePrograms({ float: program(quantized.float), quantized: program(quantized.graph), dataSet: evaluation, threads: defaultThreads() });
  return { quantized, evaluation, accuracy };
}

async function measure(network, made, id) {
  const target = loadTarget(id);
  const folder = join(OUT, `${network.name}-${id}`);
  progress(`${network.title}: building and running on ${id}`);
  const golden = { dataSet: made.evaluation, samples: GOLDEN };
  const firmware = generateFirmware(made.quantized, { target, name: network.name, golden });
  writeFolder(folder, firmware.files);
  const vectors = goldenVectors(made.quantized, made.evaluation, GOLDEN);
  try {
    const measured = await measureFirmware({ folder, target, outDir: join(OUT, 'build', `${network.name}-${id}`), inputs: vectors.inputs, expected: vectors.outputs });
    return { firmware, measured, folder };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    error.diagnostics.forEach(warn);
    return { firmware, measured: null, folder };
  }
}

function row(network, made, id, { firmware, measured }) {
  const { accuracy } = made;
  return [
    network.title, id, `${accuracy.float.toFixed(1)} %`, `${accuracy.quantized.toFixed(1)} %`,
    measured?.instructions ? formatCount(measured.instructions.total) : 'not run',
    formatBytes(firmware.report.memory.arenaBytes + (measured?.stackBytes ?? 0)),
    formatBytes(measured?.sizes.weightBytes ?? firmware.report.memory.weightBytes),
    measured ? formatBytes(measured.sizes.codeBytes + measured.sizes.tableBytes) : '-',
    measured ? `${measured.bytesDifferent} of ${measured.bytesCompared}` : '-',
  ];
}

rmSync(OUT, { recursive: true, force: true });
const rows = [];
let failed = false;
for (const network of NETWORKS) {
  const made = await quantize(network);
  for (const id of TARGETS) {
    const result = await measure(network, made, id);
    failed ||= result.measured !== null && result.measured.bytesDifferent > 0;
    rows.push(row(network, made, id, result));
  }
}
if (live) process.stderr.write('\r\x1b[2K');
const columns = [left('network'), left('target'), right('float'), right('INT8'), right('instructions'), right('RAM'), right('weights'), right('code'), right('bytes different')];
console.log(`\n${renderTable(columns, rows)}\n`);
console.log('instructions: exact count of one inference under QEMU, not cycles. RAM: arena with inputs and outputs, and stack where it is measured.');
console.log(`code: kernels, network and tables. bytes different: outputs on the target against those of the compiler's own executor, ${GOLDEN} samples.`);
console.log(`The C is in ${relative(process.cwd(), OUT)}/<network>-<target>: start with ${relative(process.cwd(), OUT)}/resnet8-cortex-m4/resnet8.c`);
process.exitCode = failed ? 1 : 0;
