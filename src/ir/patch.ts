// The only way in which a graph changes: a patch removes nodes, adds nodes and values, and redirects uses. Applying it gives a new graph in
// topological order without dead nodes or values. The names of graph inputs and outputs survive every patch.
import { invariant } from '../diagnostics/diagnostic.ts';
import { type Graph, type Node, type NodeId, type Value, type ValueId, makeNode, makeValue } from './graph.ts';

export interface GraphPatch {
  readonly remove?: readonly NodeId[];
  readonly nodes?: readonly Node[];
  readonly values?: readonly Value[];
  /** Every use of the key reads the value instead. */
  readonly redirect?: ReadonlyMap<ValueId, ValueId>;
  /** Replaces the graph's inputs (same order and names unless the pass is about inputs). */
  readonly inputs?: readonly ValueId[];
  readonly outputs?: readonly ValueId[];
}

export function applyPatch(graph: Graph, patch: GraphPatch): Graph {
  const removed = new Set(patch.remove ?? []);
  const values = new Map(graph.values);
  for (const value of patch.values ?? []) values.set(value.id, makeValue(value));
  const kept = [...graph.nodes.filter((n) => !removed.has(n.id)), ...(patch.nodes ?? [])];
  const redirected = { ...graph, inputs: patch.inputs ?? graph.inputs, outputs: patch.outputs ?? graph.outputs, nodes: kept, values };
  return tidy(redirect(redirected, patch.redirect ?? new Map<ValueId, ValueId>()));
}

function redirect(graph: Graph, uses: ReadonlyMap<ValueId, ValueId>): Graph {
  if (uses.size === 0) return graph;
  const outputs = new Set(graph.outputs);
  const rename = new Map<ValueId, ValueId>();
  for (const from of uses.keys()) {
    const to = follow(uses, from);
    // An output keeps its name: it swaps names with the value that replaces it.
    if (outputs.has(from)) {
      invariant(!outputs.has(to) && !rename.has(to) && !graph.inputs.includes(to), `output '${from}' cannot be replaced by '${to}'`);
      rename.set(to, from);
      rename.set(from, to);
    }
  }
  const target = (id: ValueId): ValueId => {
    const to = follow(uses, id);
    return rename.get(to) ?? to;
  };
  const nodes = graph.nodes.map((n) => makeNode({ ...n, inputs: n.inputs.map((i) => (i === null ? null : target(i))), outputs: n.outputs.map((o) => rename.get(o) ?? o) }));
  const values = new Map(graph.values);
  for (const [from, to] of rename) {
    const value = graph.values.get(from);
    invariant(value !== undefined, `no value '${from}' in the graph`);
    values.set(to, makeValue({ ...value, id: to }));
  }
  return { ...graph, nodes, values };
}

function follow(uses: ReadonlyMap<ValueId, ValueId>, id: ValueId): ValueId {
  let at = id;
  for (let steps = 0; steps <= uses.size; steps++) {
    const next = uses.get(at);
    if (next === undefined) return at;
    at = next;
  }
  invariant(false, `redirections of '${id}' form a cycle`);
}

/** Drops nodes and values nothing needs and restores topological order. */
function tidy(graph: Graph): Graph {
  const producer = new Map<ValueId, Node>();
  for (const node of graph.nodes) for (const id of node.outputs) producer.set(id, node);
  const needed = reachable(graph.outputs, producer);
  const nodes = stableTopological(graph.nodes.filter((n) => needed.has(n)), producer);
  invariant(nodes.length === needed.size, 'a patch made a cycle');
  const used = new Set<ValueId>([...graph.inputs, ...graph.outputs]);
  for (const node of nodes) for (const id of [...node.inputs, ...node.outputs]) if (id !== null) used.add(id);
  const values = new Map([...graph.values].filter(([id]) => used.has(id)));
  return { ...graph, nodes, values };
}

/** The nodes that outputs depend on. Iterative: graphs may be deep. */
function reachable(outputs: readonly ValueId[], producer: ReadonlyMap<ValueId, Node>): Set<Node> {
  const found = new Set<Node>();
  const stack: (ValueId | null)[] = [...outputs];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    const node = id === null ? undefined : producer.get(id);
    if (node === undefined || found.has(node)) continue;
    found.add(node);
    stack.push(...node.inputs);
  }
  return found;
}

/** Topological order that follows the model's own order wherever it may (ties by origin, then by node id). */
function stableTopological(nodes: readonly Node[], producer: ReadonlyMap<ValueId, Node>): Node[] {
  const waiting = new Map<NodeId, number>();
  const readers = new Map<NodeId, Node[]>();
  for (const node of nodes) {
    const sources = new Set(node.inputs.flatMap((id) => (id === null ? [] : (producer.get(id) ?? []))));
    waiting.set(node.id, sources.size);
    for (const source of sources) readers.set(source.id, [...(readers.get(source.id) ?? []), node]);
  }
  const before = (a: Node, b: Node): boolean => a.origin.onnxIndex < b.origin.onnxIndex || (a.origin.onnxIndex === b.origin.onnxIndex && a.id < b.id);
  const ready: Node[] = [];
  const push = (node: Node): void => {
    let i = ready.length;
    ready.push(node);
    for (; i > 0 && before(node, ready[i - 1] ?? node); i--) ready[i] = ready[i - 1] ?? node;
    ready[i] = node;
  };
  for (const node of nodes) if (waiting.get(node.id) === 0) push(node);
  const order: Node[] = [];
  for (let node = ready.shift(); node !== undefined; node = ready.shift()) {
    order.push(node);
    for (const reader of readers.get(node.id) ?? []) {
      const left = (waiting.get(reader.id) ?? 1) - 1;
      waiting.set(reader.id, left);
      if (left === 0) push(reader);
    }
  }
  return order;
}

/** Hands out node ids and value names that the graph does not use yet. */
export class Fresh {
  #next: number;
  readonly #names: Set<ValueId>;
  /** Where to go on for a base, so that many names of one base take no quadratic time. */
  readonly #suffixes = new Map<string, number>();

  constructor(graph: Graph) {
    this.#next = graph.nodes.reduce((max, n) => Math.max(max, n.id), -1) + 1;
    this.#names = new Set(graph.values.keys());
  }

  nodeId(): NodeId {
    return this.#next++;
  }

  valueId(base: string): ValueId {
    let id = base;
    let suffix = this.#suffixes.get(base) ?? 2;
    for (; this.#names.has(id); suffix++) id = `${base}_${suffix}`;
    this.#suffixes.set(base, suffix);
    this.#names.add(id);
    return id;
  }
}
