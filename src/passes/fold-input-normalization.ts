// Moves the normalization of a camera image into the first layer: the input becomes pixel values, x = (pixel - mean) / std is written as
// Mul and Add behind it, and fold-affine folds both into the layers that read the input.
//   input %x; Conv(%x, %w)   ->   input %x (pixels); Conv(Add(Mul(%x, 1/std), -mean/std), %w)
import { fail } from '../diagnostics/diagnostic.ts';
import { type Graph, type ValueId, makeNode, shapeOf, usesOf, valueOf } from '../ir/graph.ts';
import { Fresh, applyPatch } from '../ir/patch.ts';

export interface Normalization {
  /** Per channel, or one for all, in pixel units (0..255). */
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

function perChannel(list: readonly number[], channels: number, what: string, input: ValueId): number[] {
  const filled = list.length === 1 ? new Array<number>(channels).fill(list[0] ?? 0) : [...list];
  const usable = filled.length === channels && filled.every(Number.isFinite) && (what === 'mean' || filled.every((v) => v > 0));
  return usable ? filled : fail('QT2006', `${what} has ${list.length} entries [${list.join(',')}]; input '${input}' has ${channels} channels`, { where: { value: input } });
}

/** Writes the normalization behind the only input of an imported NCHW graph. Throws QT2006 where it does not fit the input. */
export function insertInputNormalization(graph: Graph, normalization: Normalization): Graph {
  const [id] = graph.inputs;
  if (id === undefined || graph.inputs.length !== 1) return fail('QT2006', `mean and std need a model with one input; this one has ${graph.inputs.length}`);
  const shape = shapeOf(valueOf(graph, id));
  if (shape.length !== 4) return fail('QT2006', `input '${id}' has shape [${shape.join(',')}]; an image [N,C,H,W] is expected`, { where: { value: id } });
  const channels = shape[1] ?? 1;
  const mean = perChannel(normalization.mean, channels, 'mean', id);
  const std = perChannel(normalization.std, channels, 'std', id);
  const fresh = new Fresh(graph);
  const [factor, offset, product, normalized] = ['_factor', '_offset', '_scaled', '_normalized'].map((s) => fresh.valueId(`${id}${s}`));
  const names = { factor: factor ?? '', offset: offset ?? '', product: product ?? '', normalized: normalized ?? '' };
  const origin = { onnxNodes: [`input ${id}`], onnxIndex: -1 };
  const readers = usesOf(graph).readers.get(id) ?? [];
  return applyPatch(graph, {
    remove: readers.map((n) => n.id),
    nodes: [
      makeNode({ id: fresh.nodeId(), op: 'Mul', domain: '', attrs: {}, inputs: [id, names.factor], outputs: [names.product], origin }),
      makeNode({ id: fresh.nodeId(), op: 'Add', domain: '', attrs: {}, inputs: [names.product, names.offset], outputs: [names.normalized], origin }),
      ...readers.map((n) => makeNode({ ...n, inputs: n.inputs.map((i) => (i === id ? names.normalized : i)) })),
    ],
    values: [
      { id: names.factor, dtype: 'f32', shape: [channels, 1, 1], data: Float32Array.from(std, (s) => 1 / s) },
      { id: names.offset, dtype: 'f32', shape: [channels, 1, 1], data: Float32Array.from(mean, (m, c) => -m / (std[c] ?? 1)) },
      { id: names.product, dtype: 'f32', shape },
      { id: names.normalized, dtype: 'f32', shape },
    ],
  });
}
