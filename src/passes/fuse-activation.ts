// Recognises the formulas that exporters write for activation functions, so that each is one unit: one kernel in float, one table in INT8.
//   %s = Sigmoid(%x); %y = Mul(%x, %s)                                  ->   %y = Swish(%x) {alpha: 1}
//   %a = Add(%x, 3); %c = Clip(%a) {0, 6}; %m = Mul(%x, %c); %y = Div(%m, 6)   ->   %y = HardSwish(%x)
//   %d = Div(%x, sqrt(2)); %e = Erf(%d); %o = Add(%e, 1); %y = Mul(Mul(%x, %o), 0.5)   ->   %y = Gelu(%x)
// A product is taken apart into a constant and factors, in whatever order and grouping it is written. What others read too stays.
import { type Attrs, type Graph, type Node, type Uses, type ValueId, constantOf, makeNode, mergeOrigins, shapeOf, usesOf, valueOf } from '../ir/graph.ts';
import { type GraphPatch, Fresh } from '../ir/patch.ts';
import { sameShape, uniformNumber } from '../ir/tensor.ts';
import type { Pass } from './pass.ts';

/** Constants in models are rounded, and written with few digits. */
const TOLERANCE = 1e-4;

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= TOLERANCE * Math.abs(b);
}

/** A product: its constant, its other factors, and the nodes that make it. */
interface Product {
  readonly constant: number;
  readonly factors: readonly ValueId[];
  readonly nodes: readonly Node[];
}

class Formulas {
  readonly #graph: Graph;
  readonly #uses: Uses;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#uses = usesOf(graph);
  }

  #number(id: ValueId): number | null {
    const tensor = constantOf(valueOf(this.#graph, id));
    return tensor?.dtype === 'f32' ? uniformNumber(tensor) : null;
  }

  /** The node of that kind that makes `id` for one reader alone. */
  #made(id: ValueId, op: string): Node | null {
    const node = this.#uses.producer.get(id);
    const isInner = this.#uses.readers.get(id)?.length === 1 && !this.#graph.outputs.includes(id);
    return node !== undefined && node.domain === '' && node.op === op && node.clamp === undefined && isInner ? node : null;
  }

  #parts({ op, inputs: [a, b] }: Node): Product | null {
    if (typeof a !== 'string' || typeof b !== 'string') return null;
    const [left, right] = [this.#number(a), this.#number(b)];
    if (op === 'Pow') return right === 2 || right === 3 ? { constant: 1, factors: new Array<ValueId>(right).fill(a), nodes: [] } : null;
    if (op === 'Div') return right === null ? null : { constant: 1 / right, factors: [a], nodes: [] };
    if (op !== 'Mul') return null;
    return { constant: (left ?? 1) * (right ?? 1), factors: [...(left === null ? [a] : []), ...(right === null ? [b] : [])], nodes: [] };
  }

  productOf(node: Node): Product | null {
    const own = this.#parts(node);
    if (own === null) return null;
    const inner = own.factors.map((id) => this.product(id));
    return {
      constant: inner.reduce((c, p) => c * p.constant, own.constant),
      factors: inner.flatMap((p) => p.factors), nodes: [node, ...inner.flatMap((p) => p.nodes)],
    };
  }

  product(id: ValueId): Product {
    const node = this.#made(id, 'Mul') ?? this.#made(id, 'Div') ?? this.#made(id, 'Pow');
    return (node && this.productOf(node)) ?? { constant: 1, factors: [id], nodes: [] };
  }

  /** `id` as a number plus another value. */
  #sum(id: ValueId): { readonly node: Node; readonly number: number; readonly other: ValueId } | null {
    const node = this.#made(id, 'Add');
    const [a, b] = node?.inputs ?? [];
    if (node === null || typeof a !== 'string' || typeof b !== 'string') return null;
    const [left, right] = [this.#number(a), this.#number(b)];
    return right !== null ? { node, number: right, other: a } : left !== null ? { node, number: left, other: b } : null;
  }

  /** Nodes of `id` = constant * x; null where it is something else. */
  #scaled(id: ValueId, x: ValueId): Product | null {
    if (id === x) return { constant: 1, factors: [x], nodes: [] };
    const product = this.product(id);
    return product.factors.length === 1 && product.factors[0] === x ? product : null;
  }

  /** max(0, min(6, x + 3)). */
  sixth(id: ValueId): { readonly x: ValueId; readonly nodes: readonly Node[] } | null {
    const clip = this.#made(id, 'Clip');
    const sum = clip && clip.attrs['min'] === 0 && clip.attrs['max'] === 6 ? this.#sum(clip.inputs[0] ?? '') : null;
    return clip && sum?.number === 3 ? { x: sum.other, nodes: [clip, sum.node] } : null;
  }

  /** A factor that is a function of x, as the activation of which x * factor * constant is. */
  gate(id: ValueId, x: ValueId, constant: number): Found | null {
    if (isNear(constant, 1)) return this.#plainGate(id, x);
    const six = this.sixth(id);
    if (six !== null) return six.x === x && isNear(constant, 1 / 6) ? { op: 'HardSwish', attrs: {}, nodes: six.nodes } : null;
    return isNear(constant, 0.5) ? this.#halfGate(id, x) : null;
  }

  #plainGate(id: ValueId, x: ValueId): Found | null {
    const sigmoid = this.#made(id, 'Sigmoid');
    const scaled = sigmoid && this.#scaled(sigmoid.inputs[0] ?? '', x);
    if (sigmoid && scaled) return { op: 'Swish', attrs: { alpha: scaled.constant }, nodes: [sigmoid, ...scaled.nodes] };
    const hard = this.#made(id, 'HardSigmoid');
    if (hard?.inputs[0] === x && isNear(Number(hard.attrs['alpha']), 1 / 6) && isNear(Number(hard.attrs['beta']), 0.5)) return { op: 'HardSwish', attrs: {}, nodes: [hard] };
    const tanh = this.#made(id, 'Tanh');
    const softplus = tanh && this.#made(tanh.inputs[0] ?? '', 'Softplus');
    return tanh && softplus?.inputs[0] === x ? { op: 'Mish', attrs: {}, nodes: [tanh, softplus] } : null;
  }

  /** 1 + erf(x / sqrt(2)), or 1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3)). */
  #halfGate(id: ValueId, x: ValueId): Found | null {
    const sum = this.#sum(id);
    if (sum?.number !== 1) return null;
    const erf = this.#made(sum.other, 'Erf');
    const scaled = erf && this.#scaled(erf.inputs[0] ?? '', x);
    if (erf && scaled && isNear(scaled.constant, Math.SQRT1_2)) return { op: 'Gelu', attrs: { approximate: 'none' }, nodes: [sum.node, erf, ...scaled.nodes] };
    const tanh = this.#made(sum.other, 'Tanh');
    const inner = tanh && this.product(tanh.inputs[0] ?? '');
    const cubic = inner?.factors.length === 1 && isNear(inner.constant, Math.sqrt(2 / Math.PI)) ? this.#made(inner.factors[0] ?? '', 'Add') : null;
    const cube = cubic?.inputs.map((term) => this.product(term ?? '')).find((p) => p.factors.length === 3);
    const isGelu = cubic?.inputs.includes(x) === true && cube?.factors.every((f) => f === x) === true && isNear(cube.constant, 0.044715);
    return tanh && inner && cubic && cube && isGelu ? { op: 'Gelu', attrs: { approximate: 'tanh' }, nodes: [sum.node, tanh, ...inner.nodes, cubic, ...cube.nodes] } : null;
  }
}

