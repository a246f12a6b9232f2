// Stores what a quantized model computes as uint8 as int8, by a zero point that is 128 lower: kernels know int8 only.
//   %y u8 (scale, 128)   ->   %y i8 (scale, 0)
import { type Graph, makeValue } from '../ir/graph.ts';
import { asInt8 } from '../ops/shared/quantization.ts';

/** Not a patch: it changes types of values, and no node. */
export function signedActivations(graph: Graph): Graph {
  const values = [...graph.values.values()].map((v) => (v.dtype === 'u8' && v.quant && v.data === undefined ? makeValue({ ...v, dtype: 'i8', quant: asInt8(v.quant, 'u8') }) : v));
  return { ...graph, values: new Map(values.map((v) => [v.id, v])) };
}
