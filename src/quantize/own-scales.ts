// A model that is quantized already: how it is told, what is refused for it, and the range of its inputs, which is what the first QuantizeLinear behind
// them can hold.
import { fail } from '../diagnostics/diagnostic.ts';
import { type Graph, type Uses, type ValueId, usesOf, valueOf } from '../ir/graph.ts';
import { isOwn } from '../passes/shared/own-conversion.ts';
import type { Range } from './scales.ts';

/** Whether the model says itself how it is quantized. */
export function hasOwnScales(float: Graph): boolean {
  return float.nodes.some((n) => n.domain === 'quantune');
}

/** What presumes that scales are still to be chosen. Throws QT6008. */
export function refuseOwnScales(what: string, file: string): never {
  return fail('QT6008', `${what}: '${file}' has scales of its own`, { where: { file } });
}

function rangesBehind(graph: Graph, uses: Uses, id: ValueId): Range[] {
  return (uses.readers.get(id) ?? []).flatMap((node) => {
    const [output = ''] = node.outputs;
    const { quant } = valueOf(graph, output);
    if (node.op === 'Reshape' || node.op === 'Transpose') return rangesBehind(graph, uses, output);
    if (!isOwn(node, 'QuantizeLinear')) return [];
    const [scale = 1] = quant?.scale ?? [];
    const [zero = 0] = quant?.zeroPoint ?? [];
    return [{ min: scale * (-128 - zero), max: scale * (127 - zero) }];
  });
}

/** Of all inputs together; undefined where none is quantized. */
export function ownInputRange(graph: Graph): Range | undefined {
  const uses = usesOf(graph);
  const ranges = graph.inputs.flatMap((id) => rangesBehind(graph, uses, id));
  return ranges.length === 0 ? undefined : { min: Math.min(...ranges.map((r) => r.min)), max: Math.max(...ranges.map((r) => r.max)) };
}
