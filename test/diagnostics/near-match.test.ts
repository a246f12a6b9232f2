import { describe, expect, it } from 'vitest';
import { nearMatch, suggestion } from '../../src/diagnostics/near-match.ts';

describe('nearMatch', () => {
  it.each([
    ['lables', 'labels'],
    ['CLASSES', 'classes'],
    ['metrics', 'metric'],
    ['dgo', 'dog'],
    ['y', null],
    ['temperature', null],
    ['', null],
  ])('of %j is %j', (name, expected) => {
    expect(nearMatch(name, ['labels', 'classes', 'metric', 'dog', 'x'])).toBe(expected);
  });

  it('lists what is known where nothing is near', () => {
    expect(suggestion('lables', ['labels', 'x'])).toBe("; did you mean 'labels'?");
    expect(suggestion('zzz', ['labels', 'x'])).toBe('; known are labels, x');
  });
});
