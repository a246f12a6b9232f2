// What fold-affine could not fold over an image becomes a 1x1 depthwise convolution, which is quantized per channel. A map behind a convolution
// is left to fold-affine, which runs once more: of a scale and a bias only the first becomes a convolution.
//   %y = Mul(%x [N,C,H,W], const [C,1,1])   ->   %y = Conv(%x, %w [C,1,1,1], %b) {groups: C}
import { type Graph, type Node, type Uses, type ValueId, makeNode, shapeOf, usesOf, valueOf } from '../ir/graph.ts';
import { type GraphPatch, Fresh } from '../ir/patch.ts';
import type { Pass } from './pass.ts';
import { affineOf, hasFiniteCoefficients } from './shared/affine.ts';

function isBehindConvolution(graph: Graph, uses: Uses, input: ValueId): boolean {
  return uses.producer.get(input)?.op === 'Conv' && uses.readers.get(input)?.length === 1 && !graph.outputs.includes(input);
}

/** A constant of a quantized model: the operator has an integer form as it is. */
function isOnGrid(graph: Graph, node: Node): boolean {
  return node.inputs.some((id) => id !== null && valueOf(graph, id).quant !== undefined);
}

function depthwise(graph: Graph, uses: Uses, node: Node): GraphPatch | null {
  const shape = shapeOf(valueOf(graph, node.outputs[0] ?? ''));
  const affine = shape.length === 4 ? affineOf(graph, node, 1) : null;
  if (affine === null || !hasFiniteCoefficients(affine) || isOnGrid(graph, node) || isBehindConvolution(graph, uses, affine.input)) return null;
  const channels = shape[1] ?? 1;
  const fresh = new Fresh(graph);
  const w = fresh.valueId(`${node.outputs[0]}_w`);
  const b = fresh.valueId(`${node.outputs[0]}_b`);
  const attrs = { kernel: [1, 1], strides: [1, 1], dilations: [1, 1], pads: [0, 0, 0, 0], layout: 'nchw', groups: channels, padValues: null };
  return {
    remove: [node.id],
    nodes: [makeNode({ ...node, id: fresh.nodeId(), op: 'Conv', attrs, inputs: [affine.input, w, b] })],
    values: [
      { id: w, dtype: 'f32', shape: [channels, 1, 1, 1], data: Float32Array.from(affine.factor) },
      { id: b, dtype: 'f32', shape: [channels], data: Float32Array.from(affine.offset) },
    ],
  };
}

export const affineToDepthwise: Pass = {
  name: 'affine-to-depthwise',
  apply(graph): GraphPatch | null {
    const uses = usesOf(graph);
    for (const node of graph.nodes) {
      const patch = depthwise(graph, uses, node);
      if (patch !== null) return patch;
    }
    return null;
  },
};
