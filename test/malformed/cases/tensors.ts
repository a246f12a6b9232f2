// Shapes and element storage: dimensions that overflow, bytes that do not match them, values that are none, and tensors kept in files beside the model.
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TYPE, type TensorFields, initializer, input } from '../../support/onnx-bytes.ts';
import { bytes, fixed32, message, packed, text, varint } from '../../support/protobuf-bytes.ts';
import { type Gives, type MalformedCase, changed } from '../malformed-case.ts';

const dims = (name: string, gives: Gives, ...shape: Parameters<typeof input>[1]): MalformedCase => changed(name, gives, { inputs: [input('x', shape)] });
const tensor = (name: string, gives: Gives, fields: TensorFields): MalformedCase => changed(name, gives, { constants: [initializer('w', fields)] });

const SHAPE_CASES: readonly MalformedCase[] = [
  dims('a dimension with a name', 'QT1009', 'N', 4),
  dims('a dimension that says nothing', 'QT1009', null, 4),
  dims('dimension 0', 'QT1009', 0, 4),
  dims('dimension -1', 'QT1009', -1, 4),
  dims('dimension -2^63', 'QT1009', -(2n ** 63n), 4),
  dims('a dimension above 2^53', 'QT1007', 2n ** 53n + 1n, 4),
  dims('dimension 2^63 - 1', 'QT1004', 2n ** 63n - 1n, 4),
  dims('an input of 2^32 elements', 'QT1004', 65_536, 65_536),
  dims('an input whose size wraps to 0 in 32 bits', 'QT1004', 65_536, 65_536, 4),
  dims('an input whose size wraps to 0 in 64 bits', 'QT1004', 65_536, 65_536, 65_536, 65_536),
  dims('an input of rank 9', 'QT1004', 1, 1, 1, 1, 1, 1, 1, 1, 4),
  dims('an input of rank 8', 'files', 1, 1, 1, 1, 1, 1, 1, 4),
  dims('an input of rank 0', 'files'),
  dims('an input of 4 GB, which no memory of the executor holds', 'QT3502', 1 << 28, 4),
  changed('an input without a shape', 'QT1009', { inputs: [message(11, text(1, 'x'), message(2, message(1, varint(1, 1))))] }),
  changed('a dimension with a size and a name', 'QT1009', { inputs: [message(11, text(1, 'x'), message(2, message(1, varint(1, 1), message(2, message(1, varint(1, 4), text(2, 'N'))))))] }),
  changed('a binding of a dimension that does not occur', 'QT1013', {}, { dims: new Map([['N', 4]]) }),
  changed('a binding of a dimension to 0', 'QT1009', { inputs: [input('x', ['N', 4])] }, { dims: new Map([['N', 0]]) }),
  changed('a binding of a dimension to 2^40', 'QT1004', { inputs: [input('x', ['N', 4])] }, { dims: new Map([['N', 2 ** 40]]) }),
];

