// Recognises y = a * x + b with constants that vary along one dimension at most, in Add, Sub, Mul and Div nodes.
import { type Graph, type Node, type ValueId, constantOf, shapeOf, valueOf } from '../../ir/graph.ts';
import { type Tensor, toNumbers } from '../../ir/tensor.ts';

export interface Affine {
  /** The computed operand. */
  readonly input: ValueId;
  /** One entry per channel. */
  readonly factor: readonly number[];
  readonly offset: readonly number[];
}

/** `node` as an affine map per index of dimension `axis` of its output; null where it is none. */
export function affineOf(graph: Graph, node: Node, axis: number): Affine | null {
  const [a, b] = node.inputs;
  if (!['Add', 'Sub', 'Mul', 'Div'].includes(node.op) || node.clamp || typeof a !== 'string' || typeof b !== 'string') return null;
  const left = constantOf(valueOf(graph, a));
  const right = constantOf(valueOf(graph, b));
  const output = shapeOf(valueOf(graph, node.outputs[0] ?? ''));
  const constant = left ?? right;
  const input = left ? b : a;
  if (!constant || (left && right) || constant.dtype !== 'f32') return null;
  if (shapeOf(valueOf(graph, input)).join() !== output.join()) return null;
  const values = alongAxis(constant, output.length, axis, output[axis] ?? 1);
  return values === null ? null : { input, ...coefficients(node.op, values, left !== null) };
}

function alongAxis(constant: Tensor, rank: number, axis: number, size: number): number[] | null {
  const offset = rank - constant.shape.length;
  if (offset < 0 || constant.shape.some((d, i) => d !== 1 && (i + offset !== axis || d !== size))) return null;
  const values = toNumbers(constant);
  return values.length === 1 ? new Array<number>(size).fill(values[0] ?? 0) : values;
}

function coefficients(op: string, c: number[], constantFirst: boolean): { factor: number[]; offset: number[] } {
  const ones = c.map(() => 1);
  const zeros = c.map(() => 0);
  switch (op) {
    case 'Add': return { factor: ones, offset: c };
    case 'Sub': return constantFirst ? { factor: ones.map(() => -1), offset: c } : { factor: ones, offset: c.map((v) => -v) };
    case 'Mul': return { factor: c, offset: zeros };
    default: return constantFirst ? { factor: c.map(() => Number.NaN), offset: zeros } : { factor: c.map((v) => 1 / v), offset: zeros };
  }
}

/** Whether every coefficient is finite: a division by zero or of a constant is no affine map. */
export function hasFiniteCoefficients(affine: Affine): boolean {
  return [...affine.factor, ...affine.offset].every(Number.isFinite);
}
