// The committed indexes of kernels and operators list exactly the files there are.
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

it.each(['kernels', 'ops'])('the index of %s is up to date', (folder) => {
  const result = spawnSync('node', ['scripts/generate-index.mjs', folder, '--check'], { encoding: 'utf8' });
  expect(result.stderr).toBe('');
  expect(result.status).toBe(0);
});
