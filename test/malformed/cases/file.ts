// Files that are no models: other formats, cut, padded, or protobuf that no encoder writes. Messages that a decoder must take are here too.
import { gzipSync } from 'node:zlib';
import { attr, model, modelOf, node, opset } from '../../support/onnx-bytes.ts';
import { bytes, claiming, fixed32, fixed64, group, join, message, number, text, varint } from '../../support/protobuf-bytes.ts';
import { ADD, type MalformedCase, W, X, Y, addition, caseOf } from '../malformed-case.ts';

const good = (): Uint8Array => model(...addition());
const ascii = (content: string) => (): Uint8Array => new TextEncoder().encode(content);
const head = [varint(1, 8), opset(13)];

/** `depth` messages, each the only field of the one around it. */
function nested(id: number, depth: number): Uint8Array {
  let part: Uint8Array = new Uint8Array(0);
  for (let i = 0; i < depth; i++) part = bytes(id, part);
  return part;
}

export const FILE_CASES: readonly MalformedCase[] = [
  caseOf('an empty file', 'QT1002', () => new Uint8Array(0)),
  caseOf('one byte', 'QT1003', () => Uint8Array.of(0x08)),
  caseOf('an HTML page', 'QT1002', ascii('<!DOCTYPE html><html><body>404</body></html>')),
  caseOf('XML', 'QT1002', ascii('<?xml version="1.0"?><net/>')),
  caseOf('JSON', 'QT1002', ascii('{"irVersion": 8, "graph": {}}')),
  caseOf('protobuf text format', 'QT1002', ascii('ir_version: 8\ngraph { name: "g" }\n')),
  caseOf('a Git LFS pointer', 'QT1002', ascii('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n')),
  caseOf('gzip', 'QT1002', () => new Uint8Array(gzipSync(good()))),
  caseOf('a zip archive (PyTorch)', 'QT1002', () => Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 0, 0)),
  caseOf('HDF5 (Keras)', 'QT1002', () => Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a)),
  caseOf('TensorFlow Lite', 'QT1002', () => Uint8Array.of(0x1c, 0, 0, 0, 0x54, 0x46, 0x4c, 0x33, 0, 0)),
  caseOf('an ELF program', 'QT1002', () => Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0)),
  caseOf('a PNG image', 'QT1002', () => Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)),
  caseOf('a pickle', 'QT1003', () => Uint8Array.of(0x80, 4, 0x95, 0x10, 0, 0, 0, 0, 0, 0, 0)),
  caseOf('NumPy', 'QT1003', () => Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0)),
  caseOf('zeros', 'QT1003', () => new Uint8Array(1024)),
  caseOf('0xff bytes', 'QT1003', () => new Uint8Array(1024).fill(255)),
  caseOf('no graph', 'QT1002', () => join(...head)),
  caseOf('an empty graph', 'QT1007', () => modelOf(head, [])),
  caseOf('half a model', 'QT1003', () => good().slice(0, good().length >> 1)),
  caseOf('without its last byte', 'QT1003', () => good().slice(0, -1)),
  caseOf('garbage behind the model', 'QT1003', () => join(good(), Uint8Array.of(0xff, 0xff, 0xff))),
  caseOf('the graph twice: one with nodes, one with inputs and outputs', 'files', () => join(...head, message(7, ADD, W), message(7, X, Y))),
  caseOf('groups within groups', 'QT1003', () => new Uint8Array(500).fill(0x0b)),
  caseOf('an unknown group', 'QT1003', () => join(good(), group(99, varint(1, 1)))),
  caseOf('a group that does not end', 'QT1003', () => join(good(), number(99 * 8 + 3))),
  caseOf('a group that ends and did not begin', 'QT1003', () => join(good(), number(99 * 8 + 4))),
  caseOf('unknown fields of every wire type', 'files', () => join(good(), varint(90, 5), fixed64(91, 1), text(92, 'x'), fixed32(93, 1))),
  caseOf('wire type 6', 'QT1003', () => join(good(), number(90 * 8 + 6))),
  caseOf('field number 0', 'QT1003', () => join(good(), Uint8Array.of(0x00, 0x01))),
  caseOf('a graph as a number', 'QT1002', () => join(...head, varint(7, 1))),
  caseOf('an IR version as text', 'QT1005', () => join(text(1, '8'), opset(13), message(7, ...addition()))),
  caseOf('a node that claims 2 GB', 'QT1003', () => join(...head, claiming(7, 2 ** 31 - 1, claiming(1, 2 ** 31 - 1, text(1, 'x'))))),
  caseOf('a string that claims 2^63 bytes', 'QT1003', () => modelOf(head, [claiming(2, 2n ** 63n, new Uint8Array(4))])),
  caseOf('a negative length', 'QT1003', () => modelOf(head, [claiming(2, -1, new Uint8Array(4))])),
  caseOf('a message that is longer than the one around it', 'QT1003', () => join(...head, message(7, claiming(1, 100, text(4, 'Add'))), new Uint8Array(100))),
  caseOf('a number of eleven bytes', 'QT1003', () => join(Uint8Array.of(0x08), new Uint8Array(10).fill(0x80), Uint8Array.of(1), opset(13), message(7, ...addition()))),
  caseOf('packed numbers that end amid one', 'QT1003', () => modelOf(head, [message(5, claiming(1, 1, Uint8Array.of(0x80)), text(8, 'w')), ADD, X, Y])),
  caseOf('packed floats of three bytes', 'QT1003', () => modelOf(head, [message(5, bytes(4, new Uint8Array(3)), varint(2, 1), text(8, 'w')), ADD, X, Y])),
  caseOf('dimensions that are not packed', 'files', () => modelOf(head, [message(5, varint(1, 4), varint(2, 1), text(8, 'w'), bytes(9, new Uint8Array(16))), ADD, X, Y])),
  caseOf('a singular field twice: the last one counts', 'files', () => modelOf([varint(1, 1), ...head], addition())),
  caseOf('sequence types within sequence types, 10,000 deep', 'QT1006', () => modelOf(head, [message(11, text(1, 'x'), message(2, message(4, nested(1, 10_000)))), Y])),
  caseOf('graphs within attributes of graphs, 1,000 deep', 'QT1004', () => {
    let inner: Uint8Array = new Uint8Array(0);
    for (let i = 0; i < 1000; i++) inner = node('If', { inputs: ['x'], attrs: [attr.graph('then_branch', inner)] });
    return modelOf(head, [inner, X, Y]);
  }),
  caseOf('graphs within attributes of graphs, 5 deep, without outputs', 'QT1007', () => {
    let inner: Uint8Array = new Uint8Array(0);
    for (let i = 0; i < 5; i++) inner = node('If', { inputs: ['x'], attrs: [attr.graph('then_branch', inner)] });
    return modelOf(head, [inner, X, Y]);
  }),
  caseOf('a million empty nodes', 'QT1004', () => modelOf(head, [new Uint8Array(Buffer.alloc(2_000_000, Buffer.from([0x0a, 0x00]))), X, Y])),
  caseOf('a million empty initializers', 'QT1004', () => modelOf(head, [new Uint8Array(Buffer.alloc(2_000_000, Buffer.from([0x2a, 0x00]))), X, Y])),
  caseOf('a million inputs', 'QT1004', () => modelOf(head, [new Uint8Array(Buffer.alloc(2_000_000, Buffer.from([0x5a, 0x00]))), Y])),
  caseOf('a million outputs', 'QT1004', () => modelOf(head, [X, new Uint8Array(Buffer.alloc(2_000_000, Buffer.from([0x62, 0x00])))])),
  caseOf('a million attributes of one node', 'QT1004', () => modelOf(head, [message(1, text(4, 'Relu'), text(1, 'x'), text(2, 'y'), new Uint8Array(Buffer.alloc(2_000_000, Buffer.from([0x2a, 0x00])))), X, Y])),
  caseOf('a million inputs of one node', 'QT1004', () => modelOf(head, [message(1, text(4, 'Sum'), text(2, 'y'), new Uint8Array(Buffer.alloc(2_000_000, Buffer.from([0x0a, 0x00])))), X, Y])),
  caseOf('a million opset imports', 'QT1004', () => join(varint(1, 8), new Uint8Array(Buffer.alloc(2_000_000, Buffer.from([0x42, 0x00]))), message(7, ...addition()))),
  caseOf('a million dimensions', 'QT1004', () => modelOf(head, [message(11, text(1, 'x'), message(2, message(1, varint(1, 1), message(2, new Uint8Array(Buffer.alloc(2_000_000, Buffer.from([0x0a, 0x00]))))))), Y])),
];
