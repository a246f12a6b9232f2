import { describe, expect, it } from 'vitest';
import { apply, constant, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat } from '../support/op-runner.ts';

describe('Cast', () => {
  it('knows the element types by their ONNX numbers; half floats are widened', () => {
    const types = [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 16].map((to) => apply('Cast', [input([2])], { attrs: { to } }).attrs['to']);
    expect(types).toEqual(['f32', 'u8', 'i8', 'u16', 'i16', 'i32', 'i64', 'bool', 'f32', 'f32', 'u32', 'u64', 'f32']);
  });

  it('truncates floats towards zero and makes bool of what is not zero', () => {
    const x = constant([4], [1.9, -1.9, 0, 0.25]);
    expect(reference('Cast', [x], { attrs: { to: 6 } })).toEqual([1, -1, 0, 0]);
    expect(reference('Cast', [x], { attrs: { to: 7 } })).toEqual([1, -1, 0, 0]);
    expect(reference('Cast', [x], { attrs: { to: 9 } })).toEqual([1, 1, 0, 1]);
    expect(reference('Cast', [constant([2], [5, -3], 'i64')], { attrs: { to: 1 } })).toEqual([5, -3]);
  });

  it('rejects strings and missing types', () => {
    expect(rejection('Cast', [input([2])], { attrs: { to: 8 } })).toBe('element type 8 is not supported');
    expect(rejection('Cast', [input([2])])).toBe('element type 0 is not supported');
  });

  it('is nothing at run time where the type stays', () => {
    expect(runFloat(graphOf('Cast', [input([2, 3])], { attrs: { to: 1 } })).error).toBe(0);
  });

  it('rejects any other conversion at run time', () => {
    expect(() => runFloat(graphOf('Cast', [input([2])], { attrs: { to: 6 } }))).toThrow(/QT2002: Cast 'the_Cast': .*run time/);
  });
});
