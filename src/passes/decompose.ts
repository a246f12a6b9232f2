// Replaces operators by more primitive ones where their record says how.
//   %y = Relu(%x)                    ->  %y = Clip(%x) {min: 0, max: inf}
//   %y = GlobalAveragePool(%x)       ->  %y = AveragePool(%x) {kernel: [7, 7], ...}
//   %y = BatchNormalization(%x, ...) ->  %t = Mul(%x, %f); %y = Add(%t, %o)
import { invariant } from '../diagnostics/diagnostic.ts';
import type { Graph, Node, Value, ValueId } from '../ir/graph.ts';
import { type GraphPatch, Fresh } from '../ir/patch.ts';
import type { DecomposeContext } from '../ops/op-def.ts';
import { contextOf, opOf } from '../ops/registry.ts';
import type { Pass } from './pass.ts';

interface Additions {
  readonly nodes: Node[];
  readonly values: Value[];
}

interface Rewrite {
  readonly fresh: Fresh;
  readonly add: Additions;
  /** Every value that a node reads or that is a graph output. */
  readonly read: ReadonlySet<ValueId | null>;
}

function contextFor(graph: Graph, node: Node, { fresh, add, read }: Rewrite): DecomposeContext<Node['attrs']> {
  const base = node.outputs[0] ?? 'value';
  const nodes: DecomposeContext<Node['attrs']>['nodes'] = (op, attrs, inputs, outputs) => {
    const ids = outputs.map((output) => (typeof output === 'string' ? output : fresh.valueId(`${base}_${op.toLowerCase()}`)));
    outputs.forEach((output, i) => typeof output !== 'string' && add.values.push({ id: ids[i] ?? '', dtype: output.dtype, shape: output.shape }));
    add.nodes.push({ id: fresh.nodeId(), op, domain: '', attrs, inputs, outputs: ids, origin: node.origin });
    return ids;
  };
  return {
    ...contextOf(graph, node),
    clamp: node.clamp ?? null,
    inputIds: node.inputs,
    outputIds: node.outputs,
    constant(tensor, quant) {
      const id = fresh.valueId(`${base}_const`);
      add.values.push({ id, dtype: tensor.dtype, shape: tensor.shape, data: tensor.data, ...(quant ? { quant } : {}) });
      return id;
    },
    node: (op, attrs, inputs, output) => nodes(op, attrs, inputs, [output])[0] ?? '',
    nodes,
    isRead: (index) => read.has(node.outputs[index] ?? null),
    state(id, normal) {
      const at = add.nodes.findIndex((n) => n.outputs[0] === id);
      const made = add.nodes[at];
      invariant(made !== undefined, `'${id}' was added before something is said of it`);
      add.nodes[at] = { ...made, normal };
    },
  };
}

export const decompose: Pass = {
  name: 'decompose',
  apply(graph, { registry }): GraphPatch | null {
    const fresh = new Fresh(graph);
    const add: Additions = { nodes: [], values: [] };
    const read = new Set([...graph.outputs, ...graph.nodes.flatMap((n) => n.inputs)]);
    const remove = graph.nodes.filter((node) => {
      const def = opOf(registry, node);
      return def.decompose?.(contextFor(graph, node, { fresh, add, read })) === true;
    });
    return remove.length === 0 ? null : { remove: remove.map((n) => n.id), ...add };
  },
};
