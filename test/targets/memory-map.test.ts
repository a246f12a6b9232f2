import { describe, expect, it } from 'vitest';
import { parseMemoryMap, readMemoryMap } from '../../src/targets/memory-map.ts';
import { codeOf } from '../support/code-of.ts';

const K = 1024;

describe('memory maps', () => {
  it('list RAM from fast to slow and flash as it comes, by what names say', () => {
    expect(parseMemoryMap('sram=64K,dtcm=16K,flash=512K, psram=4M ,qspi_flash=2MB')).toEqual({
      ram: [{ name: 'dtcm', kind: 'fast', bytes: 16 * K }, { name: 'sram', kind: 'ram', bytes: 64 * K }, { name: 'psram', kind: 'slow', bytes: 4 * K * K }],
      flash: [{ name: 'flash', kind: 'flash', bytes: 512 * K }, { name: 'qspi_flash', kind: 'flash', bytes: 2 * K * K }],
    });
  });

  it('take the kind that is given, and the order of regions of one kind', () => {
    expect(parseMemoryMap('b:ram=2000,a:ram=1K,flash:fast=4K,tcm:flash=1K')).toEqual({
      ram: [{ name: 'flash', kind: 'fast', bytes: 4 * K }, { name: 'b', kind: 'ram', bytes: 2000 }, { name: 'a', kind: 'ram', bytes: K }],
      flash: [{ name: 'tcm', kind: 'flash', bytes: K }],
    });
  });

  it('are the same as a file', () => {
    const json = '{"regions": [{"name": "SRAM", "size": "64K"}, {"name": "near", "kind": "fast", "size": 8192}]}';
    expect(readMemoryMap(json, 'map.json')).toEqual(parseMemoryMap('near:fast=8K,sram=64K'));
  });

  it.each([
    ['sram', "'sram' is not NAME=SIZE"], ['sram=64K,', "'' is not NAME=SIZE"], ['sram=0', "the size '0'"], ['sram=64Q', "the size '64Q'"], ['sram=99999M', 'the size'], ['9lives=1K', "'9lives' is not a name"],
    ['a__b=1K', "'a__b' is not a name"], ['a_=1K', "'a_' is not a name"], ['a_very_long_region=1K', 'is not a name'], ['sram:quick=1K', "of kind 'quick'"], ['sram=1K,SRAM=2K', "'sram' is named twice"], ['flash=1M', 'no region of RAM'],
  ])('%s is refused (QT4008)', (text, message) => {
    expect(() => parseMemoryMap(text)).toThrow(message);
    expect(codeOf(() => parseMemoryMap(text))).toBe('QT4008');
  });

  it.each([
    ['[', 'not JSON'], ['{}', "no list 'regions'"], ['{"regions": [{"name": "a"}]}', 'regions[0] needs a name and a size'], ['{"regions": [{"name": "a", "size": "1K", "origin": 0}]}', 'regions[0].origin is not a field'],
    ['{"regions": [3]}', 'regions[0] needs'], ['{"regions": []}', 'no region of RAM'],
  ])('the file %s is refused (QT4008)', (json, message) => {
    expect(() => readMemoryMap(json, 'map.json')).toThrow(message);
    expect(codeOf(() => readMemoryMap(json, 'map.json'))).toBe('QT4008');
  });
});