const STORAGE_CASES: readonly MalformedCase[] = [
  tensor('too few floats', 'QT1010', { dims: [4], floats: [1, 2, 3] }),
  tensor('too many floats', 'QT1010', { dims: [4], floats: [1, 2, 3, 4, 5] }),
  tensor('no elements', 'QT1010', { dims: [4] }),
  tensor('raw bytes too few', 'QT1010', { dims: [4], raw: new Uint8Array(15) }),
  tensor('raw bytes too many', 'QT1010', { dims: [4], raw: new Uint8Array(17) }),
  tensor('raw and typed elements', 'QT1010', { dims: [4], raw: new Uint8Array(16), floats: [1, 2, 3, 4] }),
  tensor('floats in the field of integers', 'QT1010', { dims: [4], int32s: [1, 2, 3, 4] }),
  tensor('floats in two fields', 'QT1010', { dims: [4], floats: [1, 2, 3, 4], int32s: [1, 2, 3, 4] }),
  tensor('a tensor in segments', 'QT1006', { dims: [4], floats: [1, 2, 3, 4], more: [message(3, varint(1, 0), varint(2, 2))] }),
  tensor('int8 elements beyond int8', 'QT1010', { dims: [4], type: TYPE.i8, int32s: [1, 2, 3, 300] }),
  tensor('uint8 elements below 0', 'QT1010', { dims: [4], type: TYPE.u8, int32s: [1, 2, 3, -1] }),
  tensor('booleans that are 2', 'QT1010', { dims: [4], type: TYPE.bool, int32s: [0, 1, 2, 0] }),
  tensor('float16 elements of more than 16 bits', 'QT1010', { dims: [4], type: TYPE.f16, int32s: [0, 1, 2, 70_000] }),
  tensor('float16', 'files', { dims: [4], type: TYPE.f16, int32s: [0x3c00, 0x4000, 0x4200, 0x4400] }),
  tensor('bfloat16 as raw bytes', 'files', { dims: [4], type: TYPE.bf16, raw: Uint8Array.of(0x80, 0x3f, 0, 0x40, 0x40, 0x40, 0x80, 0x40) }),
  tensor('float16 with an odd number of bytes', 'QT1010', { dims: [4], type: TYPE.f16, raw: new Uint8Array(7) }),
  tensor('4-bit integers with a byte too few', 'QT1010', { dims: [5], type: TYPE.i4, raw: new Uint8Array(2) }),
  tensor('unpacked floats', 'files', { dims: [4], more: [1, 2, 3, 4].map((v) => fixed32(4, v)) }),
  tensor('a negative dimension', 'QT1010', { dims: [-4], floats: [1, 2, 3, 4] }),
  tensor('a dimension of 2^63 - 1', 'QT1004', { dims: [2n ** 63n - 1n], raw: new Uint8Array(16) }),
  tensor('a size that wraps to 4 in 64 bits', 'QT1004', { dims: [2n ** 33n, 2n ** 31n], raw: new Uint8Array(16) }),
  tensor('2^31 elements of which none is there', 'QT1004', { dims: [2 ** 16, 2 ** 16], type: TYPE.i8 }),
  tensor('2^30 elements of which four are there', 'QT1010', { dims: [2 ** 30], floats: [1, 2, 3, 4] }),
  tensor('rank 9', 'QT1004', { dims: [1, 1, 1, 1, 1, 1, 1, 1, 4], floats: [1, 2, 3, 4] }),
  tensor('zero elements in arithmetic', 'QT2002', { dims: [0] }),
  tensor('NaN', 'QT1011', { dims: [4], floats: [1, Number.NaN, 3, 4] }),
  tensor('infinity, added', 'QT3504', { dims: [4], floats: [1, Infinity, 3, 4] }),
  tensor('NaN as float16', 'QT1011', { dims: [4], type: TYPE.f16, int32s: [0, 0x7e00, 0, 0] }),
  tensor('an infinite double, added', 'QT3504', { dims: [1], type: TYPE.f64, raw: new Uint8Array(Float64Array.of(Infinity).buffer) }),
  tensor('subnormals and -0', 'files', { dims: [4], floats: [1e-45, -0, 1e-40, 0] }),
  tensor('the largest floats', 'files', { dims: [4], floats: [3e38, -3e38, 1, 0] }),
  changed('an initializer of doubles added to floats', 'files', { constants: [initializer('w', { dims: [4], type: TYPE.f64, raw: new Uint8Array(32) })] }),
  changed('an initializer that cannot be broadcast', 'QT2002', { constants: [initializer('w', { dims: [3], floats: [1, 2, 3] })] }, { node: 'the node' }),
  changed('an initializer without a type', 'QT1006', { constants: [message(5, packed(1, [4]), text(8, 'w'), bytes(9, new Uint8Array(16)))] }),
];

interface External {
  readonly location?: string;
  readonly keys?: Readonly<Record<string, string>>;
  readonly beside?: (folder: string) => void;
}

const weights = (folder: string): void => writeFileSync(join(folder, 'w.bin'), Float32Array.of(9, 1, 2, 3, 4));

function external(name: string, gives: Gives, { location = 'w.bin', keys = {}, beside = weights }: External): MalformedCase {
  return changed(name, gives, { constants: [initializer('w', { dims: [4], external: { location, ...keys } })] }, { beside });
}

