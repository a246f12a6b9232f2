// The three makers of C text from data, and the arrays of weights.
import { describe, expect, it } from 'vitest';
import { arrayDefinition } from '../../src/emit/arrays.ts';
import { joinedBytes } from '../../src/emit/file-content.ts';
import { commentText } from '../../src/emit/comment.ts';
import { Identifiers, identifierOf } from '../../src/emit/identifier.ts';
import { floatLiteral, intLiteral } from '../../src/emit/literal.ts';

describe('identifiers', () => {
  it.each(['int', '3d', '', '__reserved', 'a.b/c', 'ünïcode', 'x'.repeat(5000), 'class', '-', 'a\nb'])('make something legal of %j', (name) => {
    expect(identifierOf(name)).toMatch(/^[a-z][a-z0-9_]{0,31}$/);
  });

  it('stay unique where names collide', () => {
    const names = new Identifiers();
    const ids = ['a.b', 'a_b', 'a b', 'x'.repeat(40), `${'x'.repeat(40)}y`].map((n) => names.take(n));
    expect(new Set(ids).size).toBe(5);
    expect(ids.every((id) => id.length <= 31)).toBe(true);
  });
});

describe('literals', () => {
  it('restore every float they print', () => {
    const bits = new Uint32Array(1);
    const float = new Float32Array(bits.buffer);
    let state = 1;
    for (let i = 0; i < 20_000; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      bits[0] = state;
      const value = float[0] ?? 0;
      if (!Number.isFinite(value)) continue;
      const text = floatLiteral(value);
      expect(text).toMatch(/^-?\d+\.\d+(e-?\d+)?f$/);
      expect(Math.fround(Number(text.slice(0, -1)))).toBe(value);
    }
  });

  it('print what C cannot write plainly', () => {
    expect(intLiteral(-(2 ** 31))).toBe('(-2147483647 - 1)');
    expect(floatLiteral(-0)).toBe('-0.0f');
    expect(floatLiteral(3.4028234663852886e38)).toBe('3.40282347e38f');
    expect(() => intLiteral(2 ** 31)).toThrow(/QT9001/);
    expect(() => floatLiteral(Number.NaN)).toThrow(/QT9001/);
  });
});

describe('comments', () => {
  it.each(['*/ code /*', '**//', '/*/', '??/', 'line\nbreak\\', '\u202e\u0000\u001b[2J', '*'.repeat(200)])('cannot be left by %j', (name) => {
    const text = commentText(name);
    expect(text).toMatch(/^[\x20-\x7e]*$/);
    expect(text).not.toMatch(/\*\/|\/\*|\?\?\/|\\/);
    expect(text.length).toBeLessThan(220);
  });
});

describe('arrays', () => {
  it('are string literals from 64 KB on, in which no escape joins a following digit', () => {
    const bytes = Int8Array.from({ length: 70_000 }, (_, i) => [1, 49, -1, 63, 34, 92, 0, 50][i % 8] ?? 0);
    const text = new TextDecoder().decode(Buffer.concat([...arrayDefinition({ symbol: 's', data: bytes, storage: '' })]));
    const literal = [...text.matchAll(/^ {4}"(.*)"$/gm)].map(([, t]) => t).join('');
    const decoded = [...literal.matchAll(/\\([0-7]{3})|([^\\])/g)].map(([, octal, plain = '']) => (octal === undefined ? plain.charCodeAt(0) : parseInt(octal, 8)));
    expect(decoded).toEqual([...new Uint8Array(bytes.buffer)]);
    expect(literal).not.toContain('??');
  });

  it('are formatted quickly: 16 MB of weights', () => {
    const begun = performance.now();
    expect(joinedBytes(arrayDefinition({ symbol: 's', data: new Float32Array(4_000_000).fill(0.1), storage: '' })).length).toBeGreaterThan(16_000_000);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});
