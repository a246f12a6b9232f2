// Folds padding of the two spatial dimensions into the convolution or pooling that reads it, where their own padding means the same: zeros for Conv and for
// an AveragePool that counts them, values that no window takes for MaxPool.
//   %a = Pad(%x) {before: [0,0,0,0], after: [0,0,1,1]}; %y = Conv(%a, %w)   ->   %y = Conv(%x, %w) {pads: [0,0,1,1]}
import { type Node, makeNode, mergeOrigins, usesOf } from '../ir/graph.ts';
import { type GraphPatch, Fresh } from '../ir/patch.ts';
import type { Pass } from './pass.ts';

/** Nothing that float holds is smaller, but infinity. */
const LOWEST = -3.4028234e38;

function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.map(Number) : [];
}

function isSpatial(pad: Node): boolean {
  const sides = [numbers(pad.attrs['before']), numbers(pad.attrs['after'])];
  return pad.attrs['mode'] === 'constant' && sides.every((side) => side.length === 4 && side[0] === 0 && side[1] === 0 && side.every((size) => size >= 0));
}

/** top, left, bottom, right of both. */
function joinedPads(reader: Node, pad: Node): number[] {
  const before = numbers(pad.attrs['before']);
  const after = numbers(pad.attrs['after']);
  const extra = [before[2] ?? 0, before[3] ?? 0, after[2] ?? 0, after[3] ?? 0];
  return numbers(reader.attrs['pads']).map((p, i) => p + (extra[i] ?? 0));
}

/** Whether every window of a pooling with these pads holds an element of the image. */
function windowsMeetImage(pool: Node, pads: readonly number[]): boolean {
  const kernel = numbers(pool.attrs['kernel']);
  return numbers(pool.attrs['dilations']).every((d) => d === 1) && pads.every((p, i) => p < (kernel[i % 2] ?? 0));
}

/** Whether no element that `pad` reads is below its value, so that the largest of a window is never the padding alone. */
function isLowest(pad: Node, source: Node | undefined): boolean {
  const value = Number(pad.attrs['value']);
  return value <= LOWEST || (source?.op === 'Clip' && Number(source.attrs['min']) >= value);
}

/** Attributes of the reader without the Pad; null where it cannot take over. */
function folded(reader: Node, pad: Node, source: Node | undefined): Node['attrs'] | null {
  if (reader.attrs['layout'] !== 'nchw' || !isSpatial(pad)) return null;
  const pads = joinedPads(reader, pad);
  const zero = pad.attrs['value'] === 0;
  switch (reader.op) {
    case 'Conv': return zero && reader.attrs['padValues'] === null ? { ...reader.attrs, pads } : null;
    case 'AveragePool': {
      const counts = reader.attrs['countIncludePad'] === true || numbers(reader.attrs['pads']).every((p) => p === 0);
      return zero && counts && windowsMeetImage(reader, pads) ? { ...reader.attrs, pads, countIncludePad: true } : null;
    }
    case 'MaxPool': return isLowest(pad, source) && windowsMeetImage(reader, pads) ? { ...reader.attrs, pads } : null;
    default: return null;
  }
}

export const foldPad: Pass = {
  name: 'fold-pad',
  apply(graph): GraphPatch | null {
    const { producer } = usesOf(graph);
    const fresh = new Fresh(graph);
    const remove: number[] = [];
    const nodes: Node[] = [];
    for (const reader of graph.nodes) {
      const pad = producer.get(reader.inputs[0] ?? '');
      const attrs = pad?.op === 'Pad' ? folded(reader, pad, producer.get(pad.inputs[0] ?? '')) : null;
      if (pad === undefined || attrs === null) continue;
      remove.push(reader.id);
      nodes.push(makeNode({ ...reader, id: fresh.nodeId(), attrs, inputs: [pad.inputs[0] ?? null, ...reader.inputs.slice(1)], origin: mergeOrigins([reader, pad]) }));
    }
    return remove.length === 0 ? null : { remove, nodes };
  },
};
