// Builds small graphs for tests: inputs, constants with seeded random data, nodes with raw ONNX attributes; normalised on build().
import type { DType } from '../../src/ir/dtype.ts';
import { type Attrs, type Graph, type Node, type Value, makeNode, makeValue } from '../../src/ir/graph.ts';
import { elementCount } from '../../src/ir/tensor.ts';
import { makeRegistry, type OpRegistry } from '../../src/ops/registry.ts';
import { normalise } from '../../src/passes/normalise.ts';

/** Deterministic numbers in [-1, 1). */
export function randomFloats(count: number, seed: number): Float32Array {
  let state = (seed * 2654435761) >>> 0 || 1;
  return Float32Array.from({ length: count }, () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 31 - 1;
  });
}

export class GraphBuilder {
  readonly #values = new Map<string, Value>();
  readonly #nodes: Node[] = [];
  readonly #inputs: string[] = [];
  #seed = 1;

  input(id: string, shape: readonly number[], dtype: DType = 'f32'): string {
    this.#values.set(id, makeValue({ id, dtype, shape }));
    this.#inputs.push(id);
    return id;
  }

  constant(id: string, shape: readonly number[], data?: ArrayLike<number>): string {
    const values = data ? Float32Array.from(data) : randomFloats(elementCount(shape), this.#seed++);
    this.#values.set(id, makeValue({ id, dtype: 'f32', shape, data: values }));
    return id;
  }

  ints(id: string, data: readonly number[], scalar = false): string {
    this.#values.set(id, makeValue({ id, dtype: 'i64', shape: scalar ? [] : [data.length], data: BigInt64Array.from(data, BigInt) }));
    return id;
  }

  /** Any value, as a constant where it has data. */
  value(value: Value): string {
    this.#values.set(value.id, makeValue(value));
    return value.id;
  }

  node(op: string, inputs: readonly (string | null)[], attrs: Attrs = {}, output = `v${this.#nodes.length}`): string {
    const index = this.#nodes.length;
    this.#nodes.push(makeNode({ id: index, op, domain: '', attrs, inputs, outputs: [output], origin: { onnxNodes: [`${op}_${index}`], onnxIndex: index } }));
    return output;
  }

  raw(outputs: readonly string[], opset = 13): Graph {
    return { nodes: this.#nodes, values: this.#values, inputs: this.#inputs, outputs, name: 'test', opsets: new Map([['', opset]]) };
  }

  build(outputs: readonly string[], options: { opset?: number; registry?: OpRegistry } = {}): Graph {
    return normalise(this.raw(outputs, options.opset), options.registry ?? makeRegistry());
  }
}
