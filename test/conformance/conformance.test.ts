// A sample of ONNX's backend cases through generated C on this machine; all of them are `npm run conformance`.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { CHECKOUT, SHARED_FOLDER } from '../support/shared.ts';

const CASES = existsSync(join(SHARED_FOLDER, 'conformance'));

describe('conformance', () => {
  it.skipIf(!CASES)('holds for a sample of the cases (skipped without ../shared: the cases are not part of the repository)', async () => {
    const ran = await execa('node', ['bench/conformance.mjs', '--sample', '40', '--json'], { cwd: CHECKOUT, env: { QUANTUNE_SHARED: SHARED_FOLDER } });
    expect(JSON.parse(ran.stdout)).toMatchObject({ failedClaimed: 0, uncoded: 0 });
  });
});
