// Faults while the output folder is written: the process killed at any moment, two processes at once, a full disk, a place that cannot be written.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeFolder } from '../../src/emit/write-folder.ts';
import { codeOf } from '../support/code-of.ts';
import { CHECKOUT } from '../support/shared.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'quantune-faults-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const FILES = 12;

function files(text: string): Map<string, string> {
  return new Map([['report.json', JSON.stringify({ generator: 'quantune', text })], ...Array.from({ length: FILES }, (_, i): [string, string] => [`part${i}/file.c`, text.repeat(2000)])]);
}

/** A process that writes the folder again and again, with its own text. */
function writer(folder: string, text: string, rounds: number): ChildProcess {
  const program = `
    import { writeFolder } from ${JSON.stringify(join(CHECKOUT, 'dist/emit/write-folder.js'))};
    const files = new Map([['report.json', JSON.stringify({ generator: 'quantune', text: ${JSON.stringify(text)} })]]);
    for (let i = 0; i < ${FILES}; i++) files.set('part' + i + '/file.c', ${JSON.stringify(text)}.repeat(2000));
    process.stdout.write('ready\\n');
    for (let i = 0; i < ${rounds}; i++) writeFolder(${JSON.stringify(folder)}, files);`;
  return spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'pipe'] });
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.stdout?.once('data', () => resolve()));
}

function ended(child: ChildProcess): Promise<number | null> {
  return child.exitCode !== null || child.signalCode !== null ? Promise.resolve(child.exitCode) : new Promise((resolve) => child.once('exit', resolve));
}

/** Whose whole content the folder holds. */
function ownerOf(folder: string): string {
  const { text }: { text: string } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
  for (let i = 0; i < FILES; i++) expect(readFileSync(join(folder, `part${i}/file.c`), 'utf8')).toBe(text.repeat(2000));
  expect(readdirSync(folder)).toHaveLength(FILES + 1);
  return text;
}

describe('the output folder', () => {
  it('is whole or absent whenever the process is killed, and the next run leaves nothing else', async () => {
    const folder = join(FOLDER, 'killed', 'net');
    for (let round = 0; round < 6; round++) {
      const child = writer(folder, 'a', 1_000_000);
      await ready(child);
      await new Promise((resolve) => setTimeout(resolve, 7 + 13 * round));
      child.kill('SIGKILL');
      await ended(child);
      if (existsSync(folder)) expect(ownerOf(folder)).toBe('a');
    }
    writeFolder(folder, files('b'));
    expect(ownerOf(folder)).toBe('b');
    expect(readdirSync(join(FOLDER, 'killed'))).toEqual(['net']);
  });

  it('comes back where it was aside when the process was killed', () => {
    const parent = join(FOLDER, 'aside');
    writeFolder(join(parent, 'net'), files('a'));
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    mkdirSync(join(parent, `.net-${dead}-abcdef`));
    spawnSync('mv', [join(parent, 'net'), join(parent, `.net-${dead}-abcdef-old`)]);
    expect(codeOf(() => writeFolder(join(parent, 'net'), files('b'), () => {
      throw Object.assign(new Error(), { code: 'ENOSPC' });
    }))).toBe('QT6003');
    expect(ownerOf(join(parent, 'net'))).toBe('a');
    expect(readdirSync(parent)).toEqual(['net']);
  });

  it('holds what one of two processes wrote at once, whole', async () => {
    const folder = join(FOLDER, 'both', 'net');
    const children = [writer(folder, 'a', 60), writer(folder, 'b', 60)];
    const errors = children.map((child) => {
      let text = '';
      child.stderr?.on('data', (part) => (text += String(part)));
      return (): string => text;
    });
    expect(await Promise.all(children.map(ended)), errors.map((e) => e()).join('\n')).toEqual([0, 0]);
    expect(['a', 'b']).toContain(ownerOf(folder));
    expect(readdirSync(join(FOLDER, 'both'))).toEqual(['net']);
  });

  it('that cannot be written is QT6002', () => {
    writeFileSync(join(FOLDER, 'file'), '');
    expect(codeOf(() => writeFolder(join(FOLDER, 'file', 'net'), files('a')))).toBe('QT6002');
    if (process.platform === 'linux') expect(codeOf(() => writeFolder('/proc/quantune/net', files('a')))).toBe('QT6002');
  });

  const disk = join(FOLDER, 'disk');
  mkdirSync(disk);
  const mounted = process.platform === 'linux' && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', disk]).status === 0;
  afterAll(() => mounted && spawnSync('umount', [disk]));

  it.skipIf(!mounted)(`is as it was on a disk that is full (QT6003)${mounted ? '' : ' (skipped: a file system cannot be mounted here)'}`, () => {
    const small = new Map([['report.json', JSON.stringify({ generator: 'quantune', text: 'a' })]]);
    writeFolder(join(disk, 'net'), small);
    expect(codeOf(() => writeFolder(join(disk, 'net'), new Map([...small, ['big.bin', 'x'.repeat(400_000)]])))).toBe('QT6003');
    expect(readdirSync(disk)).toEqual(['net']);
    expect(readdirSync(join(disk, 'net'))).toEqual(['report.json']);
  });
});
