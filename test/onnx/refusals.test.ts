// Every fault of a model file ends in its code, through the public way in: bytes -> importModel.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../src/diagnostics/diagnostic.ts';
import { importModel } from '../../src/onnx/import.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { MODEL_PROTO } from '../../src/onnx/schema.ts';

const FLOAT = 1;
const FOLDER = mkdtempSync(join(tmpdir(), 'quantune-onnx-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

type Fields = Record<string, unknown>;

const dim = (size: number): Fields => ({ dimValue: size });
const io = (name: string, dims: Fields[]): Fields => ({ name, type: { tensorType: { elemType: FLOAT, shape: { dim: dims } } } });
const weights = (fields: Fields = {}): Fields => ({ name: 'w', dims: [2], dataType: FLOAT, floatData: [1, 2], ...fields });
const add = (input = 'x', output = 'y', name = ''): Fields => ({ opType: 'Add', name, input: [input, 'w'], output: [output] });

function model(graph: Fields = {}, fields: Fields = {}): Uint8Array {
  const whole = { node: [add()], name: 'g', initializer: [weights()], input: [io('x', [dim(2)])], output: [io('y', [dim(2)])], ...graph };
  return MODEL_PROTO.encode(MODEL_PROTO.fromObject({ irVersion: 8, opsetImport: [{ domain: '', version: 13 }], graph: whole, ...fields })).finish();
}

function conditional(branch: Fields, output = 'y'): Fields {
  return { opType: 'If', input: ['x'], output: [output], attribute: [{ name: 'then_branch', type: 5, g: branch }] };
}

/** A conditional within a conditional, that many times. */
function nested(depth: number): Fields {
  return depth === 0 ? add('x', 'r') : conditional({ node: [nested(depth - 1)], output: [{ name: 'r' }] }, depth === 20 ? 'y' : 'r');
}

function codes(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof DiagnosticError) return [...new Set(error.diagnostics.map((d) => d.code))];
    throw error;
  }
  return [];
}

const text = (s: string): Uint8Array => new TextEncoder().encode(s);

const CASES: readonly (readonly [string, string, Uint8Array])[] = [
  ['empty', 'QT1002', new Uint8Array(0)],
  ['HTML', 'QT1002', text('<!DOCTYPE html><html></html>')],
  ['text', 'QT1002', text('ir_version: 8 graph { }')],
  ['a Git LFS pointer', 'QT1002', text('version https://git-lfs.github.com/spec/v1\n')],
  ['gzip', 'QT1002', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0)],
  ['zip', 'QT1002', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0)],
  ['a model without graph', 'QT1002', MODEL_PROTO.encode(MODEL_PROTO.fromObject({ irVersion: 8 })).finish()],
  ['truncated', 'QT1003', model().subarray(0, 40)],
  ['nesting of groups', 'QT1003', Uint8Array.from({ length: 500 }, () => 0x0b)],
  ['rank 9', 'QT1004', model({ input: [io('x', new Array(9).fill(dim(1)))] })],
  ['2^31 elements', 'QT1004', model({ input: [io('x', [dim(65536), dim(65536)])] })],
  ['opset 5', 'QT1005', model({}, { opsetImport: [{ version: 5 }] })],
  ['opset 29', 'QT1005', model({}, { opsetImport: [{ version: 29 }] })],
  ['no opset', 'QT1005', model({}, { opsetImport: [] })],
  ['two opsets of one domain', 'QT1005', model({}, { opsetImport: [{ version: 13 }, { domain: 'ai.onnx', version: 14 }] })],
  ['IR version 2', 'QT1005', model({}, { irVersion: 2 })],
  ['a function that calls itself', 'QT1004', model({ node: [{ opType: 'F', domain: 'own', input: ['x'], output: ['y'] }] }, { functions: [{ name: 'F', domain: 'own', input: ['a'], output: ['b'], node: [{ opType: 'F', domain: 'own', input: ['a'], output: ['b'] }] }] })],
  ['graphs nested 20 deep', 'QT1004', model({ node: [nested(20)] })],
  ['an undefined input in a subgraph', 'QT1007', model({ node: [conditional({ node: [add('nowhere', 'r')], output: [{ name: 'r' }] })] })],
  ['an undefined output of a subgraph', 'QT1007', model({ node: [conditional({ node: [], output: [{ name: 'r' }] })] })],
  ['two definitions in a subgraph', 'QT1007', model({ node: [conditional({ node: [add('x', 'r'), add('x', 'r')], output: [{ name: 'r' }] })] })],
  ['a cycle in a subgraph', 'QT1008', model({ node: [conditional({ node: [add('q', 'r'), add('r', 'q')], output: [{ name: 'r' }] })] })],
  ['an attribute of type graph without one', 'QT1007', model({ node: [{ opType: 'If', input: ['x'], output: ['y'], attribute: [{ name: 'then_branch', type: 5 }] }] })],
  ['training information', 'QT1006', model({}, { trainingInfo: [Uint8Array.of(10, 0)] })],
  ['string tensor', 'QT1006', model({ initializer: [weights({ dataType: 8, floatData: [] })] })],
  ['8-bit float tensor', 'QT1006', model({ initializer: [weights({ dataType: 17, floatData: [] })] })],
  ['sparse initializer', 'QT1006', model({ sparseInitializer: [Uint8Array.of(8, 1)] })],
  ['input that is no tensor', 'QT1006', model({ input: [{ name: 'x', type: { sequenceType: Uint8Array.of(10, 0) } }] })],
  ['undefined input', 'QT1007', model({ node: [add('nowhere')] })],
  ['undefined output', 'QT1007', model({ output: [io('z', [dim(2)])] })],
  ['no output', 'QT1007', model({ output: [] })],
  ['two definitions of a value', 'QT1007', model({ node: [add(), add('x', 'y')] })],
  ['output that redefines an input', 'QT1007', model({ node: [add('x', 'x')] })],
  ['node without output', 'QT1007', model({ node: [{ opType: 'Add', input: ['x', 'w'], output: [] }] })],
  ['output listed twice', 'QT1007', model({ output: [io('y', [dim(2)]), io('y', [dim(2)])] })],
  ['cycle of one', 'QT1008', model({ node: [add('y', 'y')] })],
  ['cycle of two', 'QT1008', model({ node: [add('b', 'y'), add('y', 'b')] })],
  ['symbolic dimension', 'QT1009', model({ input: [io('x', [{ dimParam: 'N' }])] })],
  ['zero dimension', 'QT1009', model({ input: [io('x', [dim(0)])] })],
  ['input without shape', 'QT1009', model({ input: [{ name: 'x', type: { tensorType: { elemType: FLOAT } } }] })],
  ['too few elements', 'QT1010', model({ initializer: [weights({ floatData: [1] })] })],
  ['too many raw bytes', 'QT1010', model({ initializer: [weights({ floatData: [], rawData: new Uint8Array(12) })] })],
  ['elements stored twice', 'QT1010', model({ initializer: [weights({ rawData: new Uint8Array(8) })] })],
  ['negative dimension of a tensor', 'QT1010', model({ initializer: [weights({ dims: [-2] })] })],
  ['NaN weights', 'QT1011', model({ initializer: [weights({ floatData: [1, Number.NaN] })] })],
];

