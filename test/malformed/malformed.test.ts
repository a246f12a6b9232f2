// The table of malformed models (`npm run malformed` runs it too): each gives files, or the one code that refuses it.
import { describe, expect, it } from 'vitest';
import { MALFORMED, checkCase } from './malformed.ts';

describe('a malformed model', () => {
  it('has a name of its own in the table', () => {
    expect(MALFORMED.length).toBeGreaterThanOrEqual(120);
    expect(new Set(MALFORMED.map((c) => c.name)).size).toBe(MALFORMED.length);
  });

  it.each(MALFORMED.map((c) => [c.name, c.gives, c] as const))('%s: %s', async (_, __, given) => {
    expect(await checkCase(given)).toBeNull();
  });
});
