import { describe, expect, it } from 'vitest';
import type { DType } from '../../src/ir/dtype.ts';
import { typeNumber } from '../../src/ops/shared/element-type.ts';
import { apply, constant, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { INTEGERS, computed, operand, runOp } from '../support/op-elements.ts';
import { runFloat } from '../support/op-runner.ts';

const ALL: readonly DType[] = ['f32', 'bool', ...INTEGERS];

describe('Cast', () => {
  it('knows the element types by their ONNX numbers; half floats are widened', () => {
    const types = [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 16, 21, 22, 25, 26].map((to) => apply('Cast', [input([2])], { attrs: { to } }).attrs['to']);
    expect(types).toEqual(['f32', 'u8', 'i8', 'u16', 'i16', 'i32', 'i64', 'bool', 'f32', 'f32', 'u32', 'u64', 'f32', 'u8', 'i8', 'u8', 'i8']);
  });

  it('truncates floats towards zero and makes bool of what is not zero', () => {
    const x = constant([4], [1.9, -1.9, 0, 0.25]);
    expect(reference('Cast', [x], { attrs: { to: 6 } })).toEqual([1, -1, 0, 0]);
    expect(reference('Cast', [x], { attrs: { to: 7 } })).toEqual([1, -1, 0, 0]);
    expect(reference('Cast', [x], { attrs: { to: 9 } })).toEqual([1, 1, 0, 1]);
    expect(reference('Cast', [constant([2], [5, -3], 'i64')], { attrs: { to: 1 } })).toEqual([5, -3]);
  });

  it('cuts integers to the width, signs included', () => {
    expect(reference('Cast', [input([3], [300, -1, 128], 'i32')], { attrs: { to: 3 } })).toEqual([44, -1, -128]);
    expect(reference('Cast', [input([3], [9, -9, 7], 'i32')], { attrs: { to: 22 } })).toEqual([-7, 7, 7]);
    expect(reference('Cast', [input([3], [9, -9, 5], 'i32')], { attrs: { to: 25 } })).toEqual([1, 3, 1]);
  });

  it('rounds to the grid of half floats', () => {
    const x = input([4], [1.00048828125, 65519, 3e-8, 1 / 3]);
    for (const f of [reference, computed]) {
      expect(f('Cast', [x], { attrs: { to: 10 } })).toEqual([1, 65504, 2 ** -24, 0.333251953125]);
      expect(f('Cast', [x], { attrs: { to: 16 } })[3]).toBe(0.333984375);
    }
    expect(reference('Cast', [input([1], [65520])], { attrs: { to: 10 } })).toEqual([Infinity]);
  });

  it.each(ALL.flatMap((from) => ALL.map((to) => [from, to] as const)))('from %s to %s is exact at run time', (from, to) => {
    expect(runOp('Cast', [operand(from, [3, 8])], { attrs: { to: typeNumber(to) } }).error).toBe(0);
  });

  it.each([21, 22, 25, 26])('to the narrow type %i is exact at run time', (to) => {
    expect(runOp('Cast', [operand('f32', [3, 8])], { attrs: { to } }).error).toBe(0);
    expect(runOp('Cast', [operand('i8', [3, 8])], { attrs: { to } }).error).toBe(0);
  });

  it('limits floats to the range at run time, NaN becomes 0', () => {
    expect(computed('Cast', [input([4], [3e9, -3e9, NaN, -1.9])], { attrs: { to: 6 } })).toEqual([2147483647, -2147483648, 0, -1]);
  });

  it('rejects strings and missing types', () => {
    expect(rejection('Cast', [input([2])], { attrs: { to: 8 } })).toBe('element type 8 is not supported');
    expect(rejection('Cast', [input([2])])).toBe('element type 0 is not supported');
  });

  it('is nothing where the type stays', () => {
    expect(runFloat(graphOf('Cast', [input([2, 3])], { attrs: { to: 1 } })).kernels).toEqual(['copy_nd_32']);
  });
});
