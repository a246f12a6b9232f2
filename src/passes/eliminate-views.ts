// Removes nodes that pass their input on unchanged, and joins chains of Reshape.
//   %b = Identity(%a); %c = Reshape(%b) {shape: [1, 8]}; %d = Reshape(%c) {shape: [8]}   ->   %d = Reshape(%a) {shape: [8]}
import { type Graph, type Node, type ValueId, makeNode, shapeOf, usesOf, valueOf } from '../ir/graph.ts';
import type { GraphPatch } from '../ir/patch.ts';
import { sameShape } from '../ir/tensor.ts';
import type { Pass } from './pass.ts';

function isNoop(graph: Graph, node: Node): boolean {
  const [input] = node.inputs;
  const [output] = node.outputs;
  if (input === undefined || input === null || output === undefined || node.clamp) return false;
  const same = sameShape(shapeOf(valueOf(graph, input)), shapeOf(valueOf(graph, output)));
  switch (node.op) {
    case 'Identity':
    case 'Dropout': return true;
    case 'Reshape':
    case 'DepthToSpace':
    case 'SpaceToDepth': return same;
    case 'Slice': return same && isForward(node);
    case 'Pad': return same && isZero(node.attrs['before']);
    case 'Concat': return node.inputs.length === 1;
    case 'Transpose': return Array.isArray(node.attrs['perm']) && node.attrs['perm'].every((p: unknown, i: number) => p === i);
    case 'Clip': return node.attrs['min'] === -Infinity && node.attrs['max'] === Infinity;
    default: return false;
  }
}

function isZero(list: unknown): boolean {
  return Array.isArray(list) && list.every((v: unknown) => v === 0);
}

function isForward(node: Node): boolean {
  return Array.isArray(node.attrs['steps']) && node.attrs['steps'].every((s: unknown) => s === 1);
}

/** An output may only take the name of a value that a node computes and that is not an output itself. */
function mayRedirect(graph: Graph, node: Node, taken: ReadonlySet<ValueId>): boolean {
  const [input] = node.inputs;
  const [output = ''] = node.outputs;
  if (!graph.outputs.includes(output)) return true;
  const computed = graph.nodes.some((n) => n.outputs.some((o) => o === input));
  return computed && !graph.outputs.some((o) => o === input) && !(typeof input === 'string' && taken.has(input));
}

export const eliminateViews: Pass = {
  name: 'eliminate-views',
  apply(graph): GraphPatch | null {
    const redirect = new Map<ValueId, ValueId>();
    const taken = new Set<ValueId>();
    const remove = graph.nodes.filter((node) => {
      const [input] = node.inputs;
      if (!isNoop(graph, node) || typeof input !== 'string' || !mayRedirect(graph, node, taken)) return false;
      if (redirect.has(input)) return false;
      redirect.set(node.outputs[0] ?? '', input);
      taken.add(input);
      return true;
    });
    if (remove.length > 0) return { remove: remove.map((n) => n.id), redirect };
    return joinReshapes(graph);
  },
};

function joinReshapes(graph: Graph): GraphPatch | null {
  const { producer } = usesOf(graph);
  const outer = graph.nodes.filter((n) => n.op === 'Reshape' && producer.get(n.inputs[0] ?? '')?.op === 'Reshape');
  if (outer.length === 0) return null;
  const nodes = outer.map((n) => makeNode({ ...n, inputs: [producer.get(n.inputs[0] ?? '')?.inputs[0] ?? null] }));
  return { remove: outer.map((n) => n.id), nodes };
}