interface Found {
  readonly op: string;
  readonly attrs: Attrs;
  readonly nodes: readonly Node[];
}

function activationOf(formulas: Formulas, root: Node): (Found & { readonly x: ValueId }) | null {
  const product = formulas.productOf(root);
  if (product === null || product.factors.length > 2) return null;
  const [a, b] = product.factors;
  if (a !== undefined && b === undefined) {
    const six = formulas.sixth(a);
    return six && isNear(product.constant, 1 / 6) ? { op: 'HardSigmoid', attrs: { alpha: 1 / 6, beta: 0.5 }, x: six.x, nodes: [...product.nodes, ...six.nodes] } : null;
  }
  for (const [x, gate] of [[a, b], [b, a]] as const) {
    const found = x !== undefined && gate !== undefined ? formulas.gate(gate, x, product.constant) : null;
    if (found !== null && x !== undefined) return { ...found, x, nodes: [...product.nodes, ...found.nodes] };
  }
  return null;
}

export const fuseActivation: Pass = {
  name: 'fuse-activation',
  apply(graph): GraphPatch | null {
    const formulas = new Formulas(graph);
    const fresh = new Fresh(graph);
    /** The last node of a formula is the root: products that end earlier are part of it. */
    for (const root of [...graph.nodes].reverse()) {
      if (root.domain !== '' || root.clamp) continue;
      const found = activationOf(formulas, root);
      const [output = ''] = root.outputs;
      if (found === null || !sameShape(shapeOf(valueOf(graph, found.x)), shapeOf(valueOf(graph, output)))) continue;
      const origin = mergeOrigins([...found.nodes].sort((a, b) => a.origin.onnxIndex - b.origin.onnxIndex));
      return { remove: [root.id], nodes: [makeNode({ id: fresh.nodeId(), op: found.op, domain: '', attrs: found.attrs, inputs: [found.x], outputs: root.outputs, origin })] };
    }
    return null;
  },
};
