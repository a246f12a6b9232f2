// What the measurements on real networks share: where networks and data are, and how a part of the data is described.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { floatStage, importStage, inputSpecs, readModel } from '../dist/index.js';

const HERE = dirname(fileURLToPath(import.meta.url));
export const MODELS = process.env.QUANTUNE_SHARED ? join(process.env.QUANTUNE_SHARED, 'models') : join(HERE, '..', '..', 'shared', 'models');

/** Prints usage and ends where --help asks for it; says so and ends with status 3 where networks and data are missing. */
export function begin(help, usage) {
  if (help) {
    console.log(usage);
    process.exit(0);
  }
  if (!existsSync(MODELS)) {
    console.error('the networks and data of this measurement are not part of the repository: put them into ../shared/models');
    process.exit(3);
  }
}

export const NETWORKS = JSON.parse(readFileSync(join(HERE, 'networks.json'), 'utf8')).networks;

/** Those of `names`, in that order; ends with status 2 at a name that does not exist. */
export function networksNamed(names) {
  return names.map((name) => {
    const found = NETWORKS.find((n) => n.name === name);
    if (found !== undefined) return found;
    console.error(`no network is called '${name}'; there are ${NETWORKS.map((n) => n.name).join(', ')}`);
    return process.exit(2);
  });
}

/** A network opened: file, model, and its two data sets, which share no sample. */
export function open(network) {
  const file = join(MODELS, network.model);
  const model = readModel(file);
  const inputs = inputSpecs(floatStage(importStage(model), file));
  const dataSet = (part) => ({ path: join(HERE, part.dataset), inputs, selection: part.select, root: MODELS });
  return { file, model, calibration: dataSet(network.calibration), evaluation: dataSet(network.evaluation) };
}

export const say = (text) => process.stderr.write(`${text}\n`);
