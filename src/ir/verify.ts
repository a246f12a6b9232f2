// The invariants of a graph, checked after import, after every patch and after quantization, in release too. Linear in the size of the graph.
// A violation is a defect of the stage named in the message, never a fault of the model.
import { invariant } from '../diagnostics/diagnostic.ts';
import { type DType, bytesOf } from './dtype.ts';
import { type Graph, type Node, type QuantParams, type Value, type ValueId, nodeLabel } from './graph.ts';
import { elementCount } from './tensor.ts';

/** imported: computed values may lack shapes. inferred: every shape is static. quantized: integer values carry scales. */
export type GraphLevel = 'imported' | 'inferred' | 'quantized';

export function verifyGraph(graph: Graph, level: GraphLevel, stage: string): void {
  const broken = (what: string): string => `after ${stage}: ${what}`;
  const defined = new Set<ValueId>(graph.inputs);
  invariant(defined.size === graph.inputs.length, broken('an input is listed twice'));
  for (const value of graph.values.values()) {
    if (value.data !== undefined) defined.add(value.id);
    verifyValue(value, level, broken);
  }
  const ids = new Set<number>();
  for (const node of graph.nodes) {
    invariant(!ids.has(node.id), broken(`node id ${node.id} (${nodeLabel(node)}) is used twice`));
    ids.add(node.id);
    verifyNode(graph, node, { defined, broken });
  }
  for (const id of graph.outputs) invariant(defined.has(id), broken(`output '${id}' is not defined`));
}

interface State {
  readonly defined: Set<ValueId>;
  readonly broken: (what: string) => string;
}

function verifyNode(graph: Graph, node: Node, { defined, broken }: State): void {
  const name = `${node.op} '${nodeLabel(node)}'`;
  invariant(node.origin.onnxNodes.length > 0, broken(`${name} has no origin`));
  for (const id of node.inputs) invariant(id === null || defined.has(id), broken(`${name} reads '${id}' before it is defined`));
  for (const id of node.outputs) {
    if (id === '') continue;
    invariant(!defined.has(id), broken(`${name} defines '${id}' a second time`));
    invariant(graph.values.has(id), broken(`${name} defines '${id}', which the graph does not list`));
    defined.add(id);
  }
  invariant(node.normal === undefined || node.normal.mean.length === node.normal.deviation.length, broken(`${name} has a mean and a deviation of different lengths`));
  invariant(node.clamp === undefined || node.clamp.min <= node.clamp.max, broken(`${name} has an empty clamp`));
}

function verifyValue(value: Value, level: GraphLevel, broken: (what: string) => string): void {
  const name = `value '${value.id}'`;
  invariant(value.shape !== null || (level === 'imported' && value.data === undefined), broken(`${name} has no shape`));
  if (value.shape !== null) {
    invariant(value.shape.every((d) => Number.isSafeInteger(d) && d >= 0), broken(`${name} has shape [${value.shape.join(',')}]`));
    const count = elementCount(value.shape);
    if (value.data !== undefined) {
      invariant(value.data.length === count, broken(`${name} of ${count} elements holds ${value.data.length}`));
      invariant(value.data.BYTES_PER_ELEMENT === bytesOf(value.dtype), broken(`${name} is not stored as ${value.dtype}`));
    }
  }
  if (value.quant !== undefined) verifyQuant(value.quant, value, broken);
}

const LIMITS: Readonly<Partial<Record<DType, readonly [number, number]>>> = { i8: [-128, 127], u8: [0, 255], i16: [0, 0], i32: [0, 0] };
/** Float constants that lie on the grid of int8, as DequantizeLinear of the model made them. */
const GRID = [-128, 127] as const;

function verifyQuant(quant: QuantParams, value: Value, broken: (what: string) => string): void {
  const name = `value '${value.id}'`;
  const count = quant.axis === null ? 1 : (value.shape?.[quant.axis] ?? -1);
  const [low, high] = LIMITS[value.dtype] ?? (value.dtype === 'f32' && value.data !== undefined ? GRID : [1, 0]);
  invariant(low <= high, broken(`${name} is quantized but ${value.dtype}`));
  invariant(quant.scale.length === count && quant.zeroPoint.length === count, broken(`${name} has ${quant.scale.length} scales for ${count} slices`));
  invariant(quant.scale.every((s) => Number.isFinite(s) && s > 0), broken(`${name} has a scale that is not positive`));
  invariant(quant.zeroPoint.every((z) => Number.isInteger(z) && z >= low && z <= high), broken(`${name} has a zero point outside ${value.dtype}`));
}
