// What the setup script decides: whether packages are stale, and how QEMU can be installed without asking.
import { describe, expect, it } from 'vitest';
// @ts-expect-error: a plain script without types, run before anything is installed
import { isStale, qemuCommands } from '../../scripts/setup.mjs';

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

describe('QEMU', () => {
  it('is installed by root, or by sudo without a password', () => {
    expect(qemuCommands({ isRoot: true, hasApt: true, hasSudo: false })[1]).toEqual(['apt-get', 'install', '-y', '--no-install-recommends', 'qemu-system-arm', 'qemu-user']);
    expect(qemuCommands({ isRoot: false, hasApt: true, hasSudo: true })[0]).toEqual(['sudo', '-n', 'apt-get', 'update']);
  });

  it('is left to the user otherwise', () => {
    expect(qemuCommands({ isRoot: false, hasApt: true, hasSudo: false })).toEqual([]);
    expect(qemuCommands({ isRoot: true, hasApt: false, hasSudo: false })).toEqual([]);
  });
});
