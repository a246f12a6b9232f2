// Graphs with the internal conversions, for tests of passes on quantized models: from ONNX bytes through normalise only, as the passes find them.
import { type Graph, type Node, valueOf } from '../../src/ir/graph.ts';
import { importModel } from '../../src/onnx/import.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { floatInputs, floatOutputs } from '../../src/passes/float-io.ts';
import { normalise } from '../../src/passes/normalise.ts';
import { signedActivations } from '../../src/passes/signed-activations.ts';

/** The graph that the float passes start from. */
export function quantizedGraph(bytes: Uint8Array): Graph {
  return signedActivations(floatOutputs(floatInputs(normalise(importModel(bytes, { file: 'm.onnx' }), REGISTRY), REGISTRY)));
}

/** Operators in order, with the element types they read and write: `Conv i8,i8 -> f32`. */
export function typedOps(graph: Graph): string[] {
  const types = (ids: Node['inputs']): string => ids.map((id) => (id === null ? '_' : valueOf(graph, id).dtype)).join();
  return graph.nodes.map((n) => `${n.op} ${types(n.inputs)} -> ${types(n.outputs)}`);
}
