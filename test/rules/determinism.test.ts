// The same inputs and options give the same bytes: in another folder, locale, time zone and number of threads.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT } from './sources.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'quantune-same-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

function compile(name: string, env: Record<string, string>, threads: string): Map<string, string> {
  const cwd = join(FOLDER, name);
  mkdirSync(cwd);
  const example = join(ROOT, 'examples/kws');
  const args = ['compile', join(example, 'model.onnx'), '-c', join(example, 'calibration.json'), '-t', 'cortex-m4', '-o', 'out', '--threads', threads];
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'dist/cli.js'), ...args], { cwd, encoding: 'utf8', env: { ...process.env, ...env } });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const files = readdirSync(join(cwd, 'out'), { recursive: true, withFileTypes: true }).filter((e) => e.isFile());
  return new Map(files.map((e) => join(e.parentPath, e.name)).sort().map((path) => [relative(join(cwd, 'out'), path), readFileSync(path, 'latin1')]));
}

describe('compile', () => {
  const first = compile('one', { LANG: 'C', LC_ALL: 'C', TZ: 'UTC' }, '1');
  const second = compile('another-folder', { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Asia/Kathmandu' }, '2');

  it('writes the same bytes wherever and whenever it runs', () => {
    expect([...second.keys()]).toEqual([...first.keys()]);
    for (const [path, content] of first) expect(second.get(path) === content, path).toBe(true);
  });

  it('writes nothing of the machine', () => {
    const all = [...first.values()].join('\n');
    expect(all).not.toContain(FOLDER);
    expect(all).not.toContain(ROOT.replace(/\/$/, ''));
    if (userInfo().username.length > 4) expect(all).not.toContain(userInfo().username);
    if (hostname().length > 6) expect(all).not.toContain(hostname());
  });
});
