// QuantizeLinear and DequantizeLinear: scales and zero points that are none, in models that are quantized already.
import { type TensorFields, TYPE, attr, initializer, input, model, node, output } from '../../support/onnx-bytes.ts';
import type { Part } from '../../support/protobuf-bytes.ts';
import { type Gives, type MalformedCase, caseOf } from '../malformed-case.ts';

interface Pair {
  readonly scale?: TensorFields;
  readonly zero?: TensorFields | null;
  readonly attrs?: readonly Part[];
}

const F = (...floats: readonly number[]): TensorFields => ({ floats, ...(floats.length === 1 ? {} : { dims: [floats.length] }) });
const I8 = (...int32s: readonly number[]): TensorFields => ({ type: TYPE.i8, int32s, ...(int32s.length === 1 ? {} : { dims: [int32s.length] }) });

/** x -> QuantizeLinear (`the node`) -> DequantizeLinear -> y. */
function pair(name: string, gives: Gives, { scale = F(0.1), zero = I8(0), attrs = [] }: Pair): MalformedCase {
  const made = (): Uint8Array => {
    const grid = zero === null ? ['s'] : ['s', 'z'];
    const constants = [initializer('s', scale), ...(zero === null ? [] : [initializer('z', zero)])];
    return model(node('QuantizeLinear', { inputs: ['x', ...grid], outputs: ['q'], attrs }), node('DequantizeLinear', { inputs: ['q', ...grid], name: 'back', attrs }), ...constants, input('x', [1, 4]), output('y'));
  };
  return caseOf(`QuantizeLinear: ${name}`, gives, made, gives === 'QT2002' ? { node: 'the node' } : {});
}

/** Weights of a MatMul behind a DequantizeLinear (`the node`). */
function weights(name: string, gives: Gives, { scale = F(0.1), zero = I8(0), attrs = [] }: Pair, stored: TensorFields = { type: TYPE.i8, dims: [4, 2], int32s: [1, 2, 3, 4, 5, 6, 7, 8] }): MalformedCase {
  const made = (): Uint8Array => model(
    node('QuantizeLinear', { inputs: ['x', 'xs', 'xz'], outputs: ['xq'], name: 'xq' }), node('DequantizeLinear', { inputs: ['xq', 'xs', 'xz'], outputs: ['xd'], name: 'xd' }),
    node('DequantizeLinear', { inputs: ['w', 's', ...(zero === null ? [] : ['z'])], outputs: ['wd'], attrs }), node('MatMul', { inputs: ['xd', 'wd'], outputs: ['m'], name: 'product' }),
    node('QuantizeLinear', { inputs: ['m', 'xs', 'xz'], outputs: ['yq'], name: 'yq' }), node('DequantizeLinear', { inputs: ['yq', 'xs', 'xz'], name: 'yd' }),
    initializer('w', stored), initializer('s', scale), ...(zero === null ? [] : [initializer('z', zero)]), initializer('xs', F(0.05)), initializer('xz', I8(3)), input('x', [1, 4]), output('y'),
  );
  return caseOf(`DequantizeLinear: ${name}`, gives, made, gives === 'QT2002' ? { node: 'the node' } : {});
}

export const QUANTIZED_CASES: readonly MalformedCase[] = [
  pair('good', 'files', {}),
  pair('scale 0', 'QT2002', { scale: F(0) }),
  pair('a negative scale', 'QT2002', { scale: F(-0.1) }),
  pair('a subnormal scale', 'QT2002', { scale: F(1e-45) }),
  pair('the largest scale', 'QT2002', { scale: F(3e38) }),
  pair('an infinite scale', 'QT2002', { scale: F(Infinity) }),
  pair('a scale of NaN', 'QT1011', { scale: F(Number.NaN) }),
  pair('an integer as scale', 'QT2002', { scale: { type: TYPE.i32, int32s: [1] } }),
  pair('scales per channel of an activation', 'files', { scale: F(0.1, 0.2, 0.3, 0.4), zero: I8(0, 0, 0, 0) }),
  pair('an axis beyond the rank', 'QT2002', { scale: F(0.1, 0.2, 0.3, 0.4), zero: I8(0, 0, 0, 0), attrs: [attr.int('axis', 7)] }),
  pair('an empty scale', 'QT2002', { scale: { dims: [0] }, zero: { type: TYPE.i8, dims: [0] } }),
  pair('a zero point of another length', 'QT2002', { zero: I8(0, 0) }),
  pair('a zero point that is a float', 'QT2002', { zero: F(0) }),
  pair('a zero point of 16 bits', 'files', { zero: { type: TYPE.i16, int32s: [0] } }),
  pair('a zero point of 4 bits', 'files', { zero: { type: TYPE.i4, raw: Uint8Array.of(0) } }),
  pair('no zero point', 'files', { zero: null }),
  pair('zero point -128', 'files', { zero: I8(-128) }),
  caseOf('QuantizeLinear: a scale that is computed', 'files', () => model(node('QuantizeLinear', { inputs: ['x', 's'] }), input('x', [1, 4]), input('s', []), output('y', [], TYPE.u8)), { node: 'the node' }),
  caseOf('DequantizeLinear: another zero point than its QuantizeLinear has', 'QT2002', () => model(node('QuantizeLinear', { inputs: ['x', 's', 'z'], outputs: ['q'] }), node('DequantizeLinear', { inputs: ['q', 's', 'o'], name: 'back' }),
    initializer('s', F(0.1)), initializer('z', I8(0)), initializer('o', I8(5)), input('x', [1, 4]), output('y'))),
  caseOf('DequantizeLinear: of floats', 'QT2002', () => model(node('DequantizeLinear', { inputs: ['x', 's'] }), initializer('s', F(0.1)), input('x', [1, 4]), output('y')), { node: 'the node' }),
  weights('weights', 'files', {}),
  weights('weights of -128', 'files', {}, { type: TYPE.i8, dims: [4, 2], int32s: new Array<number>(8).fill(-128) }),
  weights('weights with a scale per output', 'files', { scale: F(0.1, 0.2), zero: I8(0, 0), attrs: [attr.int('axis', 1)] }),
  weights('scales along an axis of other length', 'QT2002', { scale: F(0.1, 0.2, 0.3), zero: I8(0, 0, 0), attrs: [attr.int('axis', 1)] }),
  weights('one scale of several is 0', 'QT2002', { scale: F(0.1, 0), zero: I8(0, 0), attrs: [attr.int('axis', 1)] }),
  weights('a scale so large that the weights overflow', 'QT2002', { scale: F(1e38) }),
  weights('scales in blocks', 'files', { scale: { dims: [2, 2], floats: [1, 1, 1, 1] }, zero: { type: TYPE.i8, dims: [2, 2], int32s: [0, 0, 0, 0] }, attrs: [attr.int('axis', 0), attr.int('block_size', 2)] }),
  weights('a zero point of another type than the weights', 'QT2002', { zero: { type: TYPE.u8, int32s: [0] } }),
  weights('a zero point that is not 0', 'files', { zero: I8(5) }),
  weights('16-bit weights', 'files', { zero: null }, { type: TYPE.i16, dims: [4, 2], int32s: [1, 2, 3, 4, 5, 6, 7, 8] }),
];
