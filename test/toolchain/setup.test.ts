// What the setup script decides: whether packages are stale, and how Debian packages can be installed without asking.
import { describe, expect, it } from 'vitest';
// @ts-expect-error: a plain script without types, run before anything is installed
import { isStale, installCommands } from '../../scripts/setup.mjs';

describe('packages', () => {
  const lock = { packages: { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0', optional: true } } };

  it('are current when every version is there', () => {
    expect(isStale(lock, { packages: { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' } } })).toBe(false);
  });

  it('may lack what belongs to other platforms', () => {
    expect(isStale(lock, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBe(false);
  });

  it('are stale when one is missing or older', () => {
    expect(isStale(lock, { packages: {} })).toBe(true);
    expect(isStale(lock, { packages: { 'node_modules/a': { version: '0.9.0' } } })).toBe(true);
  });
});

describe('a Debian package', () => {
  it('is installed by root, or by sudo without a password', () => {
    expect(installCommands(['qemu-user', 'libc6'], { isRoot: true, hasApt: true, hasSudo: false })[1]).toEqual(['apt-get', 'install', '-y', '--no-install-recommends', 'qemu-user', 'libc6']);
    expect(installCommands(['qemu-user'], { isRoot: false, hasApt: true, hasSudo: true })[0]).toEqual(['sudo', '-n', 'apt-get', 'update']);
  });

  it('is left to the user otherwise', () => {
    expect(installCommands(['qemu-user'], { isRoot: false, hasApt: true, hasSudo: false })).toEqual([]);
    expect(installCommands(['qemu-user'], { isRoot: true, hasApt: false, hasSudo: false })).toEqual([]);
  });
});
