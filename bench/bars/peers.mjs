// The peer that can run here: rows with a `peerFile` are counted in ONNX Runtime, and what was counted replaces the stored figure. Where it cannot run,
// the stored figure stands, and the row says so.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DiagnosticError, loadTarget, openDataSet, readModel } from '../../dist/index.js';
import { PeerMissing, onnxRuntimeFigures } from '../onnxruntime/count.mjs';
import { MODELS, networksNamed, open } from '../shared.mjs';
import { SCALE } from './measure.mjs';

const NAME = 'ONNX Runtime';

function firstSample({ network }) {
  const { calibration } = open(networksNamed([network])[0]);
  const data = openDataSet(calibration.path, calibration);
  const [values] = data.sample(0).inputs;
  data.close();
  return values;
}

/** The row with the peer's figure counted here, where that is possible; `peerSource` says whether it is. */
export async function withCountedPeer(row) {
  if (row.table !== 'onnxruntime') return row;
  const stored = (why) => ({ ...row, ...(NAME in row.peers ? { peerSource: `stored: ${why}` } : {}) });
  if (row.peerFile === undefined) return stored('no INT8 file');
  if (!existsSync(MODELS)) return stored('no networks');
  try {
    const { instructions, version } = await onnxRuntimeFigures(readModel(join(MODELS, row.peerFile)), loadTarget(row.target), firstSample(row));
    return { ...row, peers: { [NAME]: instructions * SCALE[row.unit] }, peerSource: `counted: ${version}` };
  } catch (error) {
    if (error instanceof PeerMissing) return stored(error.message);
    if (error instanceof DiagnosticError) return stored(`${error.diagnostics[0].code}: ${error.diagnostics[0].message}`);
    throw error;
  }
}
