// Topological order of imported nodes: the file's own order where it is one already. Iterative; a cycle is named node by node.
import { fail } from '../diagnostics/diagnostic.ts';
import type { Node, ValueId } from '../ir/graph.ts';

/** Throws QT1008 naming the nodes of a cycle. */
export function sortNodes(nodes: readonly Node[], file: string): Node[] {
  const producer = new Map<ValueId, Node>();
  for (const node of nodes) for (const id of node.outputs) if (id !== '') producer.set(id, node);
  const sorted: Node[] = [];
  const state = new Map<Node, 'open' | 'done'>();
  for (const root of nodes) {
    const stack = state.has(root) ? [] : [{ node: root, next: 0 }];
    if (stack.length > 0) state.set(root, 'open');
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const id = top.node.inputs[top.next++];
      if (id === undefined) {
        state.set(top.node, 'done');
        sorted.push(top.node);
        stack.pop();
        continue;
      }
      const source = id === null ? undefined : producer.get(id);
      if (source === undefined || state.get(source) === 'done') continue;
      if (state.get(source) === 'open') cycle(stack.map((s) => s.node), source, file);
      state.set(source, 'open');
      stack.push({ node: source, next: 0 });
    }
  }
  return sorted;
}

function cycle(path: readonly Node[], start: Node, file: string): never {
  const names = path.slice(path.indexOf(start)).map((n) => `'${n.origin.onnxNodes[0] ?? n.op}'`);
  return fail('QT1008', `nodes depend on each other: ${[...names].reverse().slice(0, 8).join(' -> ')}${names.length > 8 ? ' -> ...' : ''}`, { where: { file, node: start.origin.onnxNodes[0] ?? start.op } });
}
