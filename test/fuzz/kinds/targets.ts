// Damaged target folders: target.json with odd values, read as --target reads it.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCostTable } from '../../../src/cost/cost-table.ts';
import { loadTarget } from '../../../src/targets/load.ts';
import { CHECKOUT } from '../../support/shared.ts';
import { Fault, type FuzzKind, shorter } from '../fuzz-kind.ts';
import { mutateJson } from '../json-mutator.ts';

const read = (path: string): string => readFileSync(join(CHECKOUT, 'targets', path), 'utf8');
const BASES = [read('cortex-m4/target.json'), read('cortex-m55/target.json'), read('cortex-a53/target.json'), read('host/target.json')].map((t) => t.replace(/"\.\.\/common/g, `"${join(CHECKOUT, 'targets/common')}`));
const COSTS = read('cortex-m0/costs.json');
const MARK = '\u0001';

async function run(content: Uint8Array): Promise<void> {
  const [target = '', costs = ''] = Buffer.from(content).toString('utf8').split(MARK);
  const outer = mkdtempSync(join(tmpdir(), 'quantune-fuzz-'));
  const folder = join(outer, /"id":"(cortex-m4|cortex-m55|cortex-a53|host)"/.exec(target)?.[1] ?? 'board');
  try {
    mkdirSync(folder);
    writeFileSync(join(folder, 'target.json'), target);
    writeFileSync(join(folder, 'costs.json'), costs);
    loadTarget(folder);
    readCostTable(folder);
    if (readdirSync(folder).length !== 2) throw new Fault('left files in the folder of the target');
  } finally {
    rmSync(outer, { recursive: true, force: true });
  }
}

export const TARGETS: FuzzKind = {
  name: 'targets', limitMs: 5_000, run, shrink: shorter,
  make: (dice) => new TextEncoder().encode(dice.chance(3) ? `${JSON.stringify(JSON.parse(dice.pick(BASES)))}${MARK}${mutateJson(COSTS, dice)}` : `${mutateJson(dice.pick(BASES), dice)}${MARK}${COSTS}`),
};
