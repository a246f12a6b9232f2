// Names of values as a graph and the graphs within it see them. The outermost scope knows values by their own names; a subgraph gives each of its values a
// name that occurs once in the model, and notes which values it takes from the graphs around it.
import type { ValueId } from '../ir/graph.ts';

export class Scope {
  readonly #outer: Scope | null;
  readonly #names = new Map<string, ValueId>();
  readonly #captured = new Set<ValueId>();

  constructor(outer: Scope | null = null) {
    this.#outer = outer;
  }

  get depth(): number {
    return this.#outer === null ? 0 : this.#outer.depth + 1;
  }

  /** Values of the graphs around this one that it reads, in the order of their first use. */
  get captured(): readonly ValueId[] {
    return [...this.#captured];
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  define(name: string, id: ValueId): void {
    this.#names.set(name, id);
  }

  /** The value that `name` stands for here; null where nothing defines it. */
  resolve(name: string): ValueId | null {
    const own = this.#names.get(name);
    if (own !== undefined || this.#outer === null) return own ?? null;
    const id = this.#outer.resolve(name);
    if (id !== null) this.#captured.add(id);
    return id;
  }

  /** Notes that this graph and those around it, but for the outermost, read a constant of the model. */
  capture(id: ValueId): void {
    if (this.#outer === null) return;
    this.#captured.add(id);
    this.#outer.capture(id);
  }
}
