// Runs a float graph through the operators' reference facets: the oracle that passes must not change.
import { type Graph, constantOf, shapeOf, valueOf } from '../../src/ir/graph.ts';
import { type Tensor, makeTensor } from '../../src/ir/tensor.ts';
import { type OpRegistry, contextOf, makeRegistry, opOf } from '../../src/ops/registry.ts';
import { randomFloats } from './graph-builder.ts';

export function interpret(graph: Graph, inputs: ReadonlyMap<string, Tensor>, registry: OpRegistry = makeRegistry()): Map<string, Tensor> {
  const known = new Map<string, Tensor>(inputs);
  for (const value of graph.values.values()) {
    const tensor = value.shape === null ? null : constantOf(value);
    if (tensor) known.set(value.id, tensor);
  }
  for (const node of graph.nodes) {
    const def = opOf(registry, node);
    const args = node.inputs.map((id) => (id === null ? null : (known.get(id) ?? null)));
    const results = def.reference?.({ attrs: node.attrs, inputs: args, outputs: contextOf(graph, node).outputs });
    if (!results) throw new Error(`${node.op} has no reference`);
    node.outputs.forEach((id, i) => {
      const result = results[i];
      if (!result) throw new Error(`${node.op} gave no output ${i}`);
      const { clamp } = node;
      known.set(id, clamp ? makeTensor('f32', result.shape, Float32Array.from(result.data as Float32Array, (v) => Math.min(clamp.max, Math.max(clamp.min, v)))) : result);
    });
  }
  return new Map(graph.outputs.map((id) => [id, known.get(id) ?? makeTensor('f32', [0], new Float32Array(0))]));
}

/** Seeded inputs for every graph input, drawn in [-1, 1). */
export function randomInputs(graph: Graph, seed = 7): Map<string, Tensor> {
  return new Map(graph.inputs.map((id, i) => {
    const shape = shapeOf(valueOf(graph, id));
    return [id, makeTensor('f32', shape, randomFloats(shape.reduce((p, d) => p * d, 1), seed + i))];
  }));
}

/** Largest difference between the outputs of two graphs on the same inputs, relative to the largest output. */
export function difference(a: Graph, b: Graph, registry?: OpRegistry): number {
  const inputs = randomInputs(a);
  const [x, y] = [interpret(a, inputs, registry), interpret(b, inputs, registry)];
  let worst = 0;
  for (const [id, tensor] of x) {
    const other = y.get(id);
    if (!other || other.shape.join() !== tensor.shape.join()) return Infinity;
    const scale = Math.max(1e-30, ...Array.from(tensor.data as Float32Array, Math.abs));
    tensor.data.forEach((v: number | bigint, i: number) => (worst = Math.max(worst, Math.abs(Number(v) - Number(other.data[i])) / scale)));
  }
  return worst;
}
