import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeFolder } from '../../src/emit/write-folder.ts';
import { codeOf } from '../support/code-of.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'quantune-write-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const FILES = new Map<string, string>([['report.json', '{"generator":"quantune"}'], ['a/b.c', 'int b;'], ['c.h', '']]);

/** Fails as a full disk does, on the second file. */
function fullDisk(): (path: string, content: Uint8Array | string) => void {
  let written = 0;
  return (path, content) => {
    if (++written > 1) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    writeFileSync(path, content);
  };
}

describe('write-folder', () => {
  it('writes everything, and replaces its own folder whole', () => {
    const folder = join(FOLDER, 'new', 'net');
    writeFolder(folder, FILES);
    writeFileSync(join(folder, 'old.txt'), '');
    writeFolder(folder, FILES);
    expect(readdirSync(folder).sort()).toEqual(['a', 'c.h', 'report.json']);
    expect(readFileSync(join(folder, 'a', 'b.c'), 'utf8')).toBe('int b;');
    expect(readdirSync(join(FOLDER, 'new'))).toEqual(['net']);
    expect(statSync(folder).mode & 0o777).toBe(0o777 & ~process.umask());
  });

  it('leaves nothing behind on a full disk (QT6003), and the folder that was there as it was', () => {
    const folder = join(FOLDER, 'full', 'net');
    expect(codeOf(() => writeFolder(folder, FILES, fullDisk()))).toBe('QT6003');
    expect(readdirSync(join(FOLDER, 'full'))).toEqual([]);
    writeFolder(folder, FILES);
    writeFileSync(join(folder, 'kept.txt'), '');
    expect(codeOf(() => writeFolder(folder, FILES, fullDisk()))).toBe('QT6003');
    expect(readdirSync(folder)).toContain('kept.txt');
    expect(readdirSync(join(FOLDER, 'full'))).toEqual(['net']);
  });

  it('refuses a folder of others (QT6001) and takes an empty one', () => {
    const folder = join(FOLDER, 'theirs');
    mkdirSync(folder);
    writeFolder(folder, FILES);
    writeFileSync(join(folder, 'report.json'), '{"generator":"other"}');
    expect(codeOf(() => writeFolder(folder, FILES))).toBe('QT6001');
    writeFileSync(join(FOLDER, 'file'), '');
    expect(codeOf(() => writeFolder(join(FOLDER, 'file'), FILES))).toBe('QT6001');
  });
});
