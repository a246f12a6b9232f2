// Moves element-wise operators from behind a view to before it, where a convolution computes what the view renames: lines and volumes are
// convolved as images, and what follows them should find the convolution, to be fused with it.
//   %c = Conv(%x); %r = Reshape(%c) {shape: [1, 8, 20]}; %y = Clip(%r)   ->   %c = Conv(%x); %k = Clip(%c); %y = Reshape(%k) {shape: [1, 8, 20]}
// Two computed operands move together from behind equal views. Constants get the shape that they have before the view.
import { type Graph, type Node, type Uses, type Value, type ValueId, constantOf, makeNode, shapeOf, usesOf, valueOf } from '../ir/graph.ts';
import { type GraphPatch, Fresh } from '../ir/patch.ts';
import { type Shape, sameShape } from '../ir/tensor.ts';
import { transposed } from '../ops/shared/build.ts';
import { permuteElementwise } from '../ops/shared/elementwise.ts';
import { type OpRegistry, opOf } from '../ops/registry.ts';
import type { Pass } from './pass.ts';
import { groupsOf } from './shared/tracked-reshape.ts';

function isElementwise(registry: OpRegistry, node: Node): boolean {
  return opOf(registry, node).permute === permuteElementwise && node.outputs.length === 1;
}

function isView(node: Node | undefined): node is Node {
  return node !== undefined && node.domain === '' && (node.op === 'Reshape' || node.op === 'Transpose');
}

/** Whether `id` is what a convolution computes, perhaps with element-wise operators behind it. */
function isConvolved(id: ValueId | null | undefined, uses: Uses, registry: OpRegistry): boolean {
  const producer = uses.producer.get(id ?? '');
  if (producer === undefined) return false;
  return producer.op === 'Conv' || (isElementwise(registry, producer) && producer.inputs.some((input) => isConvolved(input, uses, registry)));
}

/** The data and shape of a constant before a view that turns `from` into `to`; null where there is none. */
function before(constant: Value, view: Node, { from, to }: { from: Shape; to: Shape }): Pick<Value, 'data' | 'shape'> | null {
  const tensor = constantOf(constant);
  if (tensor === null || constant.quant !== undefined || tensor.shape.length > to.length) return null;
  const wide = [...new Array<number>(to.length - tensor.shape.length).fill(1), ...tensor.shape];
  if (view.op === 'Transpose') {
    const perm = Array.isArray(view.attrs['perm']) ? view.attrs['perm'].map(Number) : [];
    const moved = transposed({ ...tensor, shape: wide }, perm.map((_, i) => perm.indexOf(i)));
    return { data: moved.data, shape: moved.shape };
  }
  const shape = from.map(() => 1);
  for (const group of groupsOf(from, to)) {
    const varies = group.to.some((axis) => wide[axis] !== 1);
    if (varies && (group.to.length > 1 || group.from.length > 1)) return null;
    if (varies) shape[group.from[0] ?? 0] = wide[group.to[0] ?? 0] ?? 1;
  }
  return { data: tensor.data, shape };
}

interface Lift {
  readonly node: Node;
  readonly view: Node;
  /** Operands before the view. */
  readonly inputs: readonly (ValueId | { readonly id: ValueId; readonly constant: Pick<Value, 'data' | 'shape'> })[];
}

function sameView(a: Node, b: Node): boolean {
  return a.op === b.op && JSON.stringify(a.attrs) === JSON.stringify(b.attrs);
}

function liftOf(graph: Graph, uses: Uses, registry: OpRegistry, node: Node): Lift | null {
  if (!isElementwise(registry, node)) return null;
  const computed = node.inputs.filter((id) => id === null || valueOf(graph, id).data === undefined);
  const views = computed.map((id) => uses.producer.get(id ?? ''));
  const [view] = views;
  const source = view?.inputs[0];
  if (!isView(view) || typeof source !== 'string' || !views.every((v) => isView(v) && sameView(v, view))) return null;
  const to = shapeOf(valueOf(graph, view.outputs[0] ?? ''));
  const from = shapeOf(valueOf(graph, source));
  const fits = views.every((v) => sameShape(shapeOf(valueOf(graph, v?.inputs[0] ?? '')), from)) && sameShape(to, shapeOf(valueOf(graph, node.outputs[0] ?? '')));
  if (!fits || !views.some((v) => isConvolved(v?.inputs[0], uses, registry))) return null;
  const inputs: Lift['inputs'][number][] = [];
  for (const id of node.inputs) {
    if (id === null) return null;
    const value = valueOf(graph, id);
    const moved = value.data === undefined ? null : before(value, view, { from, to });
    if (value.data !== undefined && moved === null) return null;
    inputs.push(moved === null ? (uses.producer.get(id)?.inputs[0] ?? id) : { id, constant: moved });
  }
  return { node, view, inputs };
}

export const liftElementwise: Pass = {
  name: 'lift-elementwise',
  apply(graph, { registry }): GraphPatch | null {
    const uses = usesOf(graph);
    const lift = graph.nodes.map((node) => liftOf(graph, uses, registry, node)).find((l) => l !== null);
    if (!lift) return null;
    const fresh = new Fresh(graph);
    const { node, view } = lift;
    const output = valueOf(graph, node.outputs[0] ?? '');
    const values: Value[] = [];
    const inputs = lift.inputs.map((input) => {
      if (typeof input === 'string') return input;
      const id = fresh.valueId(`${input.id}_lifted`);
      values.push({ ...valueOf(graph, input.id), id, ...input.constant });
      return id;
    });
    const lifted = fresh.valueId(`${output.id}_lifted`);
    values.push({ ...output, id: lifted, shape: shapeOf(valueOf(graph, view.inputs[0] ?? '')) });
    const nodes = [
      makeNode({ ...node, id: fresh.nodeId(), inputs, outputs: [lifted] }),
      makeNode({ ...view, id: fresh.nodeId(), inputs: [lifted], outputs: node.outputs }),
    ];
    return { remove: [node.id], nodes, values };
  },
};
