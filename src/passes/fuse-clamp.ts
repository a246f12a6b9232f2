// Fuses a Clip (ReLU, ReLU6) into the only producer of its input, where that operator's kernels clamp their output anyway.
//   %a = Conv(%x, %w); %y = Clip(%a) {min: 0, max: 6}   ->   %y = Conv(%x, %w) clamp [0, 6]
import { type Graph, type Node, type Uses, makeNode, mergeOrigins, usesOf } from '../ir/graph.ts';
import { type GraphPatch, Fresh } from '../ir/patch.ts';
import { type OpRegistry, opOf } from '../ops/registry.ts';
import type { Pass } from './pass.ts';

function producerOf(graph: Graph, uses: Uses, clip: Node, registry: OpRegistry): Node | null {
  const input = clip.inputs[0] ?? '';
  const producer = uses.producer.get(input);
  if (clip.op !== 'Clip' || producer === undefined || opOf(registry, producer).clamps !== true) return null;
  return uses.readers.get(input)?.length === 1 && !graph.outputs.includes(input) ? producer : null;
}

function fused(producer: Node, clip: Node, id: number): Node {
  const min = Math.max(Number(clip.attrs['min']), producer.clamp?.min ?? -Infinity);
  const max = Math.min(Number(clip.attrs['max']), producer.clamp?.max ?? Infinity);
  return makeNode({ ...producer, id, outputs: clip.outputs, origin: mergeOrigins([producer, clip]), clamp: { min: Math.min(min, max), max } });
}

export const fuseClamp: Pass = {
  name: 'fuse-clamp',
  apply(graph, { registry }): GraphPatch | null {
    const uses = usesOf(graph);
    const fresh = new Fresh(graph);
    const gone = new Set<number>();
    const nodes: Node[] = [];
    for (const clip of graph.nodes) {
      const producer = producerOf(graph, uses, clip, registry);
      if (producer === null || gone.has(producer.id)) continue;
      gone.add(producer.id).add(clip.id);
      nodes.push(fused(producer, clip, fresh.nodeId()));
    }
    return nodes.length === 0 ? null : { remove: [...gone], nodes };
  },
};
