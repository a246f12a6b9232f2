// Which values lie within others, so that nothing is copied: inputs of a Concat or Pad in its output, and what a Slice takes in its input. Only where the
// bytes are one run, and where no caller holds the value. A value lies in one place: the first that asks for it; others copy.
import { type Graph, type Node, type ValueId, valueOf } from '../ir/graph.ts';
import { type OpRegistry, contextOf, opOf } from '../ops/registry.ts';

export interface Place {
  /** Value whose buffer holds it. */
  readonly within: ValueId;
  readonly element: number;
}

export interface Parts {
  /** By value that has a buffer of its own otherwise. */
  readonly places: ReadonlyMap<ValueId, Place>;
  /** By node, inputs that are not to be moved any more. */
  readonly inPlace: ReadonlyMap<number, ReadonlySet<number>>;
}

export const NO_PARTS: Parts = { places: new Map(), inPlace: new Map() };

class Search {
  readonly places = new Map<ValueId, Place>();
  readonly inPlace = new Map<number, Set<number>>();
  readonly #graph: Graph;
  readonly #registry: OpRegistry;
  /** What a view renames. */
  readonly #renamed = new Map<ValueId, ValueId>();
  readonly #held: ReadonlySet<ValueId>;

  constructor(graph: Graph, registry: OpRegistry) {
    this.#graph = graph;
    this.#registry = registry;
    for (const node of graph.nodes) {
      const [input] = node.inputs;
      if (opOf(registry, node).view === true && this.#isComputed(input)) this.#renamed.set(node.outputs[0] ?? '', this.#owner(input));
    }
    this.#held = new Set([...graph.inputs, ...graph.outputs].map((id) => this.#owner(id)));
  }

  #isComputed(id: ValueId | null | undefined): id is ValueId {
    return typeof id === 'string' && valueOf(this.#graph, id).data === undefined;
  }

  #owner(id: ValueId): ValueId {
    return this.#renamed.get(id) ?? id;
  }

  #place(value: ValueId, place: Place, user: { readonly node: Node; readonly index: number }): void {
    if (this.#held.has(value) || this.places.has(value)) return;
    this.places.set(value, place);
    const indices = this.inPlace.get(user.node.id) ?? new Set();
    this.inPlace.set(user.node.id, indices.add(user.index));
  }

  visit(node: Node): void {
    const def = opOf(this.#registry, node);
    const [output = ''] = node.outputs;
    const runs = def.runsInOutput?.(contextOf(this.#graph, node)) ?? [];
    node.inputs.forEach((id, index) => {
      const element = runs[index] ?? null;
      if (element !== null && this.#isComputed(id)) this.#place(this.#owner(id), { within: this.#owner(output), element }, { node, index });
    });
    const [input] = node.inputs;
    const element = def.runInInput?.(contextOf(this.#graph, node)) ?? null;
    if (element !== null && this.#isComputed(input)) this.#place(output, { within: this.#owner(input), element }, { node, index: 0 });
  }
}

export function partsOf(graph: Graph, registry: OpRegistry): Parts {
  const search = new Search(graph, registry);
  for (const node of graph.nodes) search.visit(node);
  return search;
}