describe('import', () => {
  it.each(CASES)('refuses %s with %s', (_, code, bytes) => {
    expect(codes(() => importModel(bytes, { file: 'm.onnx' }))).toEqual([code]);
  });

  it('refuses a truncation at any offset, or reads what is whole', () => {
    const bytes = model();
    for (let end = 0; end < bytes.length; end++) {
      const found = codes(() => importModel(bytes.slice(0, end), { file: 'm.onnx' }));
      expect(found.every((code) => /^QT1\d{3}$/.test(code))).toBe(true);
    }
  });

  it('binds dynamic dimensions by name and refuses names that do not occur (QT1013)', () => {
    const bytes = model({ input: [io('x', [{ dimParam: 'N' }])] });
    expect(importModel(bytes, { file: 'm.onnx', dims: new Map([['N', 2]]) }).values.get('x')?.shape).toEqual([2]);
    expect(codes(() => importModel(bytes, { file: 'm.onnx', dims: new Map([['N', 2], ['M', 3]]) }))).toEqual(['QT1013']);
  });

  it('sorts nodes that are out of order, and names nodes that have no name', () => {
    const graph = importModel(model({ node: [add('b', 'y'), add('x', 'b')] }), { file: 'm.onnx' });
    expect(graph.nodes.map((n) => n.origin.onnxNodes[0])).toEqual(['#1 Add', '#0 Add']);
  });

  it('takes a chain of 16,000 nodes without overflowing', () => {
    const node = Array.from({ length: 16_000 }, (_, i) => add(i === 0 ? 'x' : `v${i - 1}`, i === 15_999 ? 'y' : `v${i}`)).reverse();
    expect(importModel(model({ node }), { file: 'm.onnx' }).nodes).toHaveLength(16_000);
  });
});

describe('model files', () => {
  const external = (location: string, extra: Fields[] = []): Uint8Array =>
    model({ initializer: [weights({ floatData: [], dataLocation: 1, externalData: [{ key: 'location', value: location }, ...extra] })] });
  const read = (name: string, bytes: Uint8Array): string[] => {
    const file = join(FOLDER, name);
    writeFileSync(file, bytes);
    return codes(() => {
      const opened = readModel(file);
      importModel(opened.bytes, opened);
    });
  };

  it('that are missing, or folders, are refused with QT1001', () => {
    expect(codes(() => readModel(join(FOLDER, 'nothing.onnx')))).toEqual(['QT1001']);
    expect(codes(() => readModel(FOLDER))).toEqual(['QT1001']);
  });

  it('may keep tensors beside them', () => {
    writeFileSync(join(FOLDER, 'w.bin'), Float32Array.of(9, 1, 2, 3));
    expect(read('good.onnx', external('w.bin', [{ key: 'offset', value: '4' }, { key: 'length', value: '8' }]))).toEqual([]);
  });

  it.each(['../w.bin', '/etc/hostname', 'sub/../../w.bin', '', '.', 'a\\b', 'missing.bin', 'C:w.bin', 'sub'])('may not keep tensors in %j (QT1012)', (location) => {
    mkdirSync(join(FOLDER, 'sub'), { recursive: true });
    expect(read('bad.onnx', external(location))).toEqual(['QT1012']);
  });

  it('may not reach tensors through links, beyond the end of the file, or with unknown keys (QT1012)', () => {
    writeFileSync(join(FOLDER, 'short.bin'), new Uint8Array(4));
    symlinkSync('/etc/hostname', join(FOLDER, 'link.bin'));
    expect(read('link.onnx', external('link.bin'))).toEqual(['QT1012']);
    expect(read('short.onnx', external('short.bin', [{ key: 'length', value: '8' }]))).toEqual(['QT1012']);
    expect(read('key.onnx', external('short.bin', [{ key: 'mode', value: 'rw' }]))).toEqual(['QT1012']);
    expect(read('offset.onnx', external('short.bin', [{ key: 'offset', value: '-4' }]))).toEqual(['QT1012']);
  });
});
