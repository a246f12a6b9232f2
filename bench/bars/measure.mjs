// How a row of bench/bars.json is measured: through the public pipeline, as `quantune compile` and `quantune run` would. A row that cannot be
// measured says why: a coded diagnostic, or that the networks are not there. Models are quantized once for all rows and targets.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DiagnosticError, defaultThreads, floatStage, importStage, inputSpecs, loadTarget, quantizeModel, readModel } from '../../dist/index.js';
import { MODELS, networksNamed, open } from '../shared.mjs';
import { CACHE, firmwareFigures } from './firmware-figures.mjs';
import { layerModel, ofLayer } from './layers.mjs';

export const SCALE = { 'M instructions': 1e-6, KB: 1e-3 };
const RANDOM = { source: { kind: 'random', count: 8, seed: 1, low: -1, high: 1 } };

function randomSamples() {
  mkdirSync(CACHE, { recursive: true });
  const path = join(CACHE, 'random.json');
  writeFileSync(path, JSON.stringify(RANDOM));
  return path;
}

function openLayer({ layer }) {
  const file = 'layer.onnx';
  const { bytes } = layerModel(layer);
  const model = { bytes, file };
  return { model, calibration: { path: randomSamples(), inputs: inputSpecs(floatStage(importStage(model), file)) } };
}

/** A model that is quantized already needs no data but inputs to run on; its inputs may lie otherwise than those of the float file. */
function openQuantized({ qdq }) {
  const model = readModel(join(MODELS, qdq));
  const { inputs, values } = importStage(model);
  return { model, calibration: { path: randomSamples(), inputs: inputs.map((name) => ({ name, dtype: values.get(name).dtype, shape: values.get(name).shape })) } };
}

function openRow(row) {
  if (row.layer !== undefined) return openLayer(row);
  return row.qdq === undefined ? open(networksNamed([row.network])[0]) : openQuantized(row);
}

async function quantize(row) {
  const { model, calibration } = openRow(row);
  const common = { precision: row.precision, ioType: row.ioType ?? row.precision, threads: defaultThreads(), report: () => {} };
  const given = row.precision === 'int8' && row.qdq === undefined ? { calibration: { dataSet: calibration, observer: 'expected' } } : {};
  return { model: await quantizeModel(model, { ...common, ...given }), samples: calibration };
}

const BYTES = {
  ram: (f) => f.arenaBytes,
  code: ({ sizes }) => sizes.codeBytes + sizes.tableBytes + sizes.libraryBytes,
};

/** Instructions or cycles, in the unit of the row. */
function executed(row, figures, field) {
  if (row.layer === undefined) return figures[field] * SCALE[row.unit];
  return ofLayer(figures.units).reduce((sum, u) => sum + u[field], 0) / layerModel(row.layer).work;
}

function figuresOf(row, figures) {
  if (row.measure in BYTES) return { here: BYTES[row.measure](figures) * SCALE[row.unit] };
  return { here: executed(row, figures, 'instructions'), ...(figures.cycles === null ? {} : { estimatedCycles: executed(row, figures, 'cycles') }) };
}

/** Measures rows; `figure(row)` gives { here, estimatedCycles } or { here }, or { here: null, note } where there is none, `absent` where it is the networks that are missing. */
export function measurer() {
  const models = new Map();
  const quantized = (row) => {
    const key = JSON.stringify([row.layer, row.network, row.qdq, row.precision, row.ioType]);
    if (!models.has(key)) models.set(key, quantize(row));
    return models.get(key);
  };
  return async (row) => {
    if (row.network !== undefined && !existsSync(MODELS)) return { here: null, note: 'the networks are not part of the repository: put them into ../shared/models', absent: true };
    try {
      const { model, samples } = await quantized(row);
      const figures = await firmwareFigures(model, loadTarget(row.target), samples);
      if (row.precision === 'int8' && figures.bytesDifferent > 0) return { here: null, note: `${figures.bytesDifferent} output bytes differ from the executor's` };
      return figuresOf(row, figures);
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      const [first] = error.diagnostics;
      return { here: null, note: `not yet: ${first.code}: ${first.message}` };
    }
  };
}
