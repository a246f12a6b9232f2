// A malformed or hostile model and what must come of it: files, or the one code that refuses it. Bytes are made when a case runs.
import type { Code } from '../../src/diagnostics/codes.ts';
import { type Part, message, packedFloats, text } from '../support/protobuf-bytes.ts';
import { type Dim, TYPE, initializer, input, model, node, output } from '../support/onnx-bytes.ts';

export interface MalformedCase {
  /** Unique; what is wrong with the model. */
  readonly name: string;
  readonly gives: Code | 'files';
  readonly bytes: () => Uint8Array;
  /** Makes files beside the model, in the folder that is given. */
  readonly beside?: (folder: string) => void;
  /** The node that the diagnostic must name. */
  readonly node?: string;
  readonly dims?: ReadonlyMap<string, number>;
}

export type Gives = MalformedCase['gives'];

export const X: Part = input('x', [1, 4]);
export const Y: Part = output('y', [1, 4]);
export const W: Part = initializer('w', { dims: [4], floats: [1, 2, 3, 4] });
export const ADD: Part = node('Add', { inputs: ['x', 'w'] });

/** y = x + w over four elements; every part can be replaced or left out, `more` comes last. */
export function addition({ nodes = [ADD], constants = [W], inputs = [X], outputs = [Y], more = [] }: Partial<Record<'nodes' | 'constants' | 'inputs' | 'outputs' | 'more', readonly Part[]>> = {}): Part[] {
  return [...nodes, text(2, 'g'), ...constants, ...inputs, ...outputs, ...more];
}

export function caseOf(name: string, gives: Gives, bytes: () => Uint8Array, more: Omit<MalformedCase, 'name' | 'gives' | 'bytes'> = {}): MalformedCase {
  return { name, gives, bytes, ...more };
}

/** A model whose graph is `addition` with changes. */
export function changed(name: string, gives: Gives, change: Parameters<typeof addition>[0], more: Omit<MalformedCase, 'name' | 'gives' | 'bytes'> = {}): MalformedCase {
  return caseOf(name, gives, () => model(...addition(change)), more);
}

export interface OneNode {
  readonly op: string;
  readonly attrs?: readonly Part[];
  /** Shape of the input x. */
  readonly x?: readonly Dim[];
  /** Constants that follow x: shape, and the value of all elements or all values. */
  readonly constants?: readonly Constant[];
  readonly outputs?: readonly string[];
  readonly domain?: string;
}

export type Constant = readonly [shape: readonly number[], values: number | readonly number[], kind?: 'f32' | 'i64' | 'i32' | 'i8' | 'u8' | 'bool'];

function constantPart(name: string, [shape, values, kind = 'f32']: Constant): Part {
  const count = shape.reduce((product, d) => product * d, 1);
  const list = typeof values === 'number' ? new Array<number>(count).fill(values) : values;
  if (kind === 'f32') return initializer(name, { dims: shape, more: [packedFloats(4, list)] });
  return initializer(name, { dims: shape, type: TYPE[kind], ...(kind === 'i64' ? { int64s: list } : { int32s: list }) });
}

/** x -> one node, called `the node`, with constants behind x -> y. A refusal must name the node. */
export function oneNode(name: string, gives: Gives, { op, attrs = [], x = [1, 2, 4, 4], constants = [], outputs = ['y'], domain }: OneNode): MalformedCase {
  const names = constants.map((_, i) => `c${i}`);
  const made = (): Uint8Array => model(
    node(op, { inputs: ['x', ...names], outputs, attrs, ...(domain === undefined ? {} : { domain }) }),
    ...constants.map((c, i) => constantPart(names[i] ?? '', c)), input('x', x), output(outputs[0] ?? 'y'),
  );
  return caseOf(name, gives, made, gives === 'QT2002' ? { node: 'the node' } : {});
}

export { message };
