// What is sampled of the float inference for the units with weights, and how much: rows enough for a Gram matrix, within a bound on memory.
import { type PatchSpec, columnsOf } from '../execute/patches.ts';
import { type Graph, type Node, type ValueId, shapeOf, valueOf } from '../ir/graph.ts';
import { type OpRegistry, contextOf, opOf } from '../ops/registry.ts';
import { bufferName, sourceValue } from './views.ts';

/** Floats that are kept of all units together. */
const MOST_FLOATS = 12 << 20;
/** Rows of a unit: for dense products and for those whose groups read one channel. */
const DENSE_ROWS = 512;
const DEPTHWISE_ROWS = 64;
/** Samples that are looked at, evenly over those there are. */
const MOST_SAMPLES = 128;

/** Key of the patches that each unit with weights reads, by its output, and what to sample for them. */
export interface SampledInputs {
  readonly specs: readonly PatchSpec[];
  readonly keys: ReadonlyMap<ValueId, string>;
}

interface Wanted {
  readonly output: ValueId;
  readonly spec: Omit<PatchSpec, 'perSample' | 'every'>;
  readonly rows: number;
}

function wantedOf(graph: Graph, node: Node, registry: OpRegistry): Wanted | null {
  const roles = opOf(registry, node).quant?.roles(contextOf(graph, node)).inputs ?? [];
  const role = roles.find((r) => r?.kind === 'weight');
  const input = node.inputs[roles.findIndex((r) => r?.kind === 'activation')];
  const output = node.outputs[0];
  if (role?.kind !== 'weight' || typeof input !== 'string' || output === undefined) return null;
  const shape = shapeOf(valueOf(graph, input));
  const [rows, features] = [shape[0] ?? 1, shape.at(-1) ?? 1];
  const image: PatchSpec['image'] = role.window === undefined ? [rows, 1, 1, features] : [rows, shape[1] ?? 1, shape[2] ?? 1, features];
  const { kernel = [1, 1], strides = [1, 1], dilations = [1, 1], pads = [0, 0, 0, 0], padValues = null } = role.window ?? {};
  const result = shapeOf(valueOf(graph, output));
  const pixels: PatchSpec['output'] = role.window === undefined ? [1, 1] : [result[1] ?? 1, result[2] ?? 1];
  const buffer = bufferName(graph, sourceValue(graph, input, registry), registry);
  const key = [buffer, kernel, strides, dilations, pads].map(String).join(' ');
  return { output, spec: { key, buffer, image, kernel, strides, dilations, pads, padValues, output: pixels }, rows: (role.groups ?? 1) >= features && features > 1 ? DEPTHWISE_ROWS : DENSE_ROWS };
}

/** Rows are spread evenly over the samples; where all units together would take too much, each gets less. */
export function sampledInputs(graph: Graph, registry: OpRegistry, samples: number): SampledInputs {
  const wanted = graph.nodes.flatMap((node) => wantedOf(graph, node, registry) ?? []);
  const byKey = new Map(wanted.map((w) => [w.spec.key, w]));
  const share = Math.min(1, MOST_FLOATS / [...byKey.values()].reduce((sum, w) => sum + w.rows * columnsOf(w.spec), 1));
  const specs = [...byKey.values()].flatMap((w): PatchSpec[] => {
    const rows = Math.floor(share * w.rows);
    if (rows === 0) return [];
    const every = Math.ceil(samples / Math.min(MOST_SAMPLES, rows));
    const pixels = w.spec.image[0] * w.spec.output[0] * w.spec.output[1];
    return [{ ...w.spec, every, perSample: Math.min(pixels, Math.max(1, Math.floor(rows / Math.ceil(samples / every)))) }];
  });
  return { specs, keys: new Map(wanted.map((w) => [w.output, w.spec.key])) };
}