const EXTERNAL_CASES: readonly MalformedCase[] = [
  external('a file beside the model', 'files', { keys: { offset: '4', length: '16' } }),
  external('a file in a folder beside the model', 'files', { location: 'sub/w.bin', beside: (folder) => (mkdirSync(join(folder, 'sub')), writeFileSync(join(folder, 'sub/w.bin'), Float32Array.of(1, 2, 3, 4))) }),
  ...['../w.bin', 'a/../../w.bin', 'sub/../w.bin', './w.bin', 'a//w.bin', '/etc/hostname', '', '.', '..', '/', 'a\\b', '..\\w.bin', 'C:w.bin', 'w.bin\0.txt', 'file:///etc/hostname', '~/w.bin', 'w.bin/'].map((location) => external(`location ${JSON.stringify(location)}`, 'QT1012', { location })),
  external('no location', 'QT1012', { location: '', keys: { location: '' } }),
  external('a file that is missing', 'QT1012', { location: 'missing.bin' }),
  external('a folder', 'QT1012', { location: 'sub', beside: (folder) => mkdirSync(join(folder, 'sub')) }),
  external('a symbolic link', 'QT1012', { location: 'link.bin', beside: (folder) => (weights(folder), symlinkSync('w.bin', join(folder, 'link.bin'))) }),
  external('a symbolic link that leaves the folder', 'QT1012', { location: 'link.bin', beside: (folder) => symlinkSync('/etc/hostname', join(folder, 'link.bin')) }),
  external('a folder that is a symbolic link', 'QT1012', { location: 'link/hostname', beside: (folder) => symlinkSync('/etc', join(folder, 'link')) }),
  external('a hard link', 'QT1012', { location: 'link.bin', beside: (folder) => (weights(folder), linkSync(join(folder, 'w.bin'), join(folder, 'link.bin'))) }),
  external('the model file itself, beyond its end', 'QT1012', { location: 'model.onnx', keys: { offset: '1000000' } }),
  external('a negative offset', 'QT1012', { keys: { offset: '-4' } }),
  external('an offset in hexadecimal', 'QT1012', { keys: { offset: '0x4' } }),
  external('an offset that is no number', 'QT1012', { keys: { offset: 'four' } }),
  external('an offset beyond the end', 'QT1012', { keys: { offset: '100' } }),
  external('an offset of 2^63', 'QT1012', { keys: { offset: '9223372036854775808' } }),
  external('an offset of 15 digits', 'QT1012', { keys: { offset: '999999999999999' } }),
  external('a length beyond the end', 'QT1012', { keys: { offset: '4', length: '1000' } }),
  external('a huge length', 'QT1012', { keys: { length: '999999999999999' } }),
  external('a length that does not match the shape', 'QT1010', { keys: { offset: '4', length: '8' } }),
  external('an unknown key', 'QT1012', { keys: { mode: 'rw' } }),
  external('a key called __proto__', 'QT1012', { keys: Object.fromEntries([['__proto__', '1']]) }),
  external('the rest of the file, which is too long', 'QT1010', {}),
  changed('a location twice', 'QT1012', { constants: [message(5, packed(1, [4]), varint(2, 1), text(8, 'w'), varint(14, 1), message(13, text(1, 'location'), text(2, 'w.bin')), message(13, text(1, 'location'), text(2, '/etc/hostname')))] }, { beside: weights }),
  changed('external and raw data', 'QT1010', { constants: [initializer('w', { dims: [4], external: { location: 'w.bin', offset: '4' }, raw: new Uint8Array(16) })] }, { beside: weights }),
  changed('a data location that is not known', 'QT1006', { constants: [initializer('w', { dims: [4], floats: [1, 2, 3, 4], more: [varint(14, 7)] })] }),
  changed('keys of external data on a tensor that has none', 'files', { constants: [initializer('w', { dims: [4], floats: [1, 2, 3, 4], more: [message(13, text(1, 'location'), text(2, '/etc/hostname'))] })] }),
];

export const TENSOR_CASES: readonly MalformedCase[] = [...SHAPE_CASES, ...STORAGE_CASES, ...EXTERNAL_CASES];
