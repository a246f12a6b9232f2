// What fold-affine could not fold over an image becomes a 1x1 depthwise convolution, which is quantized per channel.
//   %y = Mul(%x [N,C,H,W], const [C,1,1])   ->   %y = Conv(%x, %w [C,1,1,1], %b) {groups: C}
import { type Graph, type Node, makeNode, shapeOf, valueOf } from '../ir/graph.ts';
import { type GraphPatch, Fresh } from '../ir/patch.ts';
import type { Pass } from './pass.ts';
import { affineOf, hasFiniteCoefficients } from './shared/affine.ts';

function depthwise(graph: Graph, node: Node): GraphPatch | null {
  const shape = shapeOf(valueOf(graph, node.outputs[0] ?? ''));
  const affine = shape.length === 4 ? affineOf(graph, node, 1) : null;
  if (affine === null || !hasFiniteCoefficients(affine)) return null;
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
    for (const node of graph.nodes) {
      const patch = depthwise(graph, node);
      if (patch !== null) return patch;
    }
    return null;
  },
};
