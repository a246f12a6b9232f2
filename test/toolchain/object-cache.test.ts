import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { includeClosure, objectKey } from '../../src/toolchain/object-cache.ts';
import { loadTarget } from '../../src/targets/load.ts';

/** Bytes beyond what one string of Node.js holds. */
const BEYOND_STRINGS = 600 << 20;

it('reads sources that are larger than a string can be: their includes and their bytes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quantune-test-'));
  try {
    const source = join(folder, 'net_weights.c');
    mkdirSync(join(folder, 'include'));
    writeFileSync(join(folder, 'include', 'net_weights.h'), 'int x;\n');
    writeFileSync(source, '#include "net_weights.h"\n');
    truncateSync(source, BEYOND_STRINGS);
    expect(includeClosure(source, [join(folder, 'include')])).toEqual([source, join(folder, 'include', 'net_weights.h')]);
    const unit = { folder, source: 'net_weights.c', includes: [], extra: [], suffix: '.o' };
    const key = objectKey(loadTarget('host'), unit, 'cc');
    truncateSync(source, BEYOND_STRINGS + 1);
    expect(objectKey(loadTarget('host'), unit, 'cc')).not.toBe(key);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
